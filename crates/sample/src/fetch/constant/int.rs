//! `int`: a number.

use crate::fetch::prelude::*;

/// The declaration.
pub static INT: Fetch = Fetch {
    name: "int",
    args: &[Arg::required("number", ArgKind::Sint)],
    output: Type::Sint,
    scope: Scope::ANYWHERE,
    sentence: "This integer.",
    examples: &[
        Example::plain("int(42)", "42"),
        Example::plain("int(-9223372036854775808)", "-9223372036854775808"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    Ok(Sample::Sint(args.sint(0).unwrap_or(0)))
}
