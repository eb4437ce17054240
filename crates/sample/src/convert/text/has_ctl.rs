//! `has_ctl`: whether there are control characters.

use crate::convert::prelude::*;

/// The declaration.
pub static HAS_CTL: Converter = Converter {
    name: "has_ctl",
    args: &[Arg::optional("mask", ArgKind::Str)],
    input: Type::Bin,
    output: Type::Bool,
    sentence: "Whether the bytes have a control character: all but TAB, those of a mask of 33 bits, `any`, or `http` (NUL, CR, LF).",
    examples: &[
        Example::plain("bin(6109),has_ctl", "0"),
        Example::plain("bin(6109),has_ctl(any)", "1"),
        Example::plain("bin(617f),has_ctl(0x100000000)", "1"),
        Example::plain("bin(617f),has_ctl(http)", "0"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

/// All control characters, DEL as bit 32.
const ALL: i64 = 0x1_ffff_ffff;

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.first() else { return Ok(()) };
    let text = std::str::from_utf8(text).unwrap_or_default();
    let number = match (text, text.strip_prefix("0x")) {
        ("any", _) => Some(ALL),
        ("http", _) => Some(0x2401),
        (_, Some(digits)) => i64::from_str_radix(digits, 16).ok(),
        (digits, None) => digits.parse().ok(),
    };
    let mask = number.filter(|mask| (0..=ALL).contains(mask)).ok_or_else(|| {
        refuse(0, "not a mask of 33 bits", "write a number up to 0x1ffffffff, `any` or `http`")
    })?;
    args[0] = ArgValue::Sint(mask);
    Ok(())
}

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let mask = args.sint(0).unwrap_or(ALL & !(1 << 9));
    let wanted = |byte: u8| match byte {
        0..=31 => mask >> byte & 1 == 1,
        127 => mask >> 32 & 1 == 1,
        _ => false,
    };
    Some(Sample::Bool(bytes(value)?.iter().any(|byte| wanted(*byte))))
}
