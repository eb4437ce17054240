//! `res.ver`: the version of the response.

use crate::fetch::message::version;
use crate::fetch::prelude::*;

/// The declaration.
pub static VER: Fetch = Fetch {
    name: "res.ver",
    aliases: &["resp_ver"],
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "The HTTP version of the response, such as `1.1`.",
    examples: &[
        Example::shows("GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.0 200 OK\n\n", "res.ver", "1.0"),
        Example::absent("GET / HTTP/1.1\nhost: a\n\n", "res.ver"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(version(cx.response()?))
}
