//! Nodes as RFC 7239 section 6 writes them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Who.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Name<'t> {
    Ip(IpAddr),
    Unknown,
    /// With its `_`.
    Obfuscated(&'t [u8]),
}

/// By which port.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Port<'t> {
    Number(u16),
    /// With its `_`.
    Obfuscated(&'t [u8]),
}

/// Reads a whole node: a name, and perhaps a port.
pub(super) fn node(text: &[u8]) -> Option<(Name<'_>, Option<Port<'_>>)> {
    let end = match text {
        [b'[', ..] => memchr::memchr(b']', text)? + 1,
        _ => memchr::memchr(b':', text).unwrap_or(text.len()),
    };
    let (name, rest) = text.split_at(end);
    let port = match rest {
        [] => None,
        [b':', port @ ..] => Some(self::port(port)?),
        _ => return None,
    };
    Some((self::name(name)?, port))
}

fn name(text: &[u8]) -> Option<Name<'_>> {
    if text.eq_ignore_ascii_case(b"unknown") {
        return Some(Name::Unknown);
    }
    if is_obfuscated(text) {
        return Some(Name::Obfuscated(text));
    }
    let text = std::str::from_utf8(text).ok()?;
    let ip = match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        Some(inner) => IpAddr::V6(inner.parse::<Ipv6Addr>().ok()?),
        None => IpAddr::V4(text.parse::<Ipv4Addr>().ok()?),
    };
    Some(Name::Ip(ip))
}

fn port(text: &[u8]) -> Option<Port<'_>> {
    if is_obfuscated(text) {
        return Some(Port::Obfuscated(text));
    }
    let digits = (1..=5).contains(&text.len()) && text.iter().all(u8::is_ascii_digit);
    let text = std::str::from_utf8(text).ok().filter(|_| digits)?;
    text.parse().ok().map(Port::Number)
}

fn is_obfuscated(text: &[u8]) -> bool {
    matches!(text, [b'_', rest @ ..] if is_hidden(rest))
}

/// Whether a text may stand behind the `_` of an obfuscated identifier (section 6.3).
pub(super) fn is_hidden(text: &[u8]) -> bool {
    let fine = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
    !text.is_empty() && text.iter().all(fine)
}
