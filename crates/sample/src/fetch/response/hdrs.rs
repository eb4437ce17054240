//! `res.hdrs`: all headers of the response.

use crate::fetch::headers;
use crate::fetch::prelude::*;

const GIVEN: &str =
    "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nx-a: 1, 2\nx-b: c\nx-a: 3\n\n";

/// The declaration.
pub static HDRS: Fetch = Fetch {
    name: "res.hdrs",
    output: Type::Bin,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "All headers of the response as they would be sent, and the empty line behind them.",
    examples: &[
        Example::shows(GIVEN, "res.hdrs", "x-a: 1, 2\r\nx-b: c\r\nx-a: 3\r\n\r\n"),
        Example::shows(GIVEN, "res.hdrs,length", "29"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    headers::block(cx.response()?)
}
