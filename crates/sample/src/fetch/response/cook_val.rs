//! `res.cook_val`: a number in a cookie of the response.

use crate::fetch::prelude::*;
use crate::fetch::{cookies, headers};

const GIVEN: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nset-cookie: a=1; path=/\nset-cookie: b=\"2;3\"; secure\nset-cookie: a=x\nset-cookie: c=\n\n";

/// The declaration.
pub static COOK_VAL: Fetch = Fetch {
    name: "res.cook_val",
    aliases: &["scook_val"],
    args: headers::NAME,
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "The integer at the start of a cookie's value in the response; 0 if there is none.",
    examples: &[
        Example::shows(GIVEN, "res.cook_val", "1"),
        Example::shows(GIVEN, "res.cook_val(a)", "0"),
    ],
    eval: Eval::Fn(eval),
    each: Some(each),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    cookies::pick(cookies::response(cx.response()?), args).map(headers::integer).map(Sample::Sint)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: headers::See<'_, 'a>) -> Result<(), Missing> {
    cookies::each(cookies::response(cx.response()?), args, headers::number, see)
}
