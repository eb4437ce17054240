//! `res.fhdr_cnt`: how many lines a header of the response has.

use crate::fetch::headers;
use crate::fetch::prelude::*;

const GIVEN: &str =
    "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nx-a: 1, 2\nx-b: c\nx-a: 3\n\n";

/// The declaration.
pub static FHDR_CNT: Fetch = Fetch {
    name: "res.fhdr_cnt",
    args: headers::NAME,
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "How many lines a header of the response has, or all headers.",
    examples: &[
        Example::shows(GIVEN, "res.fhdr_cnt(x-a)", "2"),
        Example::shows(GIVEN, "res.fhdr_cnt", "3"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::count(headers::lines(cx.response()?, args.str(0)))
}
