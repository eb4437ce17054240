//! `json`: text made fit to stand between the quotes of a JSON string.

use crate::convert::prelude::*;

/// Without one, `ascii`.
const CODES: &[&str] = &["", "ascii", "utf8", "utf8s", "utf8p", "utf8ps"];

/// The declaration.
pub static JSON: Converter = Converter {
    name: "json",
    args: &[Arg::required("code", ArgKind::OneOf(CODES))],
    sentence: "The text escaped for a JSON string; read as bytes (`ascii`) or as UTF-8 (`utf8`; `s` drops what is wrong, `p` accepts overlong forms).",
    examples: &[
        Example::plain("bin(2241222f5c0a),json", "\\\"A\\\"\\/\\\\\\n"),
        Example::plain("bin(c3a9),json(utf8)", "\\u00e9"),
        Example::plain("bin(c3a9),json", "\\u00c3\\u00a9"),
        Example::absent("", "bin(61c3),json(utf8)"),
        Example::plain("bin(61c362),json(utf8s)", "ab"),
        Example::absent("", "bin(c1a1),json(utf8)"),
        Example::plain("bin(c1a1),json(utf8p)", "a"),
    ],
    eval: Eval::Fn(eval),
    ..Converter::PLAIN
};

/// What the next bytes are.
enum Next {
    Char(u32),
    /// A character with more bytes than it needs.
    Overlong(u32),
    Wrong,
}

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let code = args.str(0);
    let utf8 = code.starts_with(b"utf8");
    let (drops, permits) = (code.ends_with(b"s"), code.contains(&b'p'));
    let mut made = Vec::with_capacity(text.len());
    let mut rest = &*text;
    while let [first, ..] = rest {
        let (next, length) = if utf8 { decode(rest) } else { (Next::Char(u32::from(*first)), 1) };
        rest = &rest[length..];
        match next {
            Next::Overlong(code) if permits => escape(code, &mut made),
            Next::Char(code) if code <= 0xffff => escape(code, &mut made),
            _ if drops => {}
            _ => return None,
        }
    }
    Some(Sample::string(made))
}

/// One character of UTF-8 and how many bytes it took (RFC 3629).
fn decode(bytes: &[u8]) -> (Next, usize) {
    let first = bytes[0];
    let (more, start, least) = match first {
        0..=0x7f => return (Next::Char(first.into()), 1),
        0xc0..=0xdf => (1, first & 0x1f, 0x80),
        0xe0..=0xef => (2, first & 0x0f, 0x800),
        0xf0..=0xf7 => (3, first & 0x07, 0x1_0000),
        _ => return (Next::Wrong, 1),
    };
    let tail = bytes[1..].iter().take(more).take_while(|byte| **byte & 0xc0 == 0x80);
    let (count, code) = tail.fold((0, u32::from(start)), |(count, code), byte| {
        (count + 1, code << 6 | u32::from(byte & 0x3f))
    });
    let next = match code {
        _ if count < more => Next::Wrong,
        0xd800..=0xdfff | 0xfffe | 0xffff | 0x11_0000.. => Next::Wrong,
        code if code < least => Next::Overlong(code),
        code => Next::Char(code),
    };
    (next, 1 + count)
}

fn escape(code: u32, out: &mut Vec<u8>) {
    let short = match code {
        0x22 => b'"',
        0x5c => b'\\',
        0x2f => b'/',
        0x08 => b'b',
        0x0c => b'f',
        0x0a => b'n',
        0x0d => b'r',
        0x09 => b't',
        0x20..=0x7e => {
            out.push(code as u8);
            return;
        }
        _ => {
            out.extend_from_slice(format!("\\u{code:04x}").as_bytes());
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}
