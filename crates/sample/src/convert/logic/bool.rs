//! `bool` and `not`: whether a number is zero.

use super::{TEST, test};
use crate::convert::prelude::*;

/// `bool`
pub static BOOL: Converter = Converter {
    name: "bool",
    sentence: "False for 0, true for all other numbers.",
    examples: &[Example::plain("int(-3),bool", "1"), Example::plain("int(0),bool", "0")],
    eval: Eval::Fn(|value, _, _| test(value, |n| n != 0)),
    ..TEST
};

/// `not`
pub static NOT: Converter = Converter {
    name: "not",
    sentence: "True for 0, false for all other numbers.",
    examples: &[Example::plain("bool(true),not", "0"), Example::plain("int(0),not", "1")],
    eval: Eval::Fn(|value, _, _| test(value, |n| n == 0)),
    ..TEST
};
