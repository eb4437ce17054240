//! What `normalize-uri` does with a path and its query.

/// Where the query begins, or the fragment.
fn path_end(text: &[u8]) -> usize {
    memchr::memchr2(b'?', b'#', text).unwrap_or(text.len())
}

/// Makes the path anew; query and fragment stay.
pub(super) fn in_path(text: &[u8], make: fn(&[u8]) -> Vec<u8>) -> Option<Vec<u8>> {
    let (path, rest) = text.split_at(path_end(text));
    let mut made = make(path);
    made.extend_from_slice(rest);
    Some(made)
}

pub(super) fn encode_fragment(text: &[u8]) -> Option<Vec<u8>> {
    let mut made = Vec::with_capacity(text.len() + 2);
    for byte in text {
        match byte {
            b'#' => made.extend_from_slice(b"%23"),
            byte => made.push(*byte),
        }
    }
    Some(made)
}

pub(super) fn strip_fragment(text: &[u8]) -> Option<Vec<u8>> {
    let end = memchr::memchr(b'#', text).unwrap_or(text.len());
    Some(text[..end].to_vec())
}

pub(super) fn merge_slashes(path: &[u8]) -> Vec<u8> {
    let mut made = path.to_vec();
    made.dedup_by(|next, before| (*next, *before) == (b'/', b'/'));
    made
}

/// The segments between slashes; the first one is what is before the first slash: nothing.
pub(super) fn strip_dot(path: &[u8]) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    let count = path.split(|byte| *byte == b'/').count();
    for (at, segment) in path.split(|byte| *byte == b'/').enumerate() {
        match segment {
            b"." if at + 1 == count => kept.push(b""),
            b"." => {}
            segment => kept.push(segment),
        }
    }
    kept.join(&b'/')
}

/// `full`: what would go above the root goes away, otherwise it stays.
pub(super) fn strip_dotdot(path: &[u8], full: bool) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut segments = path.split(|byte| *byte == b'/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        if segment != b".." {
            kept.push(segment);
            continue;
        }
        match kept.last() {
            Some(&before) if before != b".." => {
                kept.pop();
            }
            _ if full => {}
            _ => kept.push(segment),
        }
        if last {
            kept.push(b"");
        }
    }
    [&b"/"[..], &kept.join(&b'/')].concat()
}

/// A byte of two hexadecimal digits.
fn hex(text: &[u8]) -> Option<u8> {
    let digits = text.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Goes through all percent-encodings; none if one is broken and `strict`.
fn encodings(text: &[u8], strict: bool, make: impl Fn(u8, &[u8], &mut Vec<u8>)) -> Option<Vec<u8>> {
    let (mut made, mut at) = (Vec::with_capacity(text.len()), 0);
    while let Some(&byte) = text.get(at) {
        at += 1;
        match (byte, hex(text.get(at..).unwrap_or_default())) {
            (b'%', Some(code)) => {
                make(code, &text[at..at + 2], &mut made);
                at += 2;
            }
            (b'%', None) if strict => return None,
            _ => made.push(byte),
        }
    }
    Some(made)
}

/// RFC 3986 sections 2.3 and 6.2.2.2.
pub(super) fn decode(text: &[u8], strict: bool) -> Option<Vec<u8>> {
    encodings(text, strict, |code, digits, made| {
        if code.is_ascii_alphanumeric() || b"-._~".contains(&code) {
            made.push(code);
        } else {
            made.push(b'%');
            made.extend_from_slice(digits);
        }
    })
}

pub(super) fn uppercase(text: &[u8], strict: bool) -> Option<Vec<u8>> {
    encodings(text, strict, |_, digits, made| {
        made.push(b'%');
        made.extend(digits.iter().map(u8::to_ascii_uppercase));
    })
}

/// What is before the equals sign.
fn name(pair: &[u8]) -> &[u8] {
    &pair[..memchr::memchr(b'=', pair).unwrap_or(pair.len())]
}

pub(super) fn sort_query(text: &[u8]) -> Option<Vec<u8>> {
    let (rest, fragment) = match memchr::memchr(b'#', text) {
        Some(at) => text.split_at(at),
        None => (text, &b""[..]),
    };
    let Some(start) = memchr::memchr(b'?', rest) else { return Some(text.to_vec()) };
    let (path, query) = rest.split_at(start + 1);
    let mut pairs: Vec<&[u8]> = query.split(|byte| *byte == b'&').collect();
    // The sort is stable: the order of one name's values stays.
    pairs.sort_by(|a, b| name(a).cmp(name(b)));
    Some([path, &pairs.join(&b'&'), fragment].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(made: Option<Vec<u8>>) -> Option<String> {
        made.map(|made| String::from_utf8(made).unwrap())
    }

    #[test]
    fn dots() {
        let dot = |path: &str| text(in_path(path.as_bytes(), strip_dot)).unwrap();
        for (path, made) in [
            ("/.", "/"),
            ("/./bar/", "/bar/"),
            ("/a/./a", "/a/a"),
            ("/.well-known/", "/.well-known/"),
            ("/a/.?x=/./", "/a/?x=/./"),
        ] {
            assert_eq!(dot(path), made);
        }
        for (path, kept, full) in [
            ("/foo/..", "/", "/"),
            ("/foo/../", "/", "/"),
            ("/foo/../bar/", "/bar/", "/bar/"),
            ("/foo/bar/../", "/foo/", "/foo/"),
            ("/../bar/", "/../bar/", "/bar/"),
            ("/bar/../../", "/../", "/"),
            ("/foo//../", "/foo/", "/foo/"),
            ("/foo//../../bar/", "/bar/", "/bar/"),
            ("/foo/../../bar/", "/../bar/", "/bar/"),
            ("/..", "/../", "/"),
            ("/../..", "/../../", "/"),
        ] {
            assert_eq!(String::from_utf8(strip_dotdot(path.as_bytes(), false)).unwrap(), kept);
            assert_eq!(String::from_utf8(strip_dotdot(path.as_bytes(), true)).unwrap(), full);
        }
    }

    #[test]
    fn percents_and_queries() {
        assert_eq!(text(decode(b"/%61dmin", true)).as_deref(), Some("/admin"));
        assert_eq!(text(decode(b"/%%36%36", false)).as_deref(), Some("/%66"));
        assert_eq!(decode(b"/%%36%36", true), None);
        assert_eq!(decode(b"/%", true), None);
        assert_eq!(text(uppercase(b"/%6f%zz", false)).as_deref(), Some("/%6F%zz"));
        let sorted = |query: &[u8]| text(sort_query(query)).unwrap();
        assert_eq!(sorted(b"/?c=3&a=1&b=2"), "/?a=1&b=2&c=3");
        assert_eq!(sorted(b"/?aaa=3&a=1&aa=2"), "/?a=1&aa=2&aaa=3");
        assert_eq!(sorted(b"/?a=3&b=4&a=1&b=5&a=2"), "/?a=3&a=1&a=2&b=4&b=5");
        assert_eq!(sorted(b"/?c&b&a"), "/?a&b&c");
        assert_eq!(sorted(b"/?"), "/?");
        assert_eq!(sorted(b"/?b&a#x&a"), "/?a&b#x&a");
        assert_eq!(text(encode_fragment(b"/#foo")).as_deref(), Some("/%23foo"));
        assert_eq!(text(strip_fragment(b"/a?b#foo")).as_deref(), Some("/a?b"));
        assert_eq!(String::from_utf8(merge_slashes(b"///foo///bar///")).unwrap(), "/foo/bar/");
    }
}
