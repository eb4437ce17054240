//! `uptime`: the process's age.

use crate::fetch::prelude::*;

/// The declaration.
pub static UPTIME: Fetch = Fetch {
    name: "uptime",
    output: Type::Sint,
    scope: Scope::ANYWHERE,
    sentence: "How many seconds ago the process started.",
    examples: &[Example::plain("uptime,div(1000)", "0")],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    let age = cx.session().world.started.0.elapsed().as_secs();
    Ok(Sample::Sint(i64::try_from(age).unwrap_or(i64::MAX)))
}
