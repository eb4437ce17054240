//! `ltrim` and `rtrim`: characters taken off the ends.

use crate::convert::prelude::*;

const CHARACTERS: &[Arg] = &[Arg::required("characters", ArgKind::Str)];

/// `ltrim`
pub static LTRIM: Converter = Converter {
    name: "ltrim",
    args: CHARACTERS,
    sentence: "The text without any of these characters at its beginning.",
    examples: &[
        Example::plain("str(//a/b/),ltrim(/)", "a/b/"),
        Example::plain("str(xyx),ltrim(yx)", ""),
    ],
    eval: Eval::Fn(left),
    ..Converter::PLAIN
};

/// `rtrim`
pub static RTRIM: Converter = Converter {
    name: "rtrim",
    args: CHARACTERS,
    sentence: "The text without any of these characters at its end.",
    examples: &[
        Example::plain("str(/a/b//),rtrim(/)", "/a/b"),
        Example::plain("str(),rtrim(/)", ""),
    ],
    eval: Eval::Fn(right),
    ..Converter::PLAIN
};

fn left<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let off = args.str(0);
    let start = text.iter().position(|byte| !off.contains(byte)).unwrap_or(text.len());
    let end = text.len();
    Some(Sample::Str(part(text, start..end)))
}

fn right<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let off = args.str(0);
    let end = text.iter().rposition(|byte| !off.contains(byte)).map_or(0, |at| at + 1);
    Some(Sample::Str(part(text, 0..end)))
}
