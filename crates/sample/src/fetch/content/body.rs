//! `req.body`, `res.body` and their kin: the part of a message's body that has come.

use crate::fetch::headers::{self, See};
use crate::fetch::prelude::*;
use moongate_http::Head;
use moongate_state::Channel;

const RESPONSE: Scope = Scope::table("...........YYYYYYY.Y..");
const BIN: Fetch = Fetch { output: Type::Bin, scope: Scope::REQUEST, ..Fetch::PLAIN };
const SINT: Fetch = Fetch { output: Type::Sint, ..BIN };

/// `req.body`
pub static REQ_BODY: Fetch = Fetch {
    name: "req.body",
    sentence: "What has come of the request's body (`option http-buffer-request` waits for it).",
    examples: &[Example::shows("GET / HTTP/1.1\nhost: a\n\n", "req.body,length", "0")],
    eval: Eval::Fn(|cx, _| body(cx.request()?, &cx.txn.req)),
    ..BIN
};

/// `req.body_len`
pub static REQ_BODY_LEN: Fetch = Fetch {
    name: "req.body_len",
    sentence: "How many bytes of the request's body have come.",
    examples: &[Example::shows("GET / HTTP/1.1\nhost: a\n\n", "req.body_len", "0")],
    eval: Eval::Fn(|cx, _| len(cx.request()?, &cx.txn.req)),
    ..SINT
};

/// `req.body_size`
pub static REQ_BODY_SIZE: Fetch = Fetch {
    name: "req.body_size",
    sentence: "The length of the request's body by `content-length`, or how many bytes have come.",
    examples: &[Example::shows(
        "POST / HTTP/1.1\nhost: a\ncontent-length: 7\n\n",
        "req.body_size",
        "7",
    )],
    eval: Eval::Fn(|cx, _| size(cx.request()?, &cx.txn.req)),
    ..SINT
};

/// `req.body_param`
pub static REQ_BODY_PARAM: Fetch = Fetch {
    name: "req.body_param",
    args: &[Arg::optional("name", ArgKind::Str), Arg::optional("i", ArgKind::Str)],
    sentence: "The value of a parameter in the request's body, as written.",
    examples: &[Example::shows(
        "POST / HTTP/1.1\nhost: a\ncontent-length: 7\n\nb=1&a=2",
        "req.body_param(a)",
        "2",
    )],
    eval: Eval::Fn(param),
    each: Some(each_param),
    ..BIN
};

/// `res.body`
pub static RES_BODY: Fetch = Fetch {
    name: "res.body",
    scope: RESPONSE,
    sentence: "What has come of the response's body.",
    examples: &[Example::absent("GET / HTTP/1.1\nhost: a\n\n", "res.body")],
    eval: Eval::Fn(|cx, _| body(cx.response()?, &cx.txn.res)),
    ..BIN
};

/// `res.body_len`
pub static RES_BODY_LEN: Fetch = Fetch {
    name: "res.body_len",
    scope: RESPONSE,
    sentence: "How many bytes of the response's body have come.",
    examples: &[Example::absent("GET / HTTP/1.1\nhost: a\n\n", "res.body_len")],
    eval: Eval::Fn(|cx, _| len(cx.response()?, &cx.txn.res)),
    ..SINT
};

/// `res.body_size`
pub static RES_BODY_SIZE: Fetch = Fetch {
    name: "res.body_size",
    scope: RESPONSE,
    sentence: "The length of the response's body by `content-length`, or how many bytes have come.",
    examples: &[Example::shows(
        "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\ncontent-length: 5\n\n",
        "res.body_size",
        "5",
    )],
    eval: Eval::Fn(|cx, _| size(cx.response()?, &cx.txn.res)),
    ..SINT
};

fn body<'a>(_: &Head, channel: &'a Channel) -> Fetched<'a> {
    Ok(Sample::Bin(channel.input.bytes().into()))
}

fn len<'a>(_: &Head, channel: &Channel) -> Fetched<'a> {
    Ok(Sample::Sint(channel.input.len() as i64))
}

fn size<'a>(head: &Head, channel: &Channel) -> Fetched<'a> {
    let told = head.get(b"content-length").map(headers::integer);
    Ok(Sample::Sint(told.unwrap_or(channel.input.len() as i64)))
}

fn params<'a>(cx: &Cx<'a>, args: &'a Args) -> Result<impl Iterator<Item = Sample<'a>>, Missing> {
    cx.request()?;
    let (name, fold) = (args.str(0), args.str(1) == b"i");
    let parts = cx.txn.req.input.bytes().split(|byte| *byte == b'&');
    Ok(parts.filter_map(move |part| {
        let equal = memchr::memchr(b'=', part)?;
        let known = &part[..equal];
        let wanted = name.is_empty() || known == name || fold && known.eq_ignore_ascii_case(name);
        wanted.then(|| Sample::Bin(part[equal + 1..].into()))
    }))
}

fn param<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    params(cx, args)?.next().ok_or(Missing::Absent)
}

fn each_param<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    let _ = params(cx, args)?.try_for_each(see);
    Ok(())
}
