//! `url_enc` and `url_dec`: percent-encoding (RFC 3986 section 2.1).

use super::hex::DIGITS;
use crate::convert::prelude::*;

/// `url_enc`
pub static URL_ENC: Converter = Converter {
    name: "url_enc",
    args: &[Arg::required("type", ArgKind::OneOf(&["", "query"]))],
    sentence: "The text with all but letters, digits and `-._~` percent-encoded.",
    examples: &[
        Example::plain("str('a b&c=d/~'),url_enc", "a%20b%26c%3Dd%2F~"),
        Example::plain("bin(c3a9),url_enc", "%C3%A9"),
    ],
    eval: Eval::Fn(encode),
    ..Converter::PLAIN
};

/// `url_dec`
pub static URL_DEC: Converter = Converter {
    name: "url_dec",
    args: &[Arg::optional("in form", ArgKind::Sint)],
    sentence: "The text with percent-encoding undone; `+` is a space behind a question mark, or everywhere with `1`.",
    examples: &[
        Example::plain("str(a%20b+c?d+e),url_dec", "a b+c?d e"),
        Example::plain("str(a+b),url_dec(1)", "a b"),
        Example::absent("", "str(a%2),url_dec"),
        Example::absent("", "str(%zz),url_dec"),
    ],
    eval: Eval::Fn(decode),
    ..Converter::PLAIN
};

fn encode<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if text.iter().all(|byte| plain(*byte)) {
        return Some(Sample::Str(text));
    }
    let mut made = Vec::with_capacity(text.len() + 16);
    for &byte in text.iter() {
        if plain(byte) {
            made.push(byte);
        } else {
            let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
            made.extend_from_slice(&[b'%', DIGITS[high], DIGITS[low]]);
        }
    }
    Some(Sample::string(made))
}

fn decode<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    if memchr::memchr2(b'%', b'+', &text).is_none() {
        return Some(Sample::Str(text));
    }
    let mut made = Vec::with_capacity(text.len());
    let in_form = args.sint(0).unwrap_or(0) != 0;
    moongate_http::uri::percent_decode(&text, in_form, &mut made).then(|| Sample::string(made))
}
