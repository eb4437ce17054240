//! `cut_crlf`: the first line.

use crate::convert::prelude::*;

/// The declaration.
pub static CUT_CRLF: Converter = Converter {
    name: "cut_crlf",
    sentence: "The text up to the first CR or LF.",
    examples: &[
        Example::plain("bin(610d0a62),cut_crlf", "a"),
        Example::plain("bin(0a62),cut_crlf", ""),
    ],
    eval: Eval::Fn(eval),
    ..Converter::PLAIN
};

fn eval<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let end = memchr::memchr2(b'\r', b'\n', &text).unwrap_or(text.len());
    Some(Sample::Str(part(text, 0..end)))
}
