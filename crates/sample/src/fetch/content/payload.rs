//! `req.payload` and `res.payload`: some of the bytes that came.

use super::{current, raw, slice};
use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::prelude::*;
use moongate_state::Channel;

const GIVEN: &str = "TCP\nhello";

const PLAIN: Fetch = Fetch {
    args: &[Arg::required("offset", ArgKind::Sint), Arg::required("length", ArgKind::Sint)],
    output: Type::Bin,
    check: Some(check),
    ..Fetch::PLAIN
};

/// `req.payload`
pub static REQ: Fetch = Fetch {
    name: "req.payload",
    scope: Scope::REQUEST,
    sentence: "So many bytes from the client from an offset on; length 0: all there are.",
    examples: &[
        Example::shows(GIVEN, "req.payload(1,3)", "ell"),
        Example::shows(GIVEN, "req.payload(3,0)", "lo"),
        Example::absent(GIVEN, "req.payload(3,3)"),
    ],
    eval: Eval::Fn(|cx, args| of(cx, &cx.txn.req, args)),
    ..PLAIN
};

/// `res.payload`
pub static RES: Fetch = Fetch {
    name: "res.payload",
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "So many bytes from the server from an offset on; length 0: all there are.",
    examples: &[Example::absent("", "res.payload(0,4)")],
    eval: Eval::Fn(|cx, args| of(cx, &cx.txn.res, args)),
    ..PLAIN
};

/// `payload`
pub static ANY: Fetch = Fetch {
    name: "payload",
    scope: Scope::table("..YYYYYYYYYYYYYYYY.Y.."),
    sentence: "`req.payload` before the response, `res.payload` afterwards.",
    examples: &[Example::absent("", "payload(0,0)")],
    eval: Eval::Fn(|cx, args| of(cx, current(cx), args)),
    ..PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let negative = |arg: &ArgValue| matches!(arg, ArgValue::Sint(n) if *n < 0);
    match args.iter().position(negative) {
        Some(index) => Err(BadArg { index, message: "it can't be negative".into(), help: None }),
        None => Ok(()),
    }
}

fn of<'a>(cx: &Cx<'a>, channel: &'a Channel, args: &Args) -> Fetched<'a> {
    raw(cx)?;
    let at = |at| args.sint(at).and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    slice(cx, channel, at(0), at(1)).map(|bytes| Sample::Bin(bytes.into()))
}
