//! `req.hdrs_bin`: all headers of the request in a form for programs.

use crate::fetch::headers;
use crate::fetch::prelude::*;

const GIVEN: &str = "GET / HTTP/1.1\nx-a: 1, 2\nx-b: c\nx-a: 3\n\n";

/// The declaration.
pub static HDRS_BIN: Fetch = Fetch {
    name: "req.hdrs_bin",
    output: Type::Bin,
    scope: Scope::REQUEST,
    sentence: "All headers of the request, each name and value behind its length, ended by two lengths of 0.",
    examples: &[
        Example::shows(GIVEN, "req.hdrs_bin,bytes(0,9),hex", "03782D6104312C2032"),
        Example::shows(GIVEN, "req.hdrs_bin,hex,length", "46"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    headers::binary_block(cx.request()?)
}
