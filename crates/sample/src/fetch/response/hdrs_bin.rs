//! `res.hdrs_bin`: all headers of the response in a form for programs.

use crate::fetch::headers;
use crate::fetch::prelude::*;

const GIVEN: &str =
    "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nx-a: 1, 2\nx-b: c\nx-a: 3\n\n";

/// The declaration.
pub static HDRS_BIN: Fetch = Fetch {
    name: "res.hdrs_bin",
    output: Type::Bin,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "All headers of the response, each name and value behind its length, ended by two lengths of 0.",
    examples: &[
        Example::shows(GIVEN, "res.hdrs_bin,bytes(0,9),hex", "03782D6104312C2032"),
        Example::shows(GIVEN, "res.hdrs_bin,hex,length", "46"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    headers::binary_block(cx.response()?)
}
