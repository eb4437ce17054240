//! `req.len` and `res.len`: how many bytes came.

use crate::fetch::prelude::*;

/// `req.len`
pub static REQ: Fetch = Fetch {
    name: "req.len",
    aliases: &["req_len"],
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "How many bytes from the client wait for a decision.",
    examples: &[Example::plain("req.len", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.req.input.len() as i64))),
    ..Fetch::PLAIN
};

/// `res.len`
pub static RES: Fetch = Fetch {
    name: "res.len",
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "How many bytes from the server wait for a decision.",
    examples: &[Example::plain("res.len", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.res.input.len() as i64))),
    ..Fetch::PLAIN
};
