//! Finds a value in a JSON text without reading all of it into memory.

/// One step of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A member of an object.
    Key(Vec<u8>),
    /// An element of an array, from 0.
    Index(usize),
}

/// Reads `$.name[0].other`; a dot within a name has a backslash before it.
pub(super) fn path(text: &[u8]) -> Option<Vec<Step>> {
    let mut rest = text.strip_prefix(b"$")?;
    let mut steps = Vec::new();
    while let [first, tail @ ..] = rest {
        match first {
            b'.' => {
                let (key, length) = name(tail);
                if key.is_empty() {
                    return None;
                }
                steps.push(Step::Key(key));
                rest = &tail[length..];
            }
            b'[' => {
                let end = memchr::memchr(b']', tail)?;
                let index = std::str::from_utf8(&tail[..end]).ok()?.parse().ok()?;
                steps.push(Step::Index(index));
                rest = &tail[end + 1..];
            }
            _ => return None,
        }
    }
    Some(steps)
}

/// A member's name, and how many bytes it takes.
fn name(text: &[u8]) -> (Vec<u8>, usize) {
    let (mut made, mut at) = (Vec::new(), 0);
    while let Some(&byte) = text.get(at) {
        match (byte, text.get(at + 1)) {
            (b'.' | b'[', _) => break,
            (b'\\', Some(&escaped)) => {
                made.push(escaped);
                at += 2;
            }
            _ => {
                made.push(byte);
                at += 1;
            }
        }
    }
    (made, at)
}

/// The content of the string at a path of members (`epk.crv`).
pub(super) fn text(json: &[u8], path: &str) -> Option<Vec<u8>> {
    let steps: Vec<Step> = path.split('.').map(|name| Step::Key(name.into())).collect();
    match find(json, &steps)? {
        [b'"', inner @ .., b'"'] => unescaped(inner),
        _ => None,
    }
}

/// The text of the value at the end of a path; the first one where a name comes twice.
pub(super) fn find<'t>(text: &'t [u8], path: &[Step]) -> Option<&'t [u8]> {
    let mut at = blanks(text, 0);
    for step in path {
        at = match step {
            Step::Key(key) => member(text, at, key)?,
            Step::Index(index) => element(text, at, *index)?,
        };
    }
    let end = skip(text, at)?;
    Some(&text[at..end])
}

fn blanks(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count()
}

/// Where the value of that member of the object at `at` begins.
fn member(text: &[u8], at: usize, key: &[u8]) -> Option<usize> {
    let mut at = blanks(text, opened(text, at, b'{')?);
    loop {
        let end = string(text, at)?;
        let name = &text[at + 1..end - 1];
        at = blanks(text, end);
        at = blanks(text, opened(text, at, b':')?);
        if name == key {
            return Some(at);
        }
        at = blanks(text, skip(text, at)?);
        at = blanks(text, opened(text, at, b',')?);
    }
}

/// Where that element of the array at `at` begins.
fn element(text: &[u8], at: usize, index: usize) -> Option<usize> {
    let mut at = blanks(text, opened(text, at, b'[')?);
    for _ in 0..index {
        at = blanks(text, skip(text, at)?);
        at = blanks(text, opened(text, at, b',')?);
    }
    Some(at)
}

/// One past the byte at `at`, if it is the one that has to be there.
fn opened(text: &[u8], at: usize, byte: u8) -> Option<usize> {
    (text.get(at) == Some(&byte)).then_some(at + 1)
}

/// One past the string that begins at `at`.
fn string(text: &[u8], at: usize) -> Option<usize> {
    let mut at = opened(text, at, b'"')?;
    loop {
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            0..=0x1f => return None,
            _ => at += 1,
        }
    }
}

/// One past the value that begins at `at`. Depth costs nothing: brackets are only counted.
fn skip(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at)? {
        b'"' => string(text, at),
        b'{' | b'[' => {
            let (mut at, mut depth) = (at, 0usize);
            loop {
                match text.get(at)? {
                    b'"' => {
                        at = string(text, at)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        _ => {
            let word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
            let length = text[at..].iter().take_while(word).count();
            (length > 0).then_some(at + length)
        }
    }
}

/// The content of a string's text; none for characters above U+00FF, as in HAProxy.
pub(super) fn unescaped(inner: &[u8]) -> Option<Vec<u8>> {
    let (mut made, mut at) = (Vec::with_capacity(inner.len()), 0);
    while let Some(&byte) = inner.get(at) {
        at += 1;
        if byte != b'\\' {
            made.push(byte);
            continue;
        }
        let escape = *inner.get(at)?;
        at += 1;
        made.push(match escape {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'"' | b'\\' | b'/' => escape,
            b'u' => {
                let digits = std::str::from_utf8(inner.get(at..at + 4)?).ok()?;
                at += 4;
                u8::try_from(u16::from_str_radix(digits, 16).ok()?).ok()?
            }
            _ => return None,
        });
    }
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'t>(text: &'t str, steps: &str) -> Option<&'t str> {
        let steps = path(steps.as_bytes()).unwrap();
        find(text.as_bytes(), &steps).map(|found| std::str::from_utf8(found).unwrap())
    }

    #[test]
    fn values_are_found_by_their_paths() {
        let text = r#" { "a" : [1, {"x.y":"}\""}, [ ]] , "b":null}"#;
        assert_eq!(at(text, "$.a[0]"), Some("1"));
        assert_eq!(at(text, r"$.a[1].x\.y"), Some(r#""}\"""#));
        assert_eq!(at(text, "$.a[2]"), Some("[ ]"));
        assert_eq!(at(text, "$.a[3]"), None);
        assert_eq!(at(text, "$.b"), Some("null"));
        assert_eq!(at(text, "$.b.c"), None);
        assert_eq!(path(b"a"), None);
        assert_eq!(path(b"$."), None);
        assert_eq!(path(b"$[x]"), None);
    }

    #[test]
    fn broken_texts_are_no_danger() {
        let deep = "[".repeat(100_000);
        assert_eq!(at(&deep, "$"), None);
        for text in ["", "{", "{\"a", "{\"a\"", "{\"a\":", "[1", "\"\\", "}", "{\"a\":}", "\"\n\""]
        {
            assert_eq!(at(text, "$.a"), None, "{text}");
            assert_eq!(at(text, "$[1]"), None, "{text}");
        }
        assert_eq!(unescaped(br"\"), None);
        assert_eq!(unescaped(br"\u12"), None);
        assert_eq!(unescaped(br"\u0041\u20ac"), None);
    }
}
