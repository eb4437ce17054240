//! `strcmp` and `secure_memcmp`: the value compared with a variable.

use crate::convert::prelude::*;

const VARIABLE: &[Arg] = &[Arg::required("variable", ArgKind::Var)];

/// `strcmp`
pub static STRCMP: Converter = Converter {
    name: "strcmp",
    args: VARIABLE,
    output: Type::Sint,
    sentence: "0 if the text is the variable's, below 0 if it sorts before it, above 0 if behind; none if the variable isn't set.",
    examples: &[
        Example::plain("str(a),set-var(txn.x),strcmp(txn.x)", "0"),
        Example::plain("str(a),set-var(txn.x),concat(b),strcmp(txn.x)", "1"),
        Example::absent("", "str(a),strcmp(txn.nothing)"),
    ],
    eval: Eval::Fn(strcmp),
    ..Converter::PLAIN
};

/// `secure_memcmp`
pub static SECURE_MEMCMP: Converter = Converter {
    name: "secure_memcmp",
    args: VARIABLE,
    input: Type::Bin,
    output: Type::Bool,
    sentence: "Whether the text is the variable's, in a time that doesn't tell how much of it fits.",
    examples: &[
        Example::plain("str(key),set-var(txn.x),secure_memcmp(txn.x)", "1"),
        Example::plain("str(key),set-var(txn.x),upper,secure_memcmp(txn.x)", "0"),
        Example::plain("bin(0001),set-var(txn.x),secure_memcmp(txn.x)", "1"),
        Example::plain("bin(0001),set-var(txn.x),bytes(0,1),secure_memcmp(txn.x)", "0"),
    ],
    eval: Eval::Fn(secure_memcmp),
    ..Converter::PLAIN
};

fn variable(args: &Args, cx: &Cx<'_>) -> Option<Vec<u8>> {
    let Some(ArgValue::Var(var)) = args.0.first() else { return None };
    crate::cast::text(cx.txn.var(*var)?).map(Cow::into_owned)
}

fn strcmp<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let other = variable(args, cx)?;
    let differing = text.iter().zip(&other).find(|(a, b)| a != b);
    let order = match differing {
        Some((a, b)) => i64::from(*a) - i64::from(*b),
        None => text.len().cmp(&other.len()) as i64,
    };
    Some(Sample::Sint(order))
}

fn secure_memcmp<'a>(value: Sample<'a>, args: &'a Args, cx: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let Some(ArgValue::Var(var)) = args.0.first() else { return None };
    // As bytes: a NUL ends text, and what is behind it counts here.
    let Sample::Bin(other) = crate::cast::cast(cx.txn.var(*var)?, Type::Bin)? else { return None };
    let differing = text.iter().zip(&*other).fold(0, |bits, (a, b)| bits | a ^ b);
    let same = std::hint::black_box(differing) == 0 && text.len() == other.len();
    Some(Sample::Bool(same))
}
