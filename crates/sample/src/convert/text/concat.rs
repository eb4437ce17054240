//! `concat` and `add_item`: texts and a variable behind the value.

use crate::convert::prelude::*;
use moongate_state::VarRef;

/// `concat`
pub static CONCAT: Converter = Converter {
    name: "concat",
    args: &[
        Arg::required("text", ArgKind::Str),
        Arg::optional("variable", ArgKind::Var),
        Arg::optional("text behind", ArgKind::Str),
    ],
    sentence: "The value, a text, a variable's value (nothing if it isn't set) and another text behind one another.",
    examples: &[
        Example::plain("str(a),concat(b)", "ab"),
        Example::plain("int(7),set-var(txn.n),concat(<,txn.n,>)", "7<7>"),
        Example::plain("str(a),concat(<,txn.nothing,>)", "a<>"),
    ],
    eval: Eval::Fn(concat),
    ..Converter::PLAIN
};

/// `add_item`
pub static ADD_ITEM: Converter = Converter {
    name: "add_item",
    args: &[
        Arg::required("delimiter", ArgKind::Str),
        Arg::required("variable", ArgKind::Str),
        Arg::optional("suffix", ArgKind::Str),
    ],
    sentence: "The value as a list with one item more, made of a variable and a suffix; a delimiter stands between items.",
    examples: &[
        Example::plain("str(a),add_item(;,,b)", "a;b"),
        Example::plain("str(),add_item(;,,b)", "b"),
        Example::plain("str(a),add_item(;,txn.nothing)", "a"),
    ],
    eval: Eval::Fn(add_item),
    check: Some(check_item),
    ..Converter::PLAIN
};

/// The variable's value as text.
fn variable(args: &Args, cx: &Cx<'_>) -> Option<Vec<u8>> {
    let Some(ArgValue::Var(var)) = args.0.get(1) else { return None };
    crate::cast::text(cx.txn.var(*var)?).map(Cow::into_owned)
}

fn concat<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let mut text = bytes(value)?.into_owned();
    text.extend_from_slice(args.str(0));
    text.extend(variable(args, cx).unwrap_or_default());
    text.extend_from_slice(args.str(2));
    Some(Sample::string(text))
}

fn check_item(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(name)) = args.get(1) else { return Ok(()) };
    let name = String::from_utf8_lossy(name).into_owned();
    let suffixed = matches!(args.get(2), Some(ArgValue::Str(suffix)) if !suffix.is_empty());
    args[1] = match VarRef::parse(&name) {
        Some(var) => ArgValue::Var(var.used()),
        None if name.is_empty() && suffixed => ArgValue::Absent,
        None if name.is_empty() => {
            let help = "write `add_item(;,txn.item)`";
            return Err(refuse(1, "a variable or a suffix is missing", help));
        }
        None => {
            let message = format!("`{name}` isn't a variable's name");
            return Err(refuse(1, message, "write it with its scope, as in `txn.item`"));
        }
    };
    Ok(())
}

fn add_item<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let variable = variable(args, cx).unwrap_or_default();
    if variable.is_empty() && args.str(2).is_empty() {
        return Some(Sample::Str(text));
    }
    let mut text = text.into_owned();
    if !text.is_empty() {
        text.extend_from_slice(args.str(0));
    }
    text.extend(variable);
    text.extend_from_slice(args.str(2));
    Some(Sample::string(text))
}
