//! `http_auth_user`, `http_auth_pass`, `http_auth_type` and `http_auth_bearer`: what the client
//! says to prove who it is (RFC 7617, RFC 6750). Nothing is checked here.

use crate::Userlist;
use crate::fetch::headers::See;
use crate::fetch::prelude::*;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;

const BASIC: &str = "GET / HTTP/1.1\nhost: a\nauthorization: Basic bWU6czpj\n\n";
const BEARER: &str = "GET / HTTP/1.1\nhost: a\nauthorization: Bearer  ab.cd\n\n";
const BROKEN: &str = "GET / HTTP/1.1\nhost: a\nauthorization: Basic %%%%\n\n";

/// `http_auth_type`
pub static TYPE: Fetch = Fetch {
    name: "http_auth_type",
    scope: Scope::REQUEST,
    sentence: "The scheme in the `authorization` header: `Basic` or `Bearer`.",
    examples: &[
        Example::shows(BASIC, "http_auth_type", "Basic"),
        Example::absent("GET / HTTP/1.1\nhost: a\n\n", "http_auth_type"),
    ],
    eval: Eval::Fn(scheme),
    ..Fetch::PLAIN
};

/// `http_auth_user`
pub static USER: Fetch = Fetch {
    name: "http_auth_user",
    scope: Scope::REQUEST,
    sentence: "The user's name in the `authorization` header, if its scheme is `Basic`.",
    examples: &[
        Example::shows(BASIC, "http_auth_user", "me"),
        Example::absent(BROKEN, "http_auth_user"),
    ],
    eval: Eval::Fn(user),
    ..Fetch::PLAIN
};

/// `http_auth_pass`
pub static PASS: Fetch = Fetch {
    name: "http_auth_pass",
    scope: Scope::REQUEST,
    sentence: "The password in the `authorization` header, if its scheme is `Basic`.",
    examples: &[
        Example::shows(BASIC, "http_auth_pass", "s:c"),
        Example::absent(BEARER, "http_auth_pass"),
    ],
    eval: Eval::Fn(pass),
    ..Fetch::PLAIN
};

/// `http_auth_bearer`
pub static BEARER_TOKEN: Fetch = Fetch {
    name: "http_auth_bearer",
    args: &[Arg::optional("header", ArgKind::Str)],
    scope: Scope::REQUEST,
    sentence: "The token behind `Bearer` in the `authorization` header or another one.",
    examples: &[
        Example::shows(BEARER, "http_auth_bearer", "ab.cd"),
        Example::absent(BASIC, "http_auth_bearer"),
    ],
    eval: Eval::Fn(bearer),
    ..Fetch::PLAIN
};

/// Splits a header into scheme and credentials.
fn split<'a>(cx: &Cx<'a>, header: &[u8]) -> Result<(&'a [u8], &'a [u8]), Missing> {
    let line = cx.request()?.get(header).ok_or(Missing::Absent)?;
    let space = memchr::memchr(b' ', line).ok_or(Missing::Absent)?;
    Ok((&line[..space], line[space..].trim_ascii()))
}

fn scheme<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    let (scheme, _) = split(cx, b"authorization")?;
    if scheme.eq_ignore_ascii_case(b"Basic") {
        basic(cx)?;
    }
    let known = ["Basic", "Bearer"].into_iter().find(|n| scheme.eq_ignore_ascii_case(n.as_bytes()));
    known.map(Sample::str).ok_or(Missing::Absent)
}

/// The decoded credentials and the place of the colon.
fn basic(cx: &Cx<'_>) -> Result<(Vec<u8>, usize), Missing> {
    let line = cx.request()?.get(b"authorization").ok_or(Missing::Absent)?;
    decode(line).ok_or(Missing::Absent)
}

/// The credentials of an `authorization` header, and the place of the colon.
fn decode(line: &[u8]) -> Option<(Vec<u8>, usize)> {
    let space = memchr::memchr(b' ', line)?;
    let text = line[..space].eq_ignore_ascii_case(b"Basic").then(|| line[space..].trim_ascii())?;
    let plain = STANDARD.decode(text).ok()?;
    let colon = memchr::memchr(b':', &plain)?;
    Some((plain, colon))
}

/// The name and the password of an `authorization` header, if its scheme is `Basic`.
pub fn credentials(line: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut name, colon) = decode(line)?;
    let password = name.split_off(colon + 1);
    name.truncate(colon);
    Some((name, password))
}

/// `http_auth`
pub static HTTP_AUTH: Fetch = Fetch {
    name: "http_auth",
    args: LIST,
    output: Type::Bool,
    scope: Scope::REQUEST,
    sentence: "Whether the user and the password in the `authorization` header are in a userlist.",
    examples: &[
        Example::shows(BASIC, "http_auth(users)", "1"),
        Example::shows(BEARER, "http_auth(users)", "0"),
        Example::shows("GET / HTTP/1.1\nhost: a\n\n", "http_auth(users)", "0"),
    ],
    eval: Eval::Fn(|cx, args| {
        cx.request()?;
        Ok(Sample::Bool(known(cx, args).is_some()))
    }),
    ..Fetch::PLAIN
};

/// `http_auth_group`
pub static HTTP_AUTH_GROUP: Fetch = Fetch {
    name: "http_auth_group",
    args: LIST,
    scope: Scope::REQUEST,
    sentence: "The user's name if the password is the one of a userlist; in ACLs, each of the user's groups.",
    examples: &[
        Example::shows(BASIC, "http_auth_group(users)", "me"),
        Example::absent(BEARER, "http_auth_group(users)"),
    ],
    eval: Eval::Fn(|cx, args| known(cx, args).map(Sample::string).ok_or(Missing::Absent)),
    each: Some(each_group),
    ..Fetch::PLAIN
};

const LIST: &[Arg] = &[Arg::required("userlist", ArgKind::Userlist)];

/// The user's name, if the password is right.
fn known(cx: &Cx<'_>, args: &Args) -> Option<Vec<u8>> {
    let list = args.made::<Arc<Userlist>>(0)?;
    let (mut plain, colon) = basic(cx).ok()?;
    let right = list.check(&plain[..colon], &plain[colon + 1..]);
    plain.truncate(colon);
    right.then_some(plain)
}

fn each_group<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    let Some(list) = args.made::<Arc<Userlist>>(0) else { return Err(Missing::Absent) };
    let name = known(cx, args).ok_or(Missing::Absent)?;
    let _ = list.groups(&name).try_for_each(|group| see(Sample::str(group)));
    Ok(())
}

fn user<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    let (mut plain, colon) = basic(cx)?;
    plain.truncate(colon);
    Ok(Sample::string(plain))
}

fn pass<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    let (mut plain, colon) = basic(cx)?;
    Ok(Sample::string(plain.split_off(colon + 1)))
}

fn bearer<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let header = if args.given(0) { args.str(0) } else { b"authorization" };
    let (scheme, token) = split(cx, header)?;
    scheme.eq_ignore_ascii_case(b"Bearer").then(|| Sample::str(token)).ok_or(Missing::Absent)
}
