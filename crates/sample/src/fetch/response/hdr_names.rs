//! `res.hdr_names`: the names of all headers of the response.

use crate::fetch::headers;
use crate::fetch::prelude::*;

const GIVEN: &str =
    "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nx-a: 1, 2\nx-b: c\nx-a: 3\n\n";

/// The declaration.
pub static HDR_NAMES: Fetch = Fetch {
    name: "res.hdr_names",
    args: headers::DELIMITER,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "The names of all headers of the response in order, joined with commas or another character.",
    examples: &[
        Example::shows(GIVEN, "res.hdr_names", "x-a,x-b,x-a"),
        Example::shows(GIVEN, "res.hdr_names(;)", "x-a;x-b;x-a"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::join(cx.response()?.fields().map(|(name, _)| name), args)
}
