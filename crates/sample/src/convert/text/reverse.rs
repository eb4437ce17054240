//! `reverse` and `reverse_dom`: text from its end to its beginning.

use crate::convert::prelude::*;

/// `reverse`
pub static REVERSE: Converter = Converter {
    name: "reverse",
    sentence: "The bytes of the text in reverse order.",
    examples: &[
        Example::plain("str(example.com),reverse", "moc.elpmaxe"),
        Example::plain("str(),reverse", ""),
    ],
    eval: Eval::Fn(reverse),
    ..Converter::PLAIN
};

/// `reverse_dom`
pub static REVERSE_DOM: Converter = Converter {
    name: "reverse_dom",
    sentence: "The labels of a domain name in reverse order; one dot at the end is ignored.",
    examples: &[
        Example::plain("str(mail.example.com.),reverse_dom", "com.example.mail"),
        Example::absent("", "str(a..b),reverse_dom"),
        Example::absent("", "str(),reverse_dom"),
    ],
    eval: Eval::Fn(reverse_dom),
    ..Converter::PLAIN
};

fn reverse<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let mut text = bytes(value)?.into_owned();
    text.reverse();
    Some(Sample::string(text))
}

fn reverse_dom<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let name = text.strip_suffix(b".").unwrap_or(&text);
    let mut made = Vec::with_capacity(name.len());
    for label in name.rsplit(|byte| *byte == b'.') {
        if label.is_empty() {
            return None;
        }
        if !made.is_empty() {
            made.push(b'.');
        }
        made.extend_from_slice(label);
    }
    Some(Sample::string(made))
}
