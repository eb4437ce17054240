//! `env`: an environment variable, as it was when the configuration was read.

use crate::fetch::prelude::*;

/// The declaration.
pub static ENV: Fetch = Fetch {
    name: "env",
    args: &[Arg::required("name", ArgKind::Env)],
    scope: Scope::ANYWHERE,
    sentence: "The value that an environment variable had when the configuration was read.",
    examples: &[
        Example::plain("env(PATH),length,bool", "1"),
        Example::absent("", "env(no such variable)"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    args.given(0).then(|| Sample::str(args.str(0))).ok_or(Missing::Absent)
}
