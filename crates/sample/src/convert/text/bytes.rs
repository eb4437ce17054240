//! `bytes`: some of the bytes.

use crate::convert::operand;
use crate::convert::prelude::*;

/// The declaration.
pub static BYTES: Converter = Converter {
    name: "bytes",
    args: &[Arg::required("offset", ArgKind::Str), Arg::optional("length", ArgKind::Str)],
    input: Type::Bin,
    output: Type::Bin,
    sentence: "The bytes from an offset on, at most so many; nothing if the offset is behind the end.",
    examples: &[
        Example::plain("str(012345),bytes(1,3)", "123"),
        Example::plain("str(012345),bytes(4,99)", "45"),
        Example::plain("str(012345),bytes(6)", ""),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    operand::check(args, 0)?;
    operand::check(args, 1)?;
    let negative = |arg: &ArgValue| matches!(arg, ArgValue::Sint(n) if *n < 0);
    match args.iter().position(negative) {
        Some(at) => Err(refuse(at, "it can't be negative", "count from 0, the first byte")),
        None => Ok(()),
    }
}

fn eval<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let bytes = bytes(value)?;
    let range = range(&bytes, args, cx).unwrap_or(0..0);
    Some(Sample::Bin(part(bytes, range)))
}

fn range(bytes: &[u8], args: &Args, cx: &Cx<'_>) -> Option<std::ops::Range<usize>> {
    let place = |at| usize::try_from(operand::value(args, at, cx)?).ok();
    let start = place(0).filter(|start| *start < bytes.len())?;
    let length = if args.given(1) { place(1)? } else { usize::MAX };
    Some(start..start.saturating_add(length).min(bytes.len()))
}
