//! `req.payload_lv` and `res.payload_lv`: bytes whose length stands among the bytes.

use super::{current, missing, raw, slice};
use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::prelude::*;
use moongate_state::Channel;

const GIVEN: &str = "TCP\n\x00\x03hello";

const PLAIN: Fetch = Fetch {
    args: &[
        Arg::required("offset of the length", ArgKind::Sint),
        Arg::required("bytes of the length", ArgKind::Sint),
        Arg::optional("offset of the bytes", ArgKind::Str),
    ],
    output: Type::Bin,
    check: Some(check),
    ..Fetch::PLAIN
};

/// `req.payload_lv`
pub static REQ: Fetch = Fetch {
    name: "req.payload_lv",
    scope: Scope::REQUEST,
    sentence: "As many bytes from the client as a big-endian number among them says.",
    examples: &[
        Example::shows(GIVEN, "req.payload_lv(0,2)", "hel"),
        Example::shows(GIVEN, "req.payload_lv(0,2,+1)", "ell"),
        Example::absent(GIVEN, "req.payload_lv(0,1)"),
    ],
    eval: Eval::Fn(|cx, args| of(cx, &cx.txn.req, args)),
    ..PLAIN
};

/// `res.payload_lv`
pub static RES: Fetch = Fetch {
    name: "res.payload_lv",
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "As many bytes from the server as a big-endian number among them says.",
    examples: &[Example::absent("", "res.payload_lv(0,2)")],
    eval: Eval::Fn(|cx, args| of(cx, &cx.txn.res, args)),
    ..PLAIN
};

/// `payload_lv`
pub static ANY: Fetch = Fetch {
    name: "payload_lv",
    scope: Scope::table("..YYYYYYYYYYYYYYYY.Y.."),
    sentence: "`req.payload_lv` before the response, `res.payload_lv` afterwards.",
    examples: &[Example::absent("", "payload_lv(0,1,+2)")],
    eval: Eval::Fn(|cx, args| of(cx, current(cx), args)),
    ..PLAIN
};

/// Where the bytes begin.
enum Start {
    /// Counted from the length's own end; `+n` and `-n`.
    Behind(i64),
    /// Counted from the first byte.
    At(i64),
}

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let refuse = |index, message: &str| Err(BadArg { index, message: message.into(), help: None });
    let [ArgValue::Sint(offset), ArgValue::Sint(width), start] = args else { return Ok(()) };
    if *offset < 0 {
        return refuse(0, "it can't be negative");
    }
    if !(1..=8).contains(width) {
        return refuse(1, "a length has 1 to 8 bytes");
    }
    let behind = *offset + *width;
    *start = ArgValue::Made(Box::new(match start {
        ArgValue::Str(text) if !text.is_empty() => {
            let number = std::str::from_utf8(text).ok().and_then(|text| text.parse::<i64>().ok());
            match number {
                None => return refuse(2, "not a number"),
                Some(number) if matches!(text.first(), Some(b'+' | b'-')) => {
                    if behind.saturating_add(number) < 0 {
                        return refuse(2, "the bytes would begin before the first one");
                    }
                    Start::Behind(number)
                }
                Some(number) => Start::At(number),
            }
        }
        _ => Start::Behind(0),
    }));
    Ok(())
}

fn of<'a>(cx: &Cx<'a>, channel: &'a Channel, args: &Args) -> Fetched<'a> {
    raw(cx)?;
    let offset = args.sint(0).unwrap_or(0);
    let width = args.sint(1).unwrap_or(0);
    let place = |n: i64| usize::try_from(n).map_err(|_| Missing::Absent);
    let length = slice(cx, channel, place(offset)?, place(width)?)?;
    let length = length.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    if length == 0 {
        return Err(Missing::Absent);
    }
    let start = match args.made::<Start>(2) {
        Some(Start::At(at)) => *at,
        Some(Start::Behind(more)) => (offset + width).saturating_add(*more),
        None => offset + width,
    };
    let length = usize::try_from(length).map_err(|_| missing(cx, channel))?;
    slice(cx, channel, place(start)?, length).map(|bytes| Sample::Bin(bytes.into()))
}
