//! `req.hdr_names`: the names of all headers of the request.

use crate::fetch::headers;
use crate::fetch::prelude::*;

const GIVEN: &str = "GET / HTTP/1.1\nx-a: 1, 2\nx-b: c\nx-a: 3\n\n";

/// The declaration.
pub static HDR_NAMES: Fetch = Fetch {
    name: "req.hdr_names",
    args: headers::DELIMITER,
    scope: Scope::REQUEST,
    sentence: "The names of all headers of the request in order, joined with commas or another character.",
    examples: &[
        Example::shows(GIVEN, "req.hdr_names", "x-a,x-b,x-a"),
        Example::shows(GIVEN, "req.hdr_names(;)", "x-a;x-b;x-a"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::join(cx.request()?.fields().map(|(name, _)| name), args)
}
