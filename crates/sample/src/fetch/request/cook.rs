//! `req.cook`: a cookie's value in the request.

use crate::fetch::prelude::*;
use crate::fetch::{cookies, headers};

const GIVEN: &str = "GET / HTTP/1.1\ncookie: a=1; b=\"2;3\"; a=x\ncookie: c=\n\n";

/// The declaration.
pub static COOK: Fetch = Fetch {
    name: "req.cook",
    aliases: &["cook"],
    args: headers::NAME,
    scope: Scope::REQUEST,
    sentence: "The value of a cookie in the request: the last of that name, or the first of all.",
    examples: &[
        Example::shows(GIVEN, "req.cook(a)", "x"),
        Example::shows(GIVEN, "req.cook", "1"),
        Example::shows(GIVEN, "req.cook(b)", "\"2;3\""),
        Example::shows(GIVEN, "req.cook(c)", ""),
        Example::absent(GIVEN, "req.cook(A)"),
    ],
    eval: Eval::Fn(eval),
    each: Some(each),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    cookies::pick(cookies::request(cx.request()?), args).map(Sample::str)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: headers::See<'_, 'a>) -> Result<(), Missing> {
    cookies::each(cookies::request(cx.request()?), args, headers::text, see)
}
