//! `wait_end`: true, but only at the end of the inspection.

use crate::fetch::prelude::*;

/// The declaration.
pub static WAIT_END: Fetch = Fetch {
    name: "wait_end",
    output: Type::Bool,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    sentence: "True once the time of `inspect-delay` is over or nothing more will come.",
    examples: &[Example::plain("wait_end", "1")],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    if cx.last { Ok(Sample::Bool(true)) } else { Err(Missing::NotYet) }
}
