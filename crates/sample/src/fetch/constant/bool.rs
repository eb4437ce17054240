//! `bool`: true or false.

use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::prelude::*;

/// The declaration.
pub static BOOL: Fetch = Fetch {
    name: "bool",
    args: &[Arg::required("value", ArgKind::Str)],
    output: Type::Bool,
    scope: Scope::ANYWHERE,
    sentence: "True for `true` and `1`, false for `false` and `0`.",
    examples: &[
        Example::plain("bool(true)", "1"),
        Example::plain("bool(0)", "0"),
        Example::plain("bool(FALSE),not", "1"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Fetch::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.first() else { return Ok(()) };
    let value = match text.to_ascii_lowercase().as_slice() {
        b"true" | b"1" => 1,
        b"false" | b"0" => 0,
        _ => {
            return Err(BadArg {
                index: 0,
                message: "not a boolean".into(),
                help: Some("write `true` or `false`".into()),
            });
        }
    };
    args[0] = ArgValue::Sint(value);
    Ok(())
}

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    Ok(Sample::Bool(args.sint(0) == Some(1)))
}
