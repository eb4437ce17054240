//! `http_first_req`: whether the request is the connection's first.

use crate::fetch::prelude::*;

/// The declaration.
pub static HTTP_FIRST_REQ: Fetch = Fetch {
    name: "http_first_req",
    output: Type::Bool,
    scope: Scope::table("..YYYYYYYYYYYYYYYYY..."),
    sentence: "Whether the request is the first one of its connection.",
    examples: &[Example::shows("GET / HTTP/1.1\nhost: a\n\n", "http_first_req", "1")],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::Bool(cx.session().requests.get() <= 1))
}
