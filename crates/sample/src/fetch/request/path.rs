//! `path`: the path of the request's target.

use crate::fetch::prelude::*;

/// The declaration.
pub static PATH: Fetch = Fetch {
    name: "path",
    scope: Scope::REQUEST,
    sentence: "The path of the target: from the first slash behind the host to the question mark.",
    examples: &[
        Example::shows("GET /a/b?c=d HTTP/1.1\nhost: a\n\n", "path", "/a/b"),
        Example::shows("GET http://x/y?z HTTP/1.1\nhost: x\n\n", "path", "/y"),
        Example::absent("OPTIONS * HTTP/1.1\nhost: a\n\n", "path"),
        Example::shows("GET //%2e%2e/?? HTTP/1.1\nhost: a\n\n", "path", "//%2e%2e/"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    cx.request()?.path().map(Sample::str).ok_or(Missing::Absent)
}
