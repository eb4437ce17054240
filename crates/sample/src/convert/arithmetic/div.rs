//! `div` and `mod`: quotient and remainder, towards zero.

use super::{WITH_VALUE, reckon};
use crate::convert::prelude::*;

/// `div`
pub static DIV: Converter = Converter {
    name: "div",
    sentence: "The value divided by this number; the largest integer when that is 0.",
    examples: &[
        Example::plain("int(-7),div(2)", "-3"),
        Example::plain("int(1),div(0)", "9223372036854775807"),
        Example::plain("int(-9223372036854775808),div(-1)", "9223372036854775807"),
    ],
    eval: Eval::Fn(|value, args, cx| reckon(value, args, cx, div)),
    ..WITH_VALUE
};

/// `mod`
pub static MOD: Converter = Converter {
    name: "mod",
    sentence: "What remains when the value is divided by this number; 0 when that is 0.",
    examples: &[
        Example::plain("int(-7),mod(2)", "-1"),
        Example::plain("int(7),mod(0)", "0"),
        Example::plain("int(-9223372036854775808),mod(-1)", "0"),
    ],
    eval: Eval::Fn(|value, args, cx| reckon(value, args, cx, |a, b| a.checked_rem(b).unwrap_or(0))),
    ..WITH_VALUE
};

fn div(value: i64, by: i64) -> i64 {
    // The one quotient that doesn't fit saturates to the same limit.
    value.checked_div(by).unwrap_or(i64::MAX)
}
