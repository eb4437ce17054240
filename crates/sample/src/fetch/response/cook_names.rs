//! `res.cook_names`: the names of all cookies of the response.

use crate::fetch::prelude::*;
use crate::fetch::{cookies, headers};

const GIVEN: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nset-cookie: a=1; path=/\nset-cookie: b=\"2;3\"; secure\nset-cookie: a=x\nset-cookie: c=\n\n";

/// The declaration.
pub static COOK_NAMES: Fetch = Fetch {
    name: "res.cook_names",
    args: headers::DELIMITER,
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "The names of all cookies of the response in order, joined with commas or another character.",
    examples: &[
        Example::shows(GIVEN, "res.cook_names", "a,b,a,c"),
        Example::shows(GIVEN, "res.cook_names(;)", "a;b;a;c"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::join(cookies::response(cx.response()?).map(|(name, _)| name), args)
}
