//! `req.proto_http`: whether the client speaks HTTP.

use super::missing;
use crate::fetch::prelude::*;
use moongate_http::{Head, Limits, read_request};

/// The declaration.
pub static PROTO_HTTP: Fetch = Fetch {
    name: "req.proto_http",
    aliases: &["req_proto_http"],
    output: Type::Bool,
    scope: Scope::table("..YYYYYYYYYYYYYYYYY..."),
    sentence: "Whether what came from the client is the whole head of an HTTP/1 request.",
    examples: &[
        Example::shows("GET / HTTP/1.1\nhost: a\n\n", "req.proto_http", "1"),
        Example::absent("", "req.proto_http"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    if !cx.txn.request.is_empty() {
        return Ok(Sample::Bool(true));
    }
    let bytes = cx.txn.req.input.bytes();
    // Only TCP rules come here, and seldom: a head of its own is no matter.
    let mut head = Head::new();
    match read_request(&mut head, bytes, &Limits::default(), &mut 0) {
        Ok(Some(_)) => Ok(Sample::Bool(true)),
        Ok(None) => Err(missing(cx, &cx.txn.req)),
        Err(_) => Ok(Sample::Bool(false)),
    }
}
