//! `req.ssl_hello_type`, `req.ssl_ver` and what else is a number or a flag of a TLS hello.

use super::parse::{hello, kind, version};
use crate::fetch::prelude::*;

const OF_HELLO: Fetch = Fetch { output: Type::Sint, scope: Scope::REQUEST, ..Fetch::PLAIN };

/// `req.ssl_hello_type`
pub static REQ_HELLO_TYPE: Fetch = Fetch {
    name: "req.ssl_hello_type",
    aliases: &["req_ssl_hello_type"],
    sentence: "The kind of the client's first TLS message: 1 for a hello.",
    examples: &[
        Example::absent("", "req.ssl_hello_type"),
        Example::absent("", "req_ssl_hello_type"),
    ],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(kind(cx, &cx.txn.req)?.into()))),
    ..OF_HELLO
};

/// `res.ssl_hello_type`
pub static RES_HELLO_TYPE: Fetch = Fetch {
    name: "res.ssl_hello_type",
    aliases: &["rep_ssl_hello_type"],
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "The kind of the server's first TLS message: 2 for a hello.",
    examples: &[
        Example::absent("", "res.ssl_hello_type"),
        Example::absent("", "rep_ssl_hello_type"),
    ],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(kind(cx, &cx.txn.res)?.into()))),
    ..OF_HELLO
};

/// `req.ssl_ver`
pub static VER: Fetch = Fetch {
    name: "req.ssl_ver",
    aliases: &["req_ssl_ver"],
    sentence: "The version in the client's TLS hello: 65536 times the major one plus the minor one.",
    examples: &[Example::absent("", "req.ssl_ver"), Example::absent("", "req_ssl_ver")],
    eval: Eval::Fn(|cx, _| {
        let (major, minor) = version(cx, &cx.txn.req)?;
        Ok(Sample::Sint(i64::from(major) << 16 | i64::from(minor)))
    }),
    ..OF_HELLO
};

/// `req.ssl_ec_ext`
pub static EC_EXT: Fetch = Fetch {
    name: "req.ssl_ec_ext",
    output: Type::Bool,
    sentence: "Whether the client's TLS hello lists elliptic curves (RFC 8422 section 5.1.1).",
    examples: &[Example::absent("", "req.ssl_ec_ext"), Example::absent("", "req.ssl_ec_ext,not")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Bool(hello(cx)?.extension(10).is_some()))),
    ..OF_HELLO
};

/// `req.ssl_st_ext`
pub static ST_EXT: Fetch = Fetch {
    name: "req.ssl_st_ext",
    sentence: "0 if the client's TLS hello has no session ticket (RFC 5077), 1 if it has an empty one, 2 if it has one.",
    examples: &[
        Example::absent("", "req.ssl_st_ext"),
        Example::absent("", "req.ssl_st_ext,add(1)"),
    ],
    eval: Eval::Fn(|cx, _| {
        Ok(Sample::Sint(match hello(cx)?.extension(35) {
            None => 0,
            Some([]) => 1,
            Some(_) => 2,
        }))
    }),
    ..OF_HELLO
};
