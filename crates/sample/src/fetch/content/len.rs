//! `req.len` and `res.len`: how many bytes came.

use super::is_http;
use crate::fetch::debug::htx;
use crate::fetch::prelude::*;

/// `req.len`
pub static REQ: Fetch = Fetch {
    name: "req.len",
    aliases: &["req_len"],
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "How many bytes from the client wait for a decision; of an HTTP request, those of its head and of what has come of its body.",
    examples: &[
        Example::plain("req.len", "0"),
        Example::shows("TCP\nhello", "req.len", "5"),
        Example::shows("GET / HTTP/1.1\nhost: a\n\n", "req.len", "38"),
    ],
    eval: Eval::Fn(|cx, _| match is_http(cx) {
        true => htx::data(cx, false),
        false => Ok(Sample::Sint(cx.txn.req.input.len() as i64)),
    }),
    ..Fetch::PLAIN
};

/// `res.len`
pub static RES: Fetch = Fetch {
    name: "res.len",
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "How many bytes from the server wait for a decision.",
    examples: &[Example::plain("res.len", "0")],
    eval: Eval::Fn(|cx, _| match is_http(cx) {
        true => htx::data(cx, true),
        false => Ok(Sample::Sint(cx.txn.res.input.len() as i64)),
    }),
    ..Fetch::PLAIN
};
