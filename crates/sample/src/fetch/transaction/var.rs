//! `var`: a variable's value.

use crate::ArgValue;
use crate::fetch::prelude::*;

/// The declaration.
pub static VAR: Fetch = Fetch {
    name: "var",
    args: &[Arg::required("name", ArgKind::Var), Arg::optional("default", ArgKind::Str)],
    output: Type::Any,
    scope: Scope::ANYWHERE,
    sentence: "The value of a variable, or a default if it isn't set.",
    examples: &[
        Example::absent("", "var(txn.nothing)"),
        Example::plain("var(txn.nothing,none)", "none"),
        Example::plain("str(a),set-var(txn.a),unset-var(txn.a),concat(,txn.a)", "a"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let Some(ArgValue::Var(var)) = args.0.first() else { return Err(Missing::Absent) };
    match cx.txn.var(*var) {
        Some(value) => Ok(value),
        None if args.given(1) => Ok(Sample::str(args.str(1))),
        None => Err(Missing::Absent),
    }
}
