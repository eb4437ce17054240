//! Comma-delimited header values, with the rules of HAProxy's `req.hdr()` and its kin.

use std::ops::Range;

use crate::Head;
use crate::known::Known;
use crate::message::{Field, Span};
use crate::scan::is_blank;

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
                let (value, next) = value_at(rest, 0);
                self.rest = next.map(|next| &rest[next..]);
                return Some(&rest[value]);
            }
            let line = self.lines.find(|f| self.head.is_named(f, self.name))?;
            self.rest = Some(self.head.text(line.value));
        }
    }
}

/// The comma-delimited values of one line. A comma inside double quotes does not delimit, white
/// space around a value is not part of it, an empty value counts.
pub fn split_list(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let (value, next) = value_at(line, at?);
        at = next;
        Some(&line[value])
    })
}

/// The value that begins at `from`, and where the next one does. Inside double quotes a comma does
/// not delimit and a backslash escapes (RFC 9110 §5.6.4).
fn value_at(line: &[u8], from: usize) -> (Range<usize>, Option<usize>) {
    // Most lines have one value, and most lists no quotes.
    let mark = match memchr::memchr2(b',', b'"', &line[from..]) {
        None => return (trim_range(line, from..line.len()), None),
        Some(mark) => from + mark,
    };
    let mut quoted = false;
    let mut escaped = false;
    for (index, &byte) in line.iter().enumerate().skip(mark) {
        if escaped {
            escaped = false;
        } else if quoted && byte == b'\\' {
            escaped = true;
        } else if byte == b'"' {
            quoted = !quoted;
        } else if byte == b',' && !quoted {
            return (trim_range(line, from..index), Some(index + 1));
        }
    }
    (trim_range(line, from..line.len()), None)
}

fn trim_range(line: &[u8], mut range: Range<usize>) -> Range<usize> {
    while !range.is_empty() && is_blank(line[range.start]) {
        range.start += 1;
    }
    while !range.is_empty() && is_blank(line[range.end - 1]) {
        range.end -= 1;
    }
    range
}

impl Head {
    /// Takes the values for which `drop` is true out of a header's lines, and empty ones with them;
    /// a line without values goes.
    pub(crate) fn drop_values(&mut self, known: Known, drop: impl Fn(&[u8]) -> bool) {
        if self.seen & known.bit() == 0 {
            return;
        }
        let drop = |value: &[u8]| value.is_empty() || drop(value);
        let mut index = 0;
        while index < self.fields.len() {
            let field = self.fields[index];
            if field.known == known && split_list(self.text(field.value)).any(drop) {
                let value = self.joined(field.value, drop);
                if value.len == 0 {
                    self.fields.remove(index);
                    continue;
                }
                self.fields[index].value = value;
                self.fields[index].tidy = false;
            }
            index += 1;
        }
        if !self.fields.iter().any(|f| f.known == known) {
            self.seen &= !known.bit();
        }
    }

    /// Appends the values that are kept, as one line, to the arena.
    fn joined(&mut self, line: Span, drop: impl Fn(&[u8]) -> bool) -> Span {
        let start = self.arena.len();
        let mut at = Some(0);
        while let Some(from) = at {
            let text = &self.arena[line.range()];
            let (value, next) = value_at(text, from);
            at = next;
            if drop(&text[value.clone()]) {
                continue;
            }
            if self.arena.len() > start {
                self.arena.extend_from_slice(b", ");
            }
            let base = line.start as usize;
            self.arena.extend_from_within(base + value.start..base + value.end);
        }
        Span::new(start, self.arena.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_haproxy_counts_them() {
        let cases = [
            ("a,b", "a|b"),
            ("a,,b", "a||b"),
            ("", ""),
            (",", "|"),
            (" , ", "|"),
            ("a,", "a|"),
            (r#""a,b",c"#, r#""a,b"|c"#),
            (r#""a\",b",c"#, r#""a\",b"|c"#),
            (r#"a"b,c"#, r#"a"b,c"#),
            ("a, b ,c ", "a|b|c"),
            (r"a\,b", r"a\|b"),
            ("\ta\t,\tb", "a|b"),
        ];
        for (line, expected) in cases {
            let values: Vec<_> =
                split_list(line.as_bytes()).map(|v| String::from_utf8_lossy(v)).collect();
            assert_eq!(values.join("|"), expected, "{line}");
        }
    }

    #[test]
    fn values_go_over_all_lines() {
        let mut head = Head::new();
        for (name, value) in [("x", "a,b"), ("y", "n"), ("X", ""), ("x", "c")] {
            head.add(name.as_bytes(), value.as_bytes());
        }
        let values: Vec<_> = head.values(b"x").collect();
        assert_eq!(values, [&b"a"[..], b"b", b"", b"c"]);
        assert_eq!(head.get_all(b"X").count(), 3);
    }

    #[test]
    fn dropped_values_leave_the_others() {
        let mut head = Head::new();
        for value in ["a, close,b", "close", "c", ""] {
            head.add(b"connection", value.as_bytes());
        }
        head.drop_values(Known::Connection, |value| value == b"close");
        let lines: Vec<_> = head.get_all(b"connection").collect();
        assert_eq!(lines, [&b"a, b"[..], b"c"]);
    }
}
