//! `act_conn`: connections of the process.

use crate::fetch::prelude::*;

/// The declaration.
pub static ACT_CONN: Fetch = Fetch {
    name: "act_conn",
    output: Type::Sint,
    scope: Scope::ANYWHERE,
    sentence: "How many connections from clients the process has now.",
    examples: &[Example::plain("act_conn", "0"), Example::plain("act_conn,add(1)", "1")],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    let now = cx.session().world.counters.connections.get();
    Ok(Sample::Sint(i64::try_from(now).unwrap_or(i64::MAX)))
}
