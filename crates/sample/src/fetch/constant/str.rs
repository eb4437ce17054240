//! `str`: a text.

use crate::fetch::prelude::*;

/// The declaration.
pub static STR: Fetch = Fetch {
    name: "str",
    args: &[Arg::required("text", ArgKind::Str)],
    scope: Scope::ANYWHERE,
    sentence: "This text.",
    examples: &[
        Example::plain("str(hello)", "hello"),
        Example::plain("str()", ""),
        Example::plain("str('a,b)')", "a,b)"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    Ok(Sample::str(args.str(0)))
}
