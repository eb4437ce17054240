//! `base32`, `url32` and the same with the source address: short hashes for tracking requests.

use crate::convert::hash32;
use crate::fetch::prelude::*;
use std::net::IpAddr;

/// `base32`
pub static BASE32: Fetch = Fetch {
    name: "base32",
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "A 32-bit hash of `base`: SDBM, well mixed.",
    examples: &[
        Example::shows("GET / HTTP/1.1\nhost: a\n\n", "base32,sub(0),bool", "1"),
        Example::shows("GET /x?y HTTP/1.1\nhost: a\n\n", "base,sdbm(1),length,bool", "1"),
    ],
    eval: Eval::Fn(base32),
    ..Fetch::PLAIN
};

/// `url32`
pub static URL32: Fetch = Fetch {
    name: "url32",
    output: Type::Sint,
    scope: Scope::REQUEST,
    sentence: "A 32-bit hash of the host and the path with its query: SDBM, well mixed.",
    examples: &[Example::shows("GET /?a HTTP/1.1\nhost: a\n\n", "url32,bool", "1")],
    eval: Eval::Fn(url32),
    ..Fetch::PLAIN
};

/// `base32+src`
pub static BASE32_SRC: Fetch = Fetch {
    name: "base32+src",
    output: Type::Bin,
    scope: Scope::REQUEST,
    sentence: "The four bytes of `base32` and the bytes of the source address.",
    eval: Eval::Fn(base32_src),
    ..Fetch::PLAIN
};

/// `url32+src`
pub static URL32_SRC: Fetch = Fetch {
    name: "url32+src",
    output: Type::Bin,
    scope: Scope::REQUEST,
    sentence: "The four bytes of `url32` and the bytes of the source address.",
    eval: Eval::Fn(url32_src),
    ..Fetch::PLAIN
};

fn base32<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::Sint(base_hash(cx)?.into()))
}

fn url32<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::Sint(url_hash(cx)?.into()))
}

fn base32_src<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    with_source(cx, base_hash(cx)?)
}

fn url32_src<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    with_source(cx, url_hash(cx)?)
}

fn base_hash(cx: &Cx<'_>) -> Result<u32, Missing> {
    let head = cx.request()?;
    let host = head.values(b"host").next().unwrap_or_default();
    let path = head.path().filter(|path| path.starts_with(b"/")).unwrap_or_default();
    Ok(hash32::mix(hash32::sdbm(hash32::sdbm(0, host), path)))
}

fn url_hash(cx: &Cx<'_>) -> Result<u32, Missing> {
    let head = cx.request()?;
    let host = head.values(b"host").next().unwrap_or_default();
    let path = head.pathq().filter(|path| path.starts_with(b"/")).unwrap_or_default();
    Ok(hash32::mix(hash32::sdbm(hash32::sdbm(0, host), path)))
}

fn with_source(cx: &Cx<'_>, hash: u32) -> Fetched<'static> {
    let mut bytes = hash.to_be_bytes().to_vec();
    match cx.session().src.get().ok_or(Missing::Absent)?.ip() {
        IpAddr::V4(ip) => bytes.extend_from_slice(&ip.octets()),
        IpAddr::V6(ip) => bytes.extend_from_slice(&ip.octets()),
    }
    Ok(Sample::Bin(bytes.into()))
}
