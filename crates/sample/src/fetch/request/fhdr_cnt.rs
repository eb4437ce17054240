//! `req.fhdr_cnt`: how many lines a header of the request has.

use crate::fetch::headers;
use crate::fetch::prelude::*;

const GIVEN: &str = "GET / HTTP/1.1\nx-a: 1, 2\nx-b: c\nx-a: 3\n\n";

/// The declaration.
pub static FHDR_CNT: Fetch = Fetch {
    name: "req.fhdr_cnt",
    args: headers::NAME,
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "How many lines a header of the request has, or all headers.",
    examples: &[
        Example::shows(GIVEN, "req.fhdr_cnt(x-a)", "2"),
        Example::shows(GIVEN, "req.fhdr_cnt", "3"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::count(headers::lines(cx.request()?, args.str(0)))
}
