//! Finds names and values in `Cookie` and `Set-Cookie`, with HAProxy's tolerance.

use crate::scan::trim;

/// The cookies of one `Cookie` line; see [`cookies`].
#[derive(Clone, Debug)]
pub struct Cookies<'a> {
    rest: &'a [u8],
}

/// The name and value pairs of a `Cookie` line, in order. `;` delimits outside double quotes; a
/// part without `=` is skipped; quotes stay part of the value.
pub fn cookies(line: &[u8]) -> Cookies<'_> {
    Cookies { rest: line }
}

impl<'a> Iterator for Cookies<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let (part, rest) = first_part(self.rest);
            self.rest = rest;
            if let Some(pair) = pair(part) {
                return Some(pair);
            }
        }
        None
    }
}

/// The name and the value of a `Set-Cookie` line, without its attributes.
pub fn set_cookie(line: &[u8]) -> Option<(&[u8], &[u8])> {
    pair(first_part(line).0)
}

fn pair(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let equal = memchr::memchr(b'=', part)?;
    let name = trim(&part[..equal]);
    (!name.is_empty()).then_some((name, trim(&part[equal + 1..])))
}

/// The text up to the first delimiter, and what follows it.
fn first_part(line: &[u8]) -> (&[u8], &[u8]) {
    let mut quoted = false;
    let mut escaped = false;
    for (index, &byte) in line.iter().enumerate() {
        if escaped {
            escaped = false;
        } else if quoted && byte == b'\\' {
            escaped = true;
        } else if byte == b'"' {
            quoted = !quoted;
        } else if byte == b';' && !quoted {
            return (&line[..index], &line[index + 1..]);
        }
    }
    (line, b"")
}
