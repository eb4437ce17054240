//! `capture.*`: what was kept of the messages for later.

use crate::fetch::prelude::*;
use moongate_http::Version;
use std::cell::RefCell;

const REQUEST: &str = "GET /a?b HTTP/1.1\nhost: a\n\n";
const SLOT: &[Arg] = &[Arg::required("slot", ArgKind::Sint)];
const KEPT: Fetch = Fetch { scope: Scope::table("..YYYYYYYYYYYYYYYYY..."), ..Fetch::PLAIN };

/// `capture.req.hdr`
pub static REQ_HDR: Fetch = Fetch {
    name: "capture.req.hdr",
    args: SLOT,
    sentence: "What was captured in this slot of the request; the first one is 0.",
    examples: &[Example::absent("", "capture.req.hdr(0)")],
    eval: Eval::Fn(|cx, args| slot(&cx.txn.req_captures, args)),
    ..KEPT
};

/// `capture.res.hdr`
pub static RES_HDR: Fetch = Fetch {
    name: "capture.res.hdr",
    args: SLOT,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "What was captured in this slot of the response; the first one is 0.",
    examples: &[Example::absent("", "capture.res.hdr(-1)")],
    eval: Eval::Fn(|cx, args| slot(&cx.txn.res_captures, args)),
    ..KEPT
};

/// `capture.req.method`
pub static REQ_METHOD: Fetch = Fetch {
    name: "capture.req.method",
    sentence: "The method as received.",
    examples: &[Example::shows(REQUEST, "capture.req.method", "GET")],
    eval: Eval::Fn(|cx, _| Ok(Sample::str(line(cx)?.0))),
    ..KEPT
};

/// `capture.req.uri`
pub static REQ_URI: Fetch = Fetch {
    name: "capture.req.uri",
    sentence: "The target as received.",
    examples: &[Example::shows(REQUEST, "capture.req.uri", "/a?b")],
    eval: Eval::Fn(|cx, _| Ok(Sample::str(line(cx)?.1))),
    ..KEPT
};

/// `capture.req.ver`
pub static REQ_VER: Fetch = Fetch {
    name: "capture.req.ver",
    sentence: "The version of the request: `HTTP/1.1` or `HTTP/1.0`.",
    examples: &[Example::shows(REQUEST, "capture.req.ver", "HTTP/1.1")],
    eval: Eval::Fn(|cx, _| Ok(version(cx.request()?.version()))),
    ..KEPT
};

/// `capture.res.ver`
pub static RES_VER: Fetch = Fetch {
    name: "capture.res.ver",
    sentence: "The version of the response: `HTTP/1.1` or `HTTP/1.0`.",
    examples: &[Example::absent(REQUEST, "capture.res.ver")],
    eval: Eval::Fn(|cx, _| Ok(version(cx.response()?.version()))),
    ..KEPT
};

fn slot(captures: &RefCell<Vec<Option<Vec<u8>>>>, args: &Args) -> Fetched<'static> {
    let slot = args.sint(0).and_then(|slot| usize::try_from(slot).ok()).ok_or(Missing::Absent)?;
    let value = captures.borrow().get(slot).cloned().flatten();
    value.map(Sample::string).ok_or(Missing::Absent)
}

/// Method and target of the line as received, or as they are where no line is kept.
fn line<'a>(cx: &Cx<'a>) -> Result<(&'a [u8], &'a [u8]), Missing> {
    let mut words = cx.txn.request_line.split(|byte| *byte == b' ');
    match (words.next(), words.next()) {
        (Some(method), Some(uri)) => Ok((method, uri)),
        _ => cx.request().map(|head| (head.method(), head.uri())),
    }
}

fn version(version: Version) -> Sample<'static> {
    match version {
        Version::Http11 => Sample::str("HTTP/1.1"),
        Version::Http10 | Version::V09 => Sample::str("HTTP/1.0"),
    }
}
