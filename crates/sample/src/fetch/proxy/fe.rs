//! `fe_conn`: connections of a frontend.

use super::number;
use crate::ArgValue;
use crate::fetch::prelude::*;

/// The declaration.
pub static FE_CONN: Fetch = Fetch {
    name: "fe_conn",
    args: &[Arg::optional("frontend", ArgKind::Frontend)],
    output: Type::Sint,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    sentence: "How many connections a frontend has now.",
    examples: &[Example::plain("fe_conn", "0")],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let frontend = match args.0.first() {
        Some(ArgValue::Proxy(id)) => cx.txn.session.world.proxy(*id),
        _ => cx.txn.frontend(),
    };
    Ok(number(frontend.fe.sessions.get()))
}
