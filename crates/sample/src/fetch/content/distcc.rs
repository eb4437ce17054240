//! `distcc_body` and `distcc_param`: parts of a message of the distributed compiler `distcc`: tokens
//! of four letters, each with eight hexadecimal digits, and for some so many bytes behind them.

use super::{current, missing, raw};
use crate::fetch::prelude::*;

const ARGS: &[Arg] =
    &[Arg::required("token", ArgKind::Str), Arg::optional("occurrence", ArgKind::Sint)];
const PART: Fetch =
    Fetch { args: ARGS, scope: Scope::table("..YYYYYYYYYYYYYYYY.Y.."), ..Fetch::PLAIN };
const GIVEN: &str = "TCP\nDIST00000002ARGC00000002ARGV00000002ccARGV00000002-cDOTI00000003x;\n";

/// `distcc_body`
pub static BODY: Fetch = Fetch {
    name: "distcc_body",
    output: Type::Bin,
    sentence: "The bytes behind a token of a distcc message; the first of that name, or the one at this place.",
    examples: &[
        Example::shows(GIVEN, "distcc_body(ARGV)", "cc"),
        Example::shows(GIVEN, "distcc_body(ARGV,2)", "-c"),
        Example::absent(GIVEN, "distcc_body(ARGV,3)"),
    ],
    eval: Eval::Fn(|cx, args| Ok(Sample::Bin(find(cx, args)?.1.into()))),
    ..PART
};

/// `distcc_param`
pub static PARAM: Fetch = Fetch {
    name: "distcc_param",
    output: Type::Sint,
    sentence: "The number of a token of a distcc message: its length or its value.",
    examples: &[
        Example::shows(GIVEN, "distcc_param(DIST)", "2"),
        Example::shows(GIVEN, "distcc_param(DOTI)", "3"),
        Example::absent(GIVEN, "distcc_param(SERR)"),
    ],
    eval: Eval::Fn(|cx, args| Ok(Sample::Sint(find(cx, args)?.0.into()))),
    ..PART
};

/// Tokens that have bytes behind them.
const WITH_BODY: [&[u8]; 9] =
    [b"ARGV", b"CDIR", b"DOTI", b"DOTO", b"DOTD", b"FILE", b"NAME", b"SERR", b"SOUT"];

/// The number of the token that is asked for, and what has come of its bytes.
fn find<'a>(cx: &Cx<'a>, args: &'a Args) -> Result<(u32, &'a [u8]), Missing> {
    raw(cx)?;
    let channel = current(cx);
    let wanted = args.str(0);
    let mut left = args.sint(1).unwrap_or(1).max(1);
    let mut rest = channel.input.bytes();
    loop {
        let Some((head, tail)) = rest.split_at_checked(12) else {
            return Err(missing(cx, channel));
        };
        let (token, digits) = head.split_at(4);
        let digits = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with('+'));
        let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let number = number.ok_or(Missing::Absent)?;
        let length = if WITH_BODY.contains(&token) { number as usize } else { 0 };
        let body = &tail[..length.min(tail.len())];
        if token == wanted {
            left -= 1;
            if left == 0 {
                return Ok((number, body));
            }
        }
        rest = tail.get(length..).unwrap_or_default();
    }
}
