//! Cuts an expression into its calls: `name(arg,arg),name(arg),…` (manual 2.2 and 7.3).

use std::borrow::Cow;
use std::ops::Range;

/// One fetch or converter as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Call<'t> {
    /// Where its name stands.
    pub(crate) name: Range<usize>,
    /// Its arguments; none for `name` and for `name()`.
    pub(crate) args: Vec<RawText<'t>>,
    /// Name and arguments together.
    pub(crate) range: Range<usize>,
}

/// An argument without its quotes and escapes, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawText<'t> {
    pub(crate) text: Cow<'t, [u8]>,
    pub(crate) range: Range<usize>,
}

/// What is wrong with the grammar, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// Whether a byte may be part of a keyword.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'+' | b':')
}

/// Reads calls from `at` on, and gives the place behind the last one: the end of `text`, or the
/// first byte that can't go on (`]` in a log format).
pub(crate) fn chain(text: &[u8], mut at: usize) -> Result<(Vec<Call<'_>>, usize), Malformed> {
    let mut calls = Vec::new();
    loop {
        let (call, end) = call(text, at)?;
        calls.push(call);
        at = end;
        if text.get(at) != Some(&b',') {
            return Ok((calls, at));
        }
        // As in HAProxy, several commas are one, and one at the end is none.
        at += text[at..].iter().take_while(|&&byte| byte == b',').count();
        if at == text.len() {
            return Ok((calls, at));
        }
    }
}

fn call(text: &[u8], start: usize) -> Result<(Call<'_>, usize), Malformed> {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.iter().take_while(|&&byte| is_name(byte)).count();
    let end = start + length;
    if length == 0 {
        let (what, help) = match rest.first() {
            Some(b' ' | b'\t') => {
                ("unexpected space", Some("expressions have no spaces outside quotes".into()))
            }
            Some(_) => ("unexpected character", None),
            None => (
                "a keyword is missing",
                Some("an expression is `fetch(arguments),converter(arguments),…`".into()),
            ),
        };
        let range = start..(start + 1).min(text.len());
        return Err(Malformed { range, message: what.into(), help });
    }
    if text.get(end) != Some(&b'(') {
        return Ok((Call { name: start..end, args: Vec::new(), range: start..end }, end));
    }
    let (args, close) = arguments(text, end)?;
    Ok((Call { name: start..end, args, range: start..close }, close))
}

/// Reads the arguments behind the parenthesis at `open`, and gives the place behind the closing one.
fn arguments(text: &[u8], open: usize) -> Result<(Vec<RawText<'_>>, usize), Malformed> {
    let mut args = Vec::new();
    let mut at = open + 1;
    if text.get(at) == Some(&b')') {
        return Ok((args, at + 1));
    }
    loop {
        let (arg, end) = argument(text, at, open)?;
        args.push(arg);
        at = end + 1;
        if text[end] == b')' {
            return Ok((args, at));
        }
    }
}

/// Reads one argument, up to the comma or parenthesis behind it, whose place it gives too.
fn argument(text: &[u8], start: usize, open: usize) -> Result<(RawText<'_>, usize), Malformed> {
    // Most arguments have neither quotes nor escapes, and stay where they are.
    let rest = &text[start..];
    let plain = rest.iter().position(|byte| matches!(byte, b',' | b')' | b'"' | b'\'' | b'\\'));
    if let Some(length) = plain
        && matches!(rest[length], b',' | b')')
    {
        let range = start..start + length;
        return Ok((RawText { text: Cow::Borrowed(&rest[..length]), range }, start + length));
    }
    let (mut made, mut at, mut quote) = (Vec::new(), start, None);
    while let Some(&byte) = text.get(at) {
        match (quote, byte) {
            (None, b',' | b')') => {
                return Ok((RawText { text: Cow::Owned(made), range: start..at }, at));
            }
            (None, b'"' | b'\'') => quote = Some((byte, at)),
            (Some((open, _)), _) if open == byte => quote = None,
            (None | Some((b'"', _)), b'\\') => match unescaped(text.get(at + 1).copied()) {
                Some(byte) => {
                    made.push(byte);
                    at += 1;
                }
                None => made.push(byte),
            },
            _ => made.push(byte),
        }
        at += 1;
    }
    Err(match quote {
        Some((_, at)) => Malformed {
            range: at..text.len(),
            message: "a quote isn't closed".into(),
            help: Some("quotes within an argument come in pairs; to use one as a character, put a backslash before it".into()),
        },
        None => Malformed {
            range: open..text.len(),
            message: "the closing parenthesis is missing".into(),
            help: None,
        },
    })
}

/// What a backslash and the byte behind it stand for: as in words of the configuration, without
/// `\#`, `\$` and `\xHH`. Before anything else a backslash is itself.
fn unescaped(byte: Option<u8>) -> Option<u8> {
    match byte? {
        b'n' => Some(b'\n'),
        b'r' => Some(b'\r'),
        b't' => Some(b'\t'),
        byte @ (b'\\' | b'"' | b'\'' | b' ') => Some(byte),
        _ => None,
    }
}
