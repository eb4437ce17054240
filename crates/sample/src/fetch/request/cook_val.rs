//! `req.cook_val`: a number in a cookie of the request.

use crate::fetch::prelude::*;
use crate::fetch::{cookies, headers};

const GIVEN: &str = "GET / HTTP/1.1\ncookie: a=1; b=\"2;3\"; a=x\ncookie: c=\n\n";

/// The declaration.
pub static COOK_VAL: Fetch = Fetch {
    name: "req.cook_val",
    aliases: &["cook_val"],
    args: headers::NAME,
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "The integer at the start of a cookie's value in the request; 0 if there is none.",
    examples: &[
        Example::shows(GIVEN, "req.cook_val", "1"),
        Example::shows(GIVEN, "req.cook_val(a)", "0"),
    ],
    eval: Eval::Fn(eval),
    each: Some(each),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    cookies::pick(cookies::request(cx.request()?), args).map(headers::integer).map(Sample::Sint)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: headers::See<'_, 'a>) -> Result<(), Missing> {
    cookies::each(cookies::request(cx.request()?), args, headers::number, see)
}
