//! `rfc7239_is_valid`: whether a `forwarded` header keeps to the standard.

use super::grammar::node;
use crate::convert::prelude::*;

/// The declaration.
pub static RFC7239_IS_VALID: Converter = Converter {
    name: "rfc7239_is_valid",
    output: Type::Bool,
    sentence: "Whether the value of a `forwarded` header is as RFC 7239 has it.",
    examples: &[
        Example::plain("str(for=127.0.0.1;proto=http),rfc7239_is_valid", "1"),
        Example::plain("str('for=\"[::1]:8080\";host=\"a:80\", for=_x'),rfc7239_is_valid", "1"),
        Example::plain("str(proto=custom),rfc7239_is_valid", "0"),
        Example::plain("str(for=a),rfc7239_is_valid", "0"),
        Example::plain("str(for=unknown;for=unknown),rfc7239_is_valid", "0"),
        Example::plain("str(),rfc7239_is_valid", "0"),
    ],
    eval: Eval::Fn(|value, _, _| Some(Sample::Bool(header(&bytes(value)?).is_some()))),
    ..Converter::PLAIN
};

const NAMES: [&[u8]; 4] = [b"proto", b"host", b"for", b"by"];

/// Section 4: elements between commas, pairs between semicolons, each name once an element.
fn header(text: &[u8]) -> Option<()> {
    let mut rest = text;
    let mut seen = [false; 4];
    loop {
        let equal = memchr::memchr(b'=', rest)?;
        let name = &rest[..equal];
        let at = NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))?;
        if std::mem::replace(&mut seen[at], true) {
            return None;
        }
        let (value, after) = value(&rest[equal + 1..])?;
        fits(at, &value).then_some(())?;
        rest = match after {
            [] => return Some(()),
            [b';', after @ ..] => after,
            _ => {
                seen = [false; 4];
                after.trim_ascii_start().strip_prefix(b",")?.trim_ascii_start()
            }
        };
    }
}

/// A token or a quoted string (RFC 9110 section 5.6), and what is behind it.
fn value(text: &[u8]) -> Option<(Cow<'_, [u8]>, &[u8])> {
    let Some(inner) = text.strip_prefix(b"\"") else {
        let token = |byte: &&u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
        let end = text.iter().take_while(token).count();
        return (end > 0).then(|| (Cow::Borrowed(&text[..end]), &text[end..]));
    };
    let (mut made, mut at) = (Vec::new(), 0);
    loop {
        match inner.get(at)? {
            b'"' => return Some((Cow::Owned(made), &inner[at + 1..])),
            b'\\' => {
                made.push(*inner.get(at + 1)?);
                at += 2;
            }
            byte => {
                made.push(*byte);
                at += 1;
            }
        }
    }
}

fn fits(at: usize, value: &[u8]) -> bool {
    match at {
        0 => value.eq_ignore_ascii_case(b"http") || value.eq_ignore_ascii_case(b"https"),
        1 => is_host(value),
        _ => node(value).is_some(),
    }
}

/// RFC 3986 sections 3.2.2 and 3.2.3.
fn is_host(value: &[u8]) -> bool {
    let (host, port) = match memchr::memrchr(b':', value) {
        Some(at) if memchr::memchr(b']', &value[at..]).is_none() => {
            (&value[..at], &value[at + 1..])
        }
        _ => (value, &b""[..]),
    };
    let host_fine = match host {
        [b'[', inner @ .., b']'] => {
            std::str::from_utf8(inner).is_ok_and(|ip| ip.parse::<std::net::Ipv6Addr>().is_ok())
        }
        _ => {
            let fine =
                |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=".contains(byte);
            !host.is_empty() && host.iter().all(fine)
        }
    };
    host_fine && port.iter().all(u8::is_ascii_digit)
}
