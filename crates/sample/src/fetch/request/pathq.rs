//! `pathq`: the path and the query of the request's target.

use crate::fetch::prelude::*;

/// The declaration.
pub static PATHQ: Fetch = Fetch {
    name: "pathq",
    scope: Scope::REQUEST,
    sentence: "The path with its query: from the first slash behind the host to the end.",
    examples: &[
        Example::shows("GET /a/b?c=d HTTP/1.1\nhost: a\n\n", "pathq", "/a/b?c=d"),
        Example::shows("GET http://x/y?z HTTP/1.1\nhost: x\n\n", "pathq", "/y?z"),
        Example::absent("CONNECT a:443 HTTP/1.1\nhost: a:443\n\n", "pathq"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    cx.request()?.pathq().map(Sample::str).ok_or(Missing::Absent)
}
