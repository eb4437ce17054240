//! `url`: the request's target, whole.

use crate::fetch::prelude::*;

/// The declaration.
pub static URL: Fetch = Fetch {
    name: "url",
    scope: Scope::REQUEST,
    sentence: "The target as it stands in the request line.",
    examples: &[
        Example::shows("GET http://x/y?z HTTP/1.1\nhost: x\n\n", "url", "http://x/y?z"),
        Example::shows("OPTIONS * HTTP/1.1\nhost: a\n\n", "url", "*"),
        Example::shows("GET /a%00b HTTP/1.1\nhost: a\n\n", "url", "/a%00b"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::str(cx.request()?.uri()))
}
