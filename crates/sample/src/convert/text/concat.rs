//! `concat` and `add_item`: texts and a variable behind the value.

use crate::convert::prelude::*;

/// `concat`
pub static CONCAT: Converter = Converter {
    name: "concat",
    args: &[
        Arg::optional("text", ArgKind::Str),
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
        Arg::optional("variable", ArgKind::Var),
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
    match args {
        [_, ArgValue::Absent, ArgValue::Absent] => {
            Err(refuse(1, "a variable or a suffix is missing", "write `add_item(;,txn.item)`"))
        }
        _ => Ok(()),
    }
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
