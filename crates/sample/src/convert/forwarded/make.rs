//! `rfc7239_nn` and `rfc7239_np`: the name and the port of a node, as a `forwarded` header has them.

use super::grammar::is_hidden;
use crate::convert::prelude::*;

const MADE: Converter = Converter { input: Type::Any, ..Converter::PLAIN };

/// `rfc7239_nn`
pub static RFC7239_NN: Converter = Converter {
    name: "rfc7239_nn",
    sentence: "A node's name: an address, a text behind `_`, or `unknown` for an empty text.",
    examples: &[
        Example::plain("ipv6(ab:cd::1),rfc7239_nn", "[ab:cd::1]"),
        Example::plain("src,rfc7239_nn", "192.0.2.1"),
        Example::plain("str(test),rfc7239_nn", "_test"),
        Example::plain("str(),rfc7239_nn", "unknown"),
        Example::absent("", "str('a b'),rfc7239_nn"),
    ],
    eval: Eval::Fn(|value, _, _| match value {
        Sample::Ipv4(ip) => Some(Sample::string(ip.to_string())),
        Sample::Ipv6(ip) => Some(Sample::string(format!("[{ip}]"))),
        value => match &*text(value)? {
            b"" => Some(Sample::str("unknown")),
            text => hidden(text),
        },
    }),
    ..MADE
};

/// `rfc7239_np`
pub static RFC7239_NP: Converter = Converter {
    name: "rfc7239_np",
    sentence: "A node's port: a number, or a text behind `_`.",
    examples: &[
        Example::plain("int(12),rfc7239_np", "12"),
        Example::plain("str(test),rfc7239_np", "_test"),
        Example::absent("", "str(),rfc7239_np"),
        Example::absent("", "int(-1),rfc7239_np"),
    ],
    eval: Eval::Fn(|value, _, _| match value {
        Sample::Sint(port) => u16::try_from(port).ok().map(|port| Sample::string(port.to_string())),
        value => hidden(&text(value)?),
    }),
    ..MADE
};

fn text(value: Sample<'_>) -> Option<Cow<'_, [u8]>> {
    bytes(crate::cast::cast(value, Type::Str)?)
}

fn hidden<'a>(text: &[u8]) -> Option<Sample<'a>> {
    is_hidden(text).then(|| Sample::string([b"_", text].concat()))
}
