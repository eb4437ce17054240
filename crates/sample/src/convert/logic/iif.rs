//! `iif`: one text or another.

use crate::convert::prelude::*;

/// The declaration.
pub static IIF: Converter = Converter {
    name: "iif",
    args: &[Arg::required("true", ArgKind::Str), Arg::required("false", ArgKind::Str)],
    input: Type::Bool,
    sentence: "The first text if the value is true, the second if it isn't.",
    examples: &[
        Example::plain("bool(1),iif(https,http)", "https"),
        Example::plain("int(0),iif(yes,'no, never')", "no, never"),
    ],
    eval: Eval::Fn(eval),
    ..Converter::PLAIN
};

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    Some(Sample::str(args.str(usize::from(number(&value)? == 0))))
}
