//! `req.ver`: the version of the request.

use crate::fetch::message::version;
use crate::fetch::prelude::*;

/// The declaration.
pub static VER: Fetch = Fetch {
    name: "req.ver",
    aliases: &["req_ver"],
    scope: Scope::table("..YYYYYYYYYYYYYYYYY..."),
    sentence: "The HTTP version of the request, such as `1.1`.",
    examples: &[
        Example::shows("GET / HTTP/1.1\nhost: a\n\n", "req.ver", "1.1"),
        Example::shows("GET / HTTP/1.0\n\n", "req_ver", "1.0"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(version(cx.request()?))
}
