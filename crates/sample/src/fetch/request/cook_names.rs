//! `req.cook_names`: the names of all cookies of the request.

use crate::fetch::prelude::*;
use crate::fetch::{cookies, headers};

const GIVEN: &str = "GET / HTTP/1.1\ncookie: a=1; b=\"2;3\"; a=x\ncookie: c=\n\n";

/// The declaration.
pub static COOK_NAMES: Fetch = Fetch {
    name: "req.cook_names",
    args: headers::DELIMITER,
    scope: Scope::REQUEST,
    sentence: "The names of all cookies of the request in order, joined with commas or another character.",
    examples: &[
        Example::shows(GIVEN, "req.cook_names", "a,b,a,c"),
        Example::shows(GIVEN, "req.cook_names(;)", "a;b;a;c"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    headers::join(cookies::request(cx.request()?).map(|(name, _)| name), args)
}
