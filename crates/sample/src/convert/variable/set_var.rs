//! `set-var` and `unset-var`: a variable changed while a value passes by.

use super::Assign;
use crate::convert::prelude::*;

const CONDITION: Arg = Arg::optional("condition", ArgKind::Str);

/// `set-var`
pub static SET_VAR: Converter = Converter {
    name: "set-var",
    args: &[Arg::required("name", ArgKind::Var), CONDITION, CONDITION, CONDITION, CONDITION],
    input: Type::Any,
    output: Type::Any,
    sentence: "The value, kept in a variable too if all conditions hold (`ifexists`, `ifnotexists`, `ifempty`, `ifnotempty`, `ifset`, `ifnotset`, `ifgt`, `iflt`).",
    examples: &[
        Example::plain("str(a),set-var(txn.x),concat(,txn.x)", "aa"),
        Example::plain("str(a),set-var(txn.y,ifexists),concat(,txn.y)", "a"),
        Example::plain("int(5),set-var(txn.z),sub(2),set-var(txn.z,iflt),mul(0),add(txn.z)", "5"),
        Example::plain("str(),set-var(txn.w,ifnotempty),concat(<,txn.w,>)", "<>"),
    ],
    eval: Eval::Fn(set),
    check: Some(check),
    ..Converter::PLAIN
};

/// `unset-var`
pub static UNSET_VAR: Converter = Converter {
    name: "unset-var",
    args: &[Arg::required("name", ArgKind::Var)],
    input: Type::Any,
    output: Type::Any,
    sentence: "The value; the variable is removed.",
    examples: &[
        Example::plain("str(a),set-var(txn.x),unset-var(txn.x),concat(,txn.x)", "a"),
        Example::plain("int(1),unset-var(txn.nothing)", "1"),
    ],
    eval: Eval::Fn(unset),
    ..Converter::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some((ArgValue::Var(var), conditions)) = args.split_first() else { return Ok(()) };
    let mut assign = Assign::new(*var);
    for (at, condition) in conditions.iter().enumerate() {
        let ArgValue::Str(word) = condition else { continue };
        let word = std::str::from_utf8(word).unwrap_or_default();
        assign
            .only(word)
            .map_err(|bad| refuse(at + 1, format!("`{word}` is no condition"), bad.help))?;
    }
    args[0] = ArgValue::Made(Box::new(assign));
    Ok(())
}

fn set<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    args.made::<Assign>(0)?.assign(cx.txn, &value);
    Some(value)
}

fn unset<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    if let Some(ArgValue::Var(var)) = args.0.first() {
        cx.txn.unset_var(*var);
    }
    Some(value)
}
