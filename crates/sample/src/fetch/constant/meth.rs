//! `meth`: an HTTP method.

use crate::fetch::prelude::*;

/// The declaration.
pub static METH: Fetch = Fetch {
    name: "meth",
    args: &[Arg::required("name", ArgKind::Str)],
    output: Type::Meth,
    scope: Scope::ANYWHERE,
    sentence: "This HTTP method.",
    examples: &[Example::plain("meth(GET)", "GET"), Example::plain("meth(anything)", "anything")],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    Ok(Sample::Meth(args.str(0).into()))
}
