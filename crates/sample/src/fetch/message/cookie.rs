//! `cookie`: `req.cook` in a request, `res.cook` in a response.

use super::current;
use crate::fetch::prelude::*;
use crate::fetch::{cookies, headers};

const GIVEN: &str = "GET / HTTP/1.1\ncookie: a=1; b=2; a=3\n\n";

/// The declaration.
pub static COOKIE: Fetch = Fetch {
    name: "cookie",
    args: headers::NAME,
    scope: Scope::table("..YYYYYYYYYYYYYYYY.Y.."),
    sentence: "A cookie's value: of the request, or of the response once there is one.",
    examples: &[
        Example::shows(GIVEN, "cookie(a)", "3"),
        Example::shows(GIVEN, "cookie", "1"),
        Example::absent(GIVEN, "cookie(=)"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let head = current(cx)?;
    let value = if cx.point.is_response() {
        cookies::pick(cookies::response(head), args)
    } else {
        cookies::pick(cookies::request(head), args)
    };
    value.map(Sample::str)
}
