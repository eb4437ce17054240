//! `res.cook_cnt`: how many cookies of a name the response has.

use crate::fetch::prelude::*;
use crate::fetch::{cookies, headers};

const GIVEN: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nset-cookie: a=1; path=/\nset-cookie: b=\"2;3\"; secure\nset-cookie: a=x\nset-cookie: c=\n\n";

/// The declaration.
pub static COOK_CNT: Fetch = Fetch {
    name: "res.cook_cnt",
    aliases: &["scook_cnt"],
    args: headers::NAME,
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "How many cookies of that name the response has, or how many in all.",
    examples: &[
        Example::shows(GIVEN, "res.cook_cnt(a)", "2"),
        Example::shows(GIVEN, "res.cook_cnt", "4"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::count(cookies::named(cookies::response(cx.response()?), args))
}
