//! `res.cook`: a cookie's value in the response.

use crate::fetch::prelude::*;
use crate::fetch::{cookies, headers};

const GIVEN: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nset-cookie: a=1; path=/\nset-cookie: b=\"2;3\"; secure\nset-cookie: a=x\nset-cookie: c=\n\n";

/// The declaration.
pub static COOK: Fetch = Fetch {
    name: "res.cook",
    aliases: &["scook"],
    args: headers::NAME,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "The value of a cookie in the response: the last of that name, or the first of all.",
    examples: &[
        Example::shows(GIVEN, "res.cook(a)", "x"),
        Example::shows(GIVEN, "res.cook", "1"),
        Example::shows(GIVEN, "res.cook(b)", "\"2;3\""),
        Example::shows(GIVEN, "res.cook(c)", ""),
        Example::absent(GIVEN, "res.cook(A)"),
    ],
    eval: Eval::Fn(eval),
    each: Some(each),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    cookies::pick(cookies::response(cx.response()?), args).map(Sample::str)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: headers::See<'_, 'a>) -> Result<(), Missing> {
    cookies::each(cookies::response(cx.response()?), args, headers::text, see)
}
