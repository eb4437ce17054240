//! `lower` and `upper`: letters of ASCII in lower and upper case.

use crate::convert::prelude::*;

/// `lower`
pub static LOWER: Converter = Converter {
    name: "lower",
    sentence: "The text with the letters A to Z in lower case.",
    examples: &[
        Example::plain("str(Hello),lower", "hello"),
        Example::plain("bin(c3844100),lower,hex", "C38461"),
    ],
    eval: Eval::Fn(lower),
    ..Converter::PLAIN
};

/// `upper`
pub static UPPER: Converter = Converter {
    name: "upper",
    sentence: "The text with the letters a to z in upper case.",
    examples: &[Example::plain("str(Hello),upper", "HELLO"), Example::plain("str(),upper", "")],
    eval: Eval::Fn(upper),
    ..Converter::PLAIN
};

fn lower<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let mut text = bytes(value)?;
    if text.iter().any(u8::is_ascii_uppercase) {
        text.to_mut().make_ascii_lowercase();
    }
    Some(Sample::Str(text))
}

fn upper<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let mut text = bytes(value)?;
    if text.iter().any(u8::is_ascii_lowercase) {
        text.to_mut().make_ascii_uppercase();
    }
    Some(Sample::Str(text))
}
