//! The request line, the status, captures, and how the stream ended.

use super::{Alias, HeaderStyle, Value};
use crate::Cx;
use std::borrow::Cow;

pub(super) const ALL: &[Alias] = &[
    Alias::new("r", "The request line.", |cx| uri(Some(&cx.txn.request_line))),
    Alias::new("HM", "The method.", |cx| uri(part(cx, 0))),
    Alias::new("HU", "The URI.", |cx| uri(part(cx, 1))),
    Alias::new("HP", "The URI without its query.", |cx| uri(part(cx, 1).map(|uri| cut(uri).0))),
    Alias::new("HPO", "The path alone.", |cx| uri(part(cx, 1).map(|uri| path(cut(uri).0)))),
    Alias::new("HQ", "The query, with its question mark.", |cx| match part(cx, 1) {
        Some(whole) => Value::Uri(Cow::Borrowed(cut(whole).1)),
        None => uri(None),
    }),
    Alias::new("HV", "The version.", |cx| uri(part(cx, 2))),
    Alias::new("ST", "The status; -1 if there is no response.", |cx| {
        Value::Num(if cx.txn.status == 0 { -1 } else { cx.txn.status.into() })
    }),
    Alias::new("ts", "How the stream ended, in two letters.", |cx| {
        let [who, stage] = ending(cx);
        Value::Letters([who, stage, b'-', b'-'], 2)
    }),
    Alias::new(
        "tsc",
        "How the stream ended and what happened to cookies, in four letters.",
        |cx| {
            let ([who, stage], [request, response]) = (ending(cx), cx.txn.persistence);
            Value::Letters([who, stage, request, response], 4)
        },
    ),
    Alias::new("CC", "The captured request cookie.", |cx| cookie(&cx.txn.cookies[0])),
    Alias::new("CS", "The captured response cookie.", |cx| cookie(&cx.txn.cookies[1])),
    Alias::new("hr", "The captured request headers.", |cx| {
        Value::Headers(&cx.txn.req_captures, HeaderStyle::Braces)
    }),
    Alias::new("hrl", "The captured request headers, one by one.", |cx| {
        Value::Headers(&cx.txn.req_captures, HeaderStyle::Words)
    }),
    Alias::new("hs", "The captured response headers.", |cx| {
        Value::Headers(&cx.txn.res_captures, HeaderStyle::Braces)
    }),
    Alias::new("hsl", "The captured response headers, one by one.", |cx| {
        Value::Headers(&cx.txn.res_captures, HeaderStyle::Words)
    }),
];

fn cookie(kept: &Option<Vec<u8>>) -> Value<'_> {
    kept.as_deref().map_or(Value::Missing, |text| Value::Text(Cow::Borrowed(text)))
}

/// Text of a request line; a request that was never whole has none.
fn uri(text: Option<&[u8]>) -> Value<'_> {
    match text {
        None | Some([]) => Value::constant("<BADREQ>"),
        Some(text) => Value::Uri(Cow::Borrowed(text)),
    }
}

/// A word of the request line: method, URI or version.
fn part<'a>(cx: &Cx<'a>, at: usize) -> Option<&'a [u8]> {
    cx.txn.request_line.split(|&byte| byte == b' ').nth(at)
}

/// Before and from the question mark on.
fn cut(uri: &[u8]) -> (&[u8], &[u8]) {
    uri.split_at(memchr::memchr(b'?', uri).unwrap_or(uri.len()))
}

/// What follows scheme and host.
fn path(uri: &[u8]) -> &[u8] {
    if uri.starts_with(b"/") {
        return uri;
    }
    let Some(scheme) = memchr::memmem::find(uri, b"://") else { return uri };
    let host = scheme + 3;
    memchr::memchr(b'/', &uri[host..]).map_or(b"", |at| &uri[host + at..])
}

fn ending(cx: &Cx<'_>) -> [u8; 2] {
    match cx.txn.ending {
        Some(ending) => [ending.cause.letter() as u8, ending.stage.letter() as u8],
        None => *b"--",
    }
}
