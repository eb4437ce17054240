//! `language`: the language of a list that an `accept-language` header likes best (RFC 9110
//! section 12.5.4).

use crate::convert::prelude::*;

/// The declaration.
pub static LANGUAGE: Converter = Converter {
    name: "language",
    args: &[Arg::required("languages", ArgKind::Str), Arg::optional("default", ArgKind::Str)],
    sentence: "The one of these languages (`en;fr;de`) that an `accept-language` value likes best, or the default.",
    examples: &[
        Example::plain("str('fr;q=0.5,en'),language(en;fr)", "en"),
        Example::plain("str('fr;q=0.5,en-US'),language(en;fr)", "en"),
        Example::plain("str('en-US;q=0.3, en;q=0.5'),language(en-US;en)", "en"),
        Example::plain("str('en;q=0'),language(en,none)", "none"),
        Example::absent("", "str('*'),language(en;fr)"),
        Example::absent("", "str(EN),language(en)"),
    ],
    eval: Eval::Fn(eval),
    ..Converter::PLAIN
};

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let mut best: Option<(u32, &[u8])> = None;
    for range in text.split(|byte| *byte == b',') {
        let mut parts = range.split(|byte| *byte == b';');
        let name = parts.next().unwrap_or_default().trim_ascii();
        let weight = parts.next().map_or(1000, weight);
        let found = among(args.str(0), name).or_else(|| {
            let base = name.split(|byte| *byte == b'-').next()?;
            among(args.str(0), base)
        });
        if let Some(found) = found
            && weight > best.map_or(0, |(weight, _)| weight)
        {
            best = Some((weight, found));
        }
    }
    match best {
        Some((_, found)) => Some(Sample::str(found)),
        None => (!args.str(1).is_empty()).then(|| Sample::str(args.str(1))),
    }
}

/// The language of the list that is this very one.
fn among<'a>(list: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    list.split(|byte| *byte == b';').find(|known| !known.is_empty() && *known == name)
}

/// A weight in thousandths (RFC 9110 section 12.4.2); 1 if it can't be read.
fn weight(parameter: &[u8]) -> u32 {
    let text = parameter.trim_ascii();
    let text = match text {
        [b'q' | b'Q', rest @ ..] => rest.trim_ascii_start(),
        _ => return 1000,
    };
    let Some(text) = text.strip_prefix(b"=") else { return 1000 };
    let number = std::str::from_utf8(text.trim_ascii()).ok().and_then(|text| text.parse().ok());
    number.map_or(1000, |number: f32| (number.clamp(0.0, 1.0) * 1000.0) as u32)
}
