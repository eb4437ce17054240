//! Finds names and values in `Cookie` and `Set-Cookie`, with HAProxy's tolerance.

use crate::scan::trim;

/// The cookies of one `Cookie` line; see [`cookies`].
#[derive(Clone, Debug)]
pub struct Cookies<'a> {
    rest: &'a [u8],
}

/// The name and value pairs of a `Cookie` line, in order.
///
/// `;` and `,` delimit, but not inside double quotes, which stay part of the value. A part without
/// `=`, without a name, or with a name that begins with `$` (the attributes of RFC 2965) is skipped.
pub fn cookies(line: &[u8]) -> Cookies<'_> {
    Cookies { rest: line }
}

impl<'a> Iterator for Cookies<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.rest.is_empty() {
            let end = part_end(self.rest, b";,");
            let part = &self.rest[..end];
            self.rest = self.rest.get(end + 1..).unwrap_or_default();
            if let Some((name, value)) = pair(part)
                && !name.is_empty()
                && name[0] != b'$'
            {
                return Some((name, value));
            }
        }
        None
    }
}

/// A piece of a `Cookie` line, for those who edit it; see [`cookie_parts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CookiePart<'a> {
    /// What stands before it: `;` or `,`, or 0 before the first one.
    pub delimiter: u8,
    /// The whole piece, without white space around it.
    pub text: &'a [u8],
    /// Name and value, unless it has no `=`.
    pub pair: Option<(&'a [u8], &'a [u8])>,
}

/// All pieces of a `Cookie` line in order, also those that are no cookies; empty ones are left out.
pub fn cookie_parts(line: &[u8]) -> impl Iterator<Item = CookiePart<'_>> {
    let (mut rest, mut delimiter) = (line, 0);
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let end = part_end(rest, b";,");
            let text = trim(&rest[..end]);
            let before = delimiter;
            delimiter = rest.get(end).copied().unwrap_or(b';');
            rest = rest.get(end + 1..).unwrap_or_default();
            if !text.is_empty() {
                return Some(CookiePart { delimiter: before, text, pair: pair(text) });
            }
        }
        None
    })
}

/// The name and the value of one `Set-Cookie` value, without its attributes. A line may hold
/// several, delimited by commas: give this the values of [`crate::Head::values`].
pub fn set_cookie(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let (name, value) = pair(&value[..part_end(value, b";,")])?;
    (!name.starts_with(b"$")).then_some((name, value))
}

fn pair(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let equal = memchr::memchr(b'=', part)?;
    Some((trim(&part[..equal]), trim(&part[equal + 1..])))
}

/// Where the first delimiter outside quotes is, or the length. A backslash escapes inside quotes.
fn part_end(line: &[u8], delimiters: &[u8]) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (index, &byte) in line.iter().enumerate() {
        if escaped {
            escaped = false;
        } else if quoted && byte == b'\\' {
            escaped = true;
        } else if byte == b'"' {
            quoted = !quoted;
        } else if !quoted && delimiters.contains(&byte) {
            return index;
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(line: &str) -> String {
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        let pairs = cookies(line.as_bytes()).map(|(n, v)| format!("{}={}", text(n), text(v)));
        pairs.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn cookie_lines_as_haproxy_reads_them() {
        let cases = [
            ("a=1; b=2", "a=1|b=2"),
            ("a=1;b=2", "a=1|b=2"),
            ("a=1,b=2", "a=1|b=2"),
            ("a = 1 ; b= 2", "a=1|b=2"),
            (r#"a="1;2"; b=2"#, r#"a="1;2"|b=2"#),
            (r#"a="1\";2"; b=2"#, r#"a="1\";2"|b=2"#),
            (r#"a=x"1;y=2"#, r#"a=x"1;y=2"#),
            ("a; b=2", "b=2"),
            ("a=; b=2", "a=|b=2"),
            ("=x; b=2", "b=2"),
            ("$Version=1; a=1; $Path=/; b=2", "a=1|b=2"),
            ("a=1=2; b=", "a=1=2|b="),
            (";;a=1;;b=2", "a=1|b=2"),
            ("a=1 2", "a=1 2"),
            ("", ""),
        ];
        for (line, expected) in cases {
            assert_eq!(list(line), expected, "{line}");
        }
    }

    #[test]
    fn pieces_keep_what_is_no_cookie() {
        let parts: Vec<_> = cookie_parts(b"x, a = 1 ;; $Path=/; b").collect();
        let texts: Vec<_> = parts.iter().map(|part| part.text).collect();
        assert_eq!(texts, [&b"x"[..], b"a = 1", b"$Path=/", b"b"]);
        assert_eq!((parts[0].delimiter, parts[0].pair), (0, None));
        assert_eq!((parts[1].delimiter, parts[1].pair), (b',', Some((&b"a"[..], &b"1"[..]))));
        assert_eq!(cookie_parts(b" ; ").count(), 0);
    }

    #[test]
    fn set_cookie_stops_before_the_attributes() {
        type Pair<'a> = (&'a [u8], &'a [u8]);
        let cases: [(&[u8], Option<Pair>); 6] = [
            (b"a=1; Path=/; HttpOnly", Some((b"a", b"1"))),
            (b" a = 1 ; x", Some((b"a", b"1"))),
            (b"a=1,2; path=/", Some((b"a", b"1"))),
            (b"a", None),
            (b"$a=1", None),
            (b"=1", Some((b"", b"1"))),
        ];
        for (line, expected) in cases {
            assert_eq!(set_cookie(line), expected);
        }
    }
}
