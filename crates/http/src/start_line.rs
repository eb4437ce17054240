//! Reads the words of a request line or a status line whose end has been found.

use crate::message::{Head, Kind, Span, Version};
use crate::scan::{TOKEN, is_blank};
use crate::{Fault, Malformed, target};

/// Reads a request line (RFC 9112 §3) without its end; the offset of a fault counts from its start.
/// Several blanks may stand between its words, as they can't be mistaken: it is written anew.
pub(crate) fn read_request(head: &mut Head, line: &[u8], relaxed: bool) -> Result<(), Malformed> {
    let method_len = line.iter().position(|&b| TOKEN[b as usize] == 0).unwrap_or(line.len());
    if method_len == 0 || line.get(method_len).is_some_and(|&b| !is_blank(b)) {
        return Err(Malformed::new(Fault::Method, method_len));
    }
    let uri_start = skip_blanks(line, method_len);
    let uri_end = word_end(line, uri_start);
    if uri_start == uri_end {
        return Err(Malformed::new(Fault::Target, uri_start));
    }
    let version_start = skip_blanks(line, uri_end);
    let spoken = Spoken::of(&line[version_start..], relaxed)
        .filter(|s| s.version > Version::V09 || line[..method_len] == *b"GET")
        .ok_or(Malformed::new(Fault::Version, version_start))?;
    let (method, uri) = (&line[..method_len], &line[uri_start..uri_end]);
    target::check(method, uri, relaxed)
        .map_err(|m| Malformed::new(m.fault, uri_start + m.offset))?;
    head.kind = Kind::Request;
    head.word = Span::new(0, method_len);
    head.uri = Span::new(uri_start, uri_end);
    spoken.tell(head, version_start, line.len());
    Ok(())
}

/// Reads a status line (RFC 9112 §4) without its end; otherwise as [`read_request`].
pub(crate) fn read_status(head: &mut Head, line: &[u8], relaxed: bool) -> Result<(), Malformed> {
    let version_end = word_end(line, 0);
    let spoken = Spoken::of(&line[..version_end], relaxed)
        .filter(|s| s.version > Version::V09)
        .ok_or(Malformed::new(Fault::Version, 0))?;
    let code_start = skip_blanks(line, version_end);
    let code_end = word_end(line, code_start);
    let status = status_code(&line[code_start..code_end], relaxed)
        .ok_or(Malformed::new(Fault::Status, code_start))?;
    let reason_start = skip_blanks(line, code_end);
    head.kind = Kind::Response;
    head.status = status;
    head.word = Span::new(reason_start, line.len());
    spoken.tell(head, 0, version_end);
    Ok(())
}

/// A protocol version as a start line has it.
struct Spoken {
    version: Version,
    digits: (u8, u8),
    /// Whether it must go on to the next hop in its own words.
    odd: bool,
}

impl Spoken {
    /// HTTP with one digit each; a major version above 1 in this syntax means at least 1.1. Relaxed:
    /// no version, other protocols (`RTSP/1.0`), more digits.
    fn of(text: &[u8], relaxed: bool) -> Option<Spoken> {
        let (version, digits) = match text {
            b"HTTP/1.1" => (Version::Http11, (1, 1)),
            b"HTTP/1.0" => (Version::Http10, (1, 0)),
            [b'H', b'T', b'T', b'P', b'/', major @ b'1'..=b'9', b'.', minor @ b'0'..=b'9'] => {
                (Version::Http11, (major - b'0', minor - b'0'))
            }
            [] if relaxed => (Version::V09, (0, 9)),
            _ if relaxed => return Spoken::odd(text),
            _ => return None,
        };
        Some(Spoken { version, digits, odd: false })
    }

    fn odd(text: &[u8]) -> Option<Spoken> {
        let slash = memchr::memchr(b'/', text)?;
        let (name, numbers) = (&text[..slash], &text[slash + 1..]);
        let dot = memchr::memchr(b'.', numbers)?;
        let digits = (number(&numbers[..dot])?, number(&numbers[dot + 1..])?);
        let named = !name.is_empty() && name.iter().all(u8::is_ascii_uppercase);
        let version = if digits >= (1, 1) { Version::Http11 } else { Version::Http10 };
        named.then_some(Spoken { version, digits, odd: true })
    }

    fn tell(self, head: &mut Head, start: usize, end: usize) {
        head.version = self.version;
        head.digits = self.digits;
        head.proto = if self.odd { Span::new(start, end) } else { Span::default() };
    }
}

fn number(digits: &[u8]) -> Option<u8> {
    let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let number = plain.then(|| std::str::from_utf8(digits).ok()?.parse().ok()).flatten();
    number.filter(|n| *n < 100)
}

/// Three digits from 100 on (RFC 9112 §4); relaxed, up to five.
fn status_code(text: &[u8], relaxed: bool) -> Option<u16> {
    if text.len() < 3 || text.len() > if relaxed { 5 } else { 3 } {
        return None;
    }
    let mut code = 0u16;
    for &byte in text {
        let digit = byte.checked_sub(b'0').filter(|d| *d < 10)?;
        code = code.checked_mul(10)?.checked_add(u16::from(digit))?;
    }
    (code >= 100).then_some(code)
}

fn skip_blanks(line: &[u8], from: usize) -> usize {
    from + line[from..].iter().take_while(|&&b| is_blank(b)).count()
}

fn word_end(line: &[u8], from: usize) -> usize {
    let rest = &line[from..];
    from + memchr::memchr2(b' ', b'\t', rest).unwrap_or(rest.len())
}
