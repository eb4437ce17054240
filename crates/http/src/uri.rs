//! Splits request targets into their parts, and decodes percent-encoding.

/// The four forms of a request target (RFC 9112 §3.2).
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `/path?query`.
    Origin,
    /// `scheme://authority/path?query`.
    Absolute,
    /// `host:port`, or anything else that is none of the others.
    Authority,
    /// `*`.
    Asterisk,
}

/// The parts of a request target; see [`split`].
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Without `://`.
    pub scheme: Option<&'a [u8]>,
    /// With user information and port.
    pub authority: Option<&'a [u8]>,
    /// From the first slash to the question mark; never empty.
    pub path: Option<&'a [u8]>,
    /// Without the question mark.
    pub query: Option<&'a [u8]>,
}

/// Where the path is in a target.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Where it begins, or would begin after an authority; `None` where there can be none.
    pub(crate) path_start: Option<usize>,
    /// Where it ends: at the question mark or the end of the target.
    pub(crate) path_end: usize,
}

/// The length of the scheme of an absolute form; `None` for other forms.
fn scheme_len(uri: &[u8]) -> Option<usize> {
    let len = memchr::memchr(b':', uri)?;
    let (scheme, rest) = (&uri[..len], &uri[len..]);
    let named = scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|&b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    (named && rest.starts_with(b"://")).then_some(len)
}

/// The form of a target.
pub fn form(uri: &[u8]) -> Form {
    match uri {
        [b'/', ..] => Form::Origin,
        b"*" => Form::Asterisk,
        _ if scheme_len(uri).is_some() => Form::Absolute,
        _ => Form::Authority,
    }
}

/// Splits a target into its parts. An authority ends at `/`, `?` or `#` (RFC 3986 §3.2).
pub fn split(uri: &[u8]) -> Parts<'_> {
    let mut parts = Parts::default();
    let start = match form(uri) {
        Form::Asterisk => return parts,
        Form::Authority => return Parts { authority: Some(uri), ..parts },
        Form::Origin => 0,
        Form::Absolute => {
            let len = scheme_len(uri).unwrap_or(0);
            let end = authority_end(uri, len + 3);
            parts.scheme = Some(&uri[..len]);
            parts.authority = Some(&uri[len + 3..end]);
            end
        }
    };
    let rest = &uri[start..];
    let mark = memchr::memchr(b'?', rest);
    let path = &rest[..mark.unwrap_or(rest.len())];
    parts.path = (!path.is_empty()).then_some(path);
    parts.query = mark.map(|mark| &rest[mark + 1..]);
    parts
}

fn authority_end(uri: &[u8], from: usize) -> usize {
    let rest = &uri[from..];
    from + memchr::memchr3(b'/', b'?', b'#', rest).unwrap_or(rest.len())
}

pub(crate) fn bounds(uri: &[u8]) -> Bounds {
    let path_start = match form(uri) {
        Form::Origin => Some(0),
        Form::Absolute => Some(authority_end(uri, scheme_len(uri).unwrap_or(0) + 3)),
        Form::Asterisk | Form::Authority => None,
    };
    let from = path_start.unwrap_or(0);
    let path_end = memchr::memchr(b'?', &uri[from..]).map_or(uri.len(), |at| from + at);
    Bounds { path_start, path_end }
}

/// Appends the text with its percent-encoding decoded, as the converter `url_dec` does: a `+`
/// becomes a space after the first `?`, or everywhere when `in_query`. False, with `out` as it was,
/// when a `%` is not followed by two hexadecimal digits.
pub fn percent_decode(text: &[u8], in_query: bool, out: &mut Vec<u8>) -> bool {
    let before = out.len();
    let mut in_query = in_query;
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        rest = after;
        match byte {
            b'+' if in_query => out.push(b' '),
            b'%' => match (hex_value(after.first()), hex_value(after.get(1))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    rest = &after[2..];
                }
                _ => {
                    out.truncate(before);
                    return false;
                }
            },
            _ => {
                in_query |= *byte == b'?';
                out.push(*byte);
            }
        }
    }
    true
}

pub(crate) fn hex_value(digit: Option<&u8>) -> Option<u8> {
    match digit? {
        d @ b'0'..=b'9' => Some(d - b'0'),
        d @ b'a'..=b'f' => Some(d - b'a' + 10),
        d @ b'A'..=b'F' => Some(d - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let cases: [(&[u8], Form); 10] = [
            (b"/", Form::Origin),
            (b"//a/b", Form::Origin),
            (b"*", Form::Asterisk),
            (b"*/x", Form::Authority),
            (b"http://a", Form::Absolute),
            (b"a+b-c.1://x", Form::Absolute),
            (b"1a://x", Form::Authority),
            (b"http:/a", Form::Authority),
            (b"a:80", Form::Authority),
            (b"", Form::Authority),
        ];
        for (uri, expected) in cases {
            assert_eq!(form(uri), expected, "{}", uri.escape_ascii());
        }
    }

    #[test]
    fn an_authority_ends_where_the_rest_begins() {
        for uri in ["http://h/p?q", "http://h?q", "http://h#f", "http://h"] {
            assert_eq!(split(uri.as_bytes()).authority, Some(&b"h"[..]), "{uri}");
        }
        assert_eq!(split(b"http://h#f").path, Some(&b"#f"[..]));
    }

    #[test]
    fn decoding() {
        let cases = [
            ("a%20b", false, Some("a b")),
            ("a+b", false, Some("a+b")),
            ("a+b", true, Some("a b")),
            ("/a+b?c+d", false, Some("/a+b?c d")),
            ("a%2bb", true, Some("a+b")),
            ("%41%7a%7A", false, Some("Azz")),
            ("a%zzb", false, None),
            ("a%2", false, None),
            ("a%", false, None),
            ("", false, Some("")),
        ];
        for (text, in_query, expected) in cases {
            let mut out = b">".to_vec();
            let good = percent_decode(text.as_bytes(), in_query, &mut out);
            let expected_out = format!(">{}", expected.unwrap_or_default());
            assert_eq!(good, expected.is_some(), "{text}");
            assert_eq!(String::from_utf8_lossy(&out), expected_out, "{text}");
        }
    }
}
