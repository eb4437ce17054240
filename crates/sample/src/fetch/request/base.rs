//! `base` and `baseq`: the host and the path behind one another.

use crate::fetch::prelude::*;
use crate::fetch::uri;

/// `base`
pub static BASE: Fetch = Fetch {
    name: "base",
    scope: Scope::REQUEST,
    sentence: "The host and the path behind one another; the path alone if there is no host.",
    examples: &[
        Example::shows("GET /a?b HTTP/1.1\nhost: www.x.org\n\n", "base", "www.x.org/a"),
        Example::shows("GET /a?b HTTP/1.0\n\n", "base", "/a"),
        Example::shows("OPTIONS * HTTP/1.1\nhost: x\n\n", "base", "x"),
    ],
    eval: Eval::Fn(base),
    ..Fetch::PLAIN
};

/// `baseq`
pub static BASEQ: Fetch = Fetch {
    name: "baseq",
    scope: Scope::REQUEST,
    sentence: "The host, the path and the query behind one another.",
    examples: &[
        Example::shows("GET /a?b HTTP/1.1\nhost: www.x.org\n\n", "baseq", "www.x.org/a?b"),
        Example::shows("GET /a?b=?/ HTTP/1.0\n\n", "baseq", "/a?b=?/"),
    ],
    eval: Eval::Fn(baseq),
    ..Fetch::PLAIN
};

fn base<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    let head = cx.request()?;
    uri::with_host(head, head.path()).map(Sample::Str).ok_or(Missing::Absent)
}

fn baseq<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    let head = cx.request()?;
    uri::with_host(head, head.pathq()).map(Sample::Str).ok_or(Missing::Absent)
}
