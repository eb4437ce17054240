//! `mul`: product; an overflow stays at the limit.

use super::{WITH_VALUE, reckon};
use crate::convert::prelude::*;

/// The declaration.
pub static MUL: Converter = Converter {
    name: "mul",
    sentence: "The product of the value and this number.",
    examples: &[
        Example::plain("int(-6),mul(7)", "-42"),
        Example::plain("int(9223372036854775807),mul(-2)", "-9223372036854775808"),
    ],
    eval: Eval::Fn(|value, args, cx| reckon(value, args, cx, i64::saturating_mul)),
    ..WITH_VALUE
};
