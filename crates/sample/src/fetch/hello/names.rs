//! `req.ssl_sni` and `req.ssl_alpn`: the name that a client asks for, and its protocols.

use super::parse::{hello, vector};
use crate::fetch::headers::See;
use crate::fetch::prelude::*;
use std::ops::ControlFlow;

/// `req.ssl_sni`
pub static SNI: Fetch = Fetch {
    name: "req.ssl_sni",
    aliases: &["req_ssl_sni"],
    scope: Scope::REQUEST,
    sentence: "The server name in the client's TLS hello, as it passes by (RFC 6066 section 3).",
    examples: &[Example::absent("", "req.ssl_sni"), Example::absent("", "req_ssl_sni")],
    eval: Eval::Fn(sni),
    ..Fetch::PLAIN
};

/// `req.ssl_alpn`
pub static ALPN: Fetch = Fetch {
    name: "req.ssl_alpn",
    scope: Scope::REQUEST,
    sentence: "The protocols in the client's TLS hello, as it passes by (RFC 7301).",
    examples: &[Example::absent("", "req.ssl_alpn"), Example::absent("", "req.ssl_alpn,upper")],
    eval: Eval::Fn(alpn),
    each: Some(each_alpn),
    ..Fetch::PLAIN
};

fn sni<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    let name = || {
        let mut content = hello(cx).ok()?.extension(0)?;
        let mut list = vector(&mut content, 2)?;
        // The only kind of name there is.
        list = list.strip_prefix(&[0])?;
        vector(&mut list, 2)
    };
    hello(cx)?;
    name().map(Sample::str).ok_or(Missing::Absent)
}

fn each_alpn<'a>(cx: &Cx<'a>, _: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    let Some(mut content) = hello(cx)?.extension(16) else { return Err(Missing::Absent) };
    let Some(mut list) = vector(&mut content, 2) else { return Err(Missing::Absent) };
    while let Some(name) = vector(&mut list, 1) {
        if see(Sample::str(name)).is_break() {
            break;
        }
    }
    Ok(())
}

fn alpn<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let mut first = None;
    each_alpn(cx, args, &mut |value| {
        first = Some(value);
        ControlFlow::Break(())
    })?;
    first.ok_or(Missing::Absent)
}
