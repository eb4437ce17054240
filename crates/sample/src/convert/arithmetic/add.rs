//! `add` and `sub`: sum and difference; an overflow stays at the limit.

use super::{WITH_VALUE, reckon};
use crate::convert::prelude::*;

/// `add`
pub static ADD: Converter = Converter {
    name: "add",
    sentence: "The sum of the value and this number.",
    examples: &[
        Example::plain("int(40),add(2)", "42"),
        Example::plain("int(7),set-var(txn.n),add(txn.n)", "14"),
        Example::plain("int(9223372036854775807),add(1)", "9223372036854775807"),
    ],
    eval: Eval::Fn(|value, args, cx| reckon(value, args, cx, i64::saturating_add)),
    ..WITH_VALUE
};

/// `sub`
pub static SUB: Converter = Converter {
    name: "sub",
    sentence: "The difference of the value and this number.",
    examples: &[
        Example::plain("int(40),sub(-2)", "42"),
        Example::plain("int(-9223372036854775808),sub(1)", "-9223372036854775808"),
    ],
    eval: Eval::Fn(|value, args, cx| reckon(value, args, cx, i64::saturating_sub)),
    ..WITH_VALUE
};
