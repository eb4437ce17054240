//! `hostname`: the machine's name.

use crate::fetch::prelude::*;

/// The declaration.
pub static HOSTNAME: Fetch = Fetch {
    name: "hostname",
    scope: Scope::ANYWHERE,
    sentence: "The name of the machine.",
    examples: &[Example::plain("hostname", "host")],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::str(cx.session().world.hostname.as_bytes()))
}
