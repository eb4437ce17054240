//! `even` and `odd`.

use super::{TEST, test};
use crate::convert::prelude::*;

/// `even`
pub static EVEN: Converter = Converter {
    name: "even",
    sentence: "Whether the number is even.",
    examples: &[
        Example::plain("int(4),even", "1"),
        Example::plain("int(-9223372036854775807),even", "0"),
    ],
    eval: Eval::Fn(|value, _, _| test(value, |n| n & 1 == 0)),
    ..TEST
};

/// `odd`
pub static ODD: Converter = Converter {
    name: "odd",
    sentence: "Whether the number is odd.",
    examples: &[Example::plain("int(4),odd", "0"), Example::plain("int(-1),odd", "1")],
    eval: Eval::Fn(|value, _, _| test(value, |n| n & 1 == 1)),
    ..TEST
};
