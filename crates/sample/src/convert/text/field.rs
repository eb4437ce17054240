//! `field`: one of the parts between delimiters, empty ones included.

use crate::convert::prelude::*;
use std::ops::Range;

/// The declaration.
pub static FIELD: Converter = Converter {
    name: "field",
    args: &[
        Arg::required("index", ArgKind::Sint),
        Arg::required("delimiters", ArgKind::Str),
        Arg::optional("count", ArgKind::Sint),
    ],
    sentence: "The part at this place between any of the delimiters, from 1 or from -1 backwards; so many of them, or all with 0.",
    examples: &[
        Example::plain("str(f1_f2_f3__f5),field(5,_)", "f5"),
        Example::plain("str(f1_f2_f3__f5),field(2,_,0)", "f2_f3__f5"),
        Example::plain("str(f1_f2_f3__f5),field(-2,_,3)", "f2_f3_"),
        Example::plain("str(f1_f2_f3__f5),field(-3,_,0)", "f1_f2_f3"),
        Example::plain("str(f1_f2_f3__f5),field(4,_)", ""),
        Example::absent("", "str(f1_f2),field(9,_)"),
    ],
    eval: Eval::Fn(eval),
    check: Some(check),
    ..Converter::PLAIN
};

/// An index isn't 0, and there is a delimiter.
pub(super) fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    match args {
        [ArgValue::Sint(0), ..] => {
            Err(refuse(0, "an index can't be 0", "1 is the first one, -1 the last one"))
        }
        [_, ArgValue::Str(delimiters), ..] if delimiters.is_empty() => {
            Err(refuse(1, "a delimiter is missing", "a comma is written as `','` in quotes"))
        }
        [_, _, ArgValue::Sint(count), ..] if *count < 0 => {
            Err(refuse(2, "a count can't be negative", "0 means all that remain"))
        }
        _ => Ok(()),
    }
}

/// Where the parts that the arguments ask for stand, given where all parts stand.
fn select(
    parts: impl DoubleEndedIterator<Item = Range<usize>>,
    args: &Args,
) -> Option<Range<usize>> {
    let index = args.sint(0).unwrap_or(1);
    let skip = usize::try_from(index.unsigned_abs().saturating_sub(1)).unwrap_or(usize::MAX);
    let count = match args.sint(2) {
        None => 1,
        Some(0) => usize::MAX,
        Some(count) => usize::try_from(count).unwrap_or(1),
    };
    if index > 0 {
        span(parts.skip(skip).take(count))
    } else {
        span(parts.rev().skip(skip).take(count))
    }
}

fn span(parts: impl Iterator<Item = Range<usize>>) -> Option<Range<usize>> {
    parts.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
}

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let delimiters = args.str(1);
    let base = text.as_ptr() as usize;
    let parts = text.split(|byte| delimiters.contains(byte));
    let places = parts.map(|part| {
        let start = part.as_ptr() as usize - base;
        start..start + part.len()
    });
    let range = select(places, args)?;
    Some(Sample::Str(part(text, range)))
}
