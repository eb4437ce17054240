//! `req.bytes_in`, `res.bytes_out` and their kin: what was received and sent on either side.

use crate::fetch::prelude::*;

/// `req.bytes_in`
pub static REQ_BYTES_IN: Fetch = Fetch {
    name: "req.bytes_in",
    aliases: &["bytes_in"],
    output: Type::Sint,
    scope: Scope::table("..YYYYYYYYYYYYYYYYY..."),
    sentence: "How many bytes were received from the client, the head included.",
    examples: &[Example::plain("req.bytes_in", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.bytes_in as i64))),
    ..Fetch::PLAIN
};

/// `res.bytes_out`
pub static RES_BYTES_OUT: Fetch = Fetch {
    name: "res.bytes_out",
    aliases: &["bytes_out"],
    output: Type::Sint,
    scope: Scope::table(".........YYYYYYYYYY..."),
    sentence: "How many bytes were sent to the client, the head included.",
    examples: &[Example::plain("res.bytes_out", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.bytes_out as i64))),
    ..Fetch::PLAIN
};

/// `req.bytes_out`
pub static REQ_BYTES_OUT: Fetch = Fetch {
    name: "req.bytes_out",
    output: Type::Sint,
    scope: Scope::table("..YYYYYYYYYYYYYYYYY..."),
    sentence: "How many bytes were sent to the server, the head included.",
    examples: &[Example::plain("req.bytes_out", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.server_bytes.0 as i64))),
    ..Fetch::PLAIN
};

/// `res.bytes_in`
pub static RES_BYTES_IN: Fetch = Fetch {
    name: "res.bytes_in",
    output: Type::Sint,
    scope: Scope::table(".........YYYYYYYYYY..."),
    sentence: "How many bytes were received from the server, the head included.",
    examples: &[Example::plain("res.bytes_in", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.server_bytes.1 as i64))),
    ..Fetch::PLAIN
};
