//! `rfc7239_n2nn` and `rfc7239_n2np`: the name and the port of a node of a `forwarded` header.

use super::grammar::{Name, Port, node};
use crate::convert::prelude::*;

const NODE: Converter = Converter { output: Type::Any, ..Converter::PLAIN };

/// `rfc7239_n2nn`
pub static RFC7239_N2NN: Converter = Converter {
    name: "rfc7239_n2nn",
    sentence: "The name of a node: an address, `unknown`, or an obfuscated one with its `_`.",
    examples: &[
        Example::plain("str(127.0.0.1:9999),rfc7239_n2nn", "127.0.0.1"),
        Example::plain("str([ab:cd::1]:9998),rfc7239_n2nn", "ab:cd::1"),
        Example::plain("str(_name:_port),rfc7239_n2nn", "_name"),
        Example::absent("", "str(::1),rfc7239_n2nn"),
    ],
    eval: Eval::Fn(|value, _, _| {
        Some(match node(&bytes(value)?)?.0 {
            Name::Ip(ip) => Sample::ip(ip),
            Name::Unknown => Sample::str("unknown"),
            Name::Obfuscated(text) => Sample::string(text),
        })
    }),
    ..NODE
};

/// `rfc7239_n2np`
pub static RFC7239_N2NP: Converter = Converter {
    name: "rfc7239_n2np",
    sentence: "The port of a node: a number, or an obfuscated one with its `_`; none without one.",
    examples: &[
        Example::plain("str(127.0.0.1:9999),rfc7239_n2np,add(1)", "10000"),
        Example::plain("str(_name:_port),rfc7239_n2np", "_port"),
        Example::absent("", "str(127.0.0.1),rfc7239_n2np"),
        Example::absent("", "str(127.0.0.1:99999),rfc7239_n2np"),
    ],
    eval: Eval::Fn(|value, _, _| {
        Some(match node(&bytes(value)?)?.1? {
            Port::Number(port) => Sample::Sint(port.into()),
            Port::Obfuscated(text) => Sample::string(text),
        })
    }),
    ..NODE
};
