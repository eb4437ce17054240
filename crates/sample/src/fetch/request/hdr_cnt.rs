//! `req.hdr_cnt`: how many values a header of the request has.

use crate::fetch::headers;
use crate::fetch::prelude::*;

const GIVEN: &str = "GET / HTTP/1.1\nx-a: 1, 2\nx-b: c\nx-a: 3\n\n";

/// The declaration.
pub static HDR_CNT: Fetch = Fetch {
    name: "req.hdr_cnt",
    aliases: &["hdr_cnt"],
    args: headers::NAME,
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "How many comma-delimited values a header of the request has, or all headers.",
    examples: &[
        Example::shows(GIVEN, "req.hdr_cnt(x-a)", "3"),
        Example::shows(GIVEN, "req.hdr_cnt", "4"),
        Example::shows(GIVEN, "req.hdr_cnt(x-%)", "0"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::count(headers::values(cx.request()?, args.str(0)))
}
