//! `and`, `or` and `xor`: bit by bit.

use super::{WITH_VALUE, reckon};
use crate::convert::prelude::*;

/// `and`
pub static AND: Converter = Converter {
    name: "and",
    sentence: "The bits set in both the value and this number.",
    examples: &[Example::plain("int(12),and(10)", "8"), Example::plain("int(-1),and(255)", "255")],
    eval: Eval::Fn(|value, args, cx| reckon(value, args, cx, |a, b| a & b)),
    ..WITH_VALUE
};

/// `or`
pub static OR: Converter = Converter {
    name: "or",
    sentence: "The bits set in the value or this number.",
    examples: &[Example::plain("int(12),or(10)", "14"), Example::plain("int(-2),or(1)", "-1")],
    eval: Eval::Fn(|value, args, cx| reckon(value, args, cx, |a, b| a | b)),
    ..WITH_VALUE
};

/// `xor`
pub static XOR: Converter = Converter {
    name: "xor",
    sentence: "The bits set in only one of the value and this number.",
    examples: &[Example::plain("int(12),xor(10)", "6"), Example::plain("int(-1),xor(-1)", "0")],
    eval: Eval::Fn(|value, args, cx| reckon(value, args, cx, |a, b| a ^ b)),
    ..WITH_VALUE
};
