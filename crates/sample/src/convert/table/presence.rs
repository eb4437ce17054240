//! `in_table`, `table_expire` and `table_idle`: whether a stick table has a key, and how long it will
//! and when it was used.

use crate::convert::prelude::*;
use crate::found::Found;

const WITH_DEFAULT: Converter =
    Converter { args: &[super::TABLE, Arg::optional("default", ArgKind::Sint)], ..super::ANY };

/// `in_table`
pub static IN_TABLE: Converter = Converter {
    name: "in_table",
    output: Type::Bool,
    sentence: "Whether a stick table has the key.",
    examples: &[
        Example::plain("src,in_table(be)", "1"),
        Example::plain("ipv4(192.0.2.9),in_table", "0"),
    ],
    eval: Eval::Fn(|value, args, _| Some(Sample::Bool(super::find(value, args, 0)?.there()))),
    ..super::ANY
};

/// `table_expire`
pub static TABLE_EXPIRE: Converter = Converter {
    name: "table_expire",
    sentence: "In how many milliseconds a stick table forgets the key, or the default if it hasn't it.",
    examples: &[
        Example::plain("src,table_expire(be),add(30000),div(60000)", "1"),
        Example::plain("ipv4(192.0.2.9),table_expire(be,-1)", "-1"),
        Example::absent("", "ipv4(192.0.2.9),table_expire(be)"),
    ],
    eval: Eval::Fn(|value, args, _| or_default(value, args, |found| found.time_left())),
    ..WITH_DEFAULT
};

/// `table_idle`
pub static TABLE_IDLE: Converter = Converter {
    name: "table_idle",
    sentence: "For how many milliseconds the key's entry in a stick table wasn't used, or the default if it hasn't it.",
    examples: &[
        Example::plain("src,table_idle(be),div(1000)", "0"),
        Example::plain("ipv4(192.0.2.9),table_idle(be,7)", "7"),
    ],
    eval: Eval::Fn(|value, args, _| or_default(value, args, |found| found.idle())),
    ..WITH_DEFAULT
};

fn or_default(
    value: Sample<'_>,
    args: &Args,
    of: impl Fn(&Found<'_>) -> Option<Sample<'static>>,
) -> Option<Sample<'static>> {
    let found = super::find(value, args, 0)?;
    of(&found).or_else(|| args.sint(1).map(Sample::Sint))
}
