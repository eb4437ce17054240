//! `length`: how many bytes a text has.

use crate::convert::prelude::*;

/// The declaration.
pub static LENGTH: Converter = Converter {
    name: "length",
    output: Type::Sint,
    sentence: "How many bytes the text has.",
    examples: &[Example::plain("str(hello),length", "5"), Example::plain("str(),length", "0")],
    eval: Eval::Fn(|value, _, _| Some(Sample::Sint(bytes(value)?.len() as i64))),
    ..Converter::PLAIN
};
