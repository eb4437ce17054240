//! `url_ip` and `url_port`: the address in the target of a request to a forward proxy.

use crate::fetch::prelude::*;
use crate::fetch::{headers, uri};
use std::net::Ipv4Addr;

/// `url_ip`
pub static URL_IP: Fetch = Fetch {
    name: "url_ip",
    output: Type::Ipv4,
    scope: Scope::REQUEST,
    sentence: "The IPv4 address in the target, if its host is written as one.",
    examples: &[
        Example::shows(
            "GET http://192.0.2.1:81/ HTTP/1.1\nhost: 192.0.2.1:81\n\n",
            "url_ip",
            "192.0.2.1",
        ),
        Example::absent("GET http://a/ HTTP/1.1\nhost: a\n\n", "url_ip"),
    ],
    eval: Eval::Fn(ip),
    ..Fetch::PLAIN
};

/// `url_port`
pub static URL_PORT: Fetch = Fetch {
    name: "url_port",
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "The port in the target behind an IPv4 address; 80 if none is written.",
    examples: &[
        Example::shows(
            "GET http://192.0.2.1:81/ HTTP/1.1\nhost: 192.0.2.1:81\n\n",
            "url_port",
            "81",
        ),
        Example::shows("GET http://192.0.2.1/ HTTP/1.1\nhost: 192.0.2.1\n\n", "url_port", "80"),
        Example::absent("GET / HTTP/1.1\nhost: a\n\n", "url_port"),
    ],
    eval: Eval::Fn(port),
    ..Fetch::PLAIN
};

fn ip<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::Ipv4(parts(cx)?.0))
}

fn port<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::Sint(parts(cx)?.1))
}

fn parts(cx: &Cx<'_>) -> Result<(Ipv4Addr, i64), Missing> {
    let authority = uri::authority(cx.request()?).ok_or(Missing::Absent)?;
    let colon = memchr::memchr(b':', authority);
    let host = colon.map_or(authority, |at| &authority[..at]);
    let port = colon.map_or(80, |at| headers::integer(&authority[at + 1..]));
    let text = std::str::from_utf8(host).map_err(|_| Missing::Absent)?;
    Ok((text.parse().map_err(|_| Missing::Absent)?, port))
}
