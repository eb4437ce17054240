//! `bin`: bytes.

use crate::ArgValue;
use crate::args::BadArg;
use crate::convert::hex_digits;
use crate::fetch::prelude::*;

/// The declaration.
pub static BIN: Fetch = Fetch {
    name: "bin",
    args: &[Arg::required("digits", ArgKind::Str)],
    output: Type::Bin,
    scope: Scope::ANYWHERE,
    sentence: "The bytes that these hexadecimal digits stand for.",
    examples: &[
        Example::plain("bin(61620A),hex", "61620A"),
        Example::plain("bin(00ff),base64", "AP8="),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Fetch::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(digits)) = args.first() else { return Ok(()) };
    let bytes = hex_digits(digits).ok_or_else(|| BadArg {
        index: 0,
        message: "not an even number of hexadecimal digits".into(),
        help: Some("write two digits for each byte, as in `bin(0d0a)`".into()),
    })?;
    args[0] = ArgValue::Str(bytes.into());
    Ok(())
}

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    Ok(Sample::Bin(args.str(0).into()))
}
