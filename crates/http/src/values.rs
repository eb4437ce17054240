//! Comma-delimited header values, with the rules of HAProxy's `req.hdr()` and its kin.

use crate::Head;
use crate::message::Field;
use crate::scan::trim;

/// The values of a header, over all of its lines; see [`Head::values`].
#[derive(Clone, Debug)]
pub struct Values<'a> {
    head: &'a Head,
    name: &'a [u8],
    lines: std::slice::Iter<'a, Field>,
    rest: Option<&'a [u8]>,
}

impl<'a> Values<'a> {
    pub(crate) fn new(head: &'a Head, name: &'a [u8]) -> Self {
        Values { head, name, lines: head.fields.iter(), rest: None }
    }
}

impl<'a> Iterator for Values<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            if let Some(rest) = self.rest.take() {
                let (value, after) = first_value(rest);
                self.rest = after;
                return Some(value);
            }
            let line = self.lines.find(|f| self.head.is_named(f, self.name))?;
            self.rest = Some(self.head.text(line.value));
        }
    }
}

/// The comma-delimited values of one line.
pub fn split_list(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let (value, after) = first_value(rest?);
        rest = after;
        Some(value)
    })
}

/// The first value of a line, and what follows its comma. Inside double quotes a comma does not
/// delimit and a backslash escapes (RFC 9110 §5.6.4).
fn first_value(line: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut quoted = false;
    let mut escaped = false;
    for (index, &byte) in line.iter().enumerate() {
        if escaped {
            escaped = false;
        } else if quoted && byte == b'\\' {
            escaped = true;
        } else if byte == b'"' {
            quoted = !quoted;
        } else if byte == b',' && !quoted {
            return (trim(&line[..index]), Some(&line[index + 1..]));
        }
    }
    (trim(line), None)
}
