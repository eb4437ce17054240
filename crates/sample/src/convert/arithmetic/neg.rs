//! `neg`: the opposite number.

use crate::convert::prelude::*;

/// The declaration.
pub static NEG: Converter = Converter {
    name: "neg",
    input: Type::Sint,
    output: Type::Sint,
    sentence: "The opposite number.",
    examples: &[
        Example::plain("int(42),neg", "-42"),
        Example::plain("int(-9223372036854775808),neg", "9223372036854775807"),
    ],
    eval: Eval::Fn(|value, _, _| Some(Sample::Sint(number(&value)?.saturating_neg()))),
    ..Converter::PLAIN
};
