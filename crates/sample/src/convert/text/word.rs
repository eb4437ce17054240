//! `word`: one of the parts between delimiters, empty ones skipped.

use super::field::check;
use crate::convert::prelude::*;
use std::ops::Range;

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
        Example::plain("str(__f1__f2__),word(-1,_,0)", "__f1__f2"),
        Example::absent("", "str(___),word(1,_)"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let range = find(&text, args)?;
    Some(Sample::Str(part(text, range)))
}

/// Where the words stand. When fewer remain than are asked for, the delimiters up to the text's
/// end (or beginning, counted backwards) are part of them, as in HAProxy.
fn find(text: &[u8], args: &Args) -> Option<Range<usize>> {
    let delimiters = args.str(1);
    let base = text.as_ptr() as usize;
    let words = text.split(|byte| delimiters.contains(byte)).filter(|word| !word.is_empty());
    let mut places = words.map(|word| {
        let start = word.as_ptr() as usize - base;
        start..start + word.len()
    });
    let index = args.sint(0).unwrap_or(1);
    let skip = usize::try_from(index.unsigned_abs() - 1).unwrap_or(usize::MAX);
    let more = args.sint(2).unwrap_or(1).checked_sub(1).filter(|more| *more >= 0);
    let more = more.and_then(|more| usize::try_from(more).ok());
    if index > 0 {
        let first = places.nth(skip)?;
        let last = match more {
            Some(0) => Some(first.end),
            Some(more) => places.nth(more - 1).map(|word| word.end),
            None => None,
        };
        Some(first.start..last.unwrap_or(text.len()))
    } else {
        let last = places.nth_back(skip)?;
        let first = match more {
            Some(0) => Some(last.start),
            Some(more) => places.nth_back(more - 1).map(|word| word.start),
            None => None,
        };
        Some(first.unwrap_or(0)..last.end)
    }
}
