//! `cpl`: every bit flipped.

use crate::convert::prelude::*;

/// The declaration.
pub static CPL: Converter = Converter {
    name: "cpl",
    input: Type::Sint,
    output: Type::Sint,
    sentence: "The value with every bit flipped.",
    examples: &[
        Example::plain("int(0),cpl", "-1"),
        Example::plain("int(9223372036854775807),cpl", "-9223372036854775808"),
    ],
    eval: Eval::Fn(|value, _, _| Some(Sample::Sint(!number(&value)?))),
    ..Converter::PLAIN
};
