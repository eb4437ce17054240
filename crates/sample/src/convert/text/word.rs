//! `word`: one of the parts between delimiters, empty ones skipped.

use super::field::{check, select};
use crate::convert::prelude::*;

/// The declaration.
pub static WORD: Converter = Converter {
    name: "word",
    args: &[
        Arg::required("index", ArgKind::Sint),
        Arg::required("delimiters", ArgKind::Str),
        Arg::optional("count", ArgKind::Sint),
    ],
    sentence: "The word at this place between any of the delimiters, from 1 or from -1 backwards; so many of them, or all with 0.",
    examples: &[
        Example::plain("str(f1_f2_f3__f5),word(4,_)", "f5"),
        Example::plain("str(f1_f2_f3__f5),word(3,_,2)", "f3__f5"),
        Example::plain("str(f1_f2_f3__f5),word(-2,_,3)", "f1_f2_f3"),
        Example::plain("str(/f1/f2/f3/f4),word(1,/)", "f1"),
        Example::plain("str(___),word(1,_)", ""),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let delimiters = args.str(1);
    let base = text.as_ptr() as usize;
    let words = text.split(|byte| delimiters.contains(byte)).filter(|word| !word.is_empty());
    let places = words.map(|word| {
        let start = word.as_ptr() as usize - base;
        start..start + word.len()
    });
    let range = select(places, args).unwrap_or(0..0);
    Some(Sample::Str(part(text, range)))
}
