//! `req.cook_cnt`: how many cookies of a name the request has.

use crate::fetch::prelude::*;
use crate::fetch::{cookies, headers};

const GIVEN: &str = "GET / HTTP/1.1\ncookie: a=1; b=\"2;3\"; a=x\ncookie: c=\n\n";

/// The declaration.
pub static COOK_CNT: Fetch = Fetch {
    name: "req.cook_cnt",
    aliases: &["cook_cnt"],
    args: headers::NAME,
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "How many cookies of that name the request has, or how many in all.",
    examples: &[
        Example::shows(GIVEN, "req.cook_cnt(a)", "2"),
        Example::shows(GIVEN, "req.cook_cnt", "4"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::count(cookies::named(cookies::request(cx.request()?), args))
}
