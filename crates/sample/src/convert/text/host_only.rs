//! `host_only` and `port_only`: the parts of a `host` header (RFC 9110 section 7.2).

use crate::convert::prelude::*;

/// `host_only`
pub static HOST_ONLY: Converter = Converter {
    name: "host_only",
    sentence: "A `host` header without its port, in lower case.",
    examples: &[
        Example::plain("str(WWW.x.org:80),host_only", "www.x.org"),
        Example::plain("str([::1]:80),host_only", "[::1]"),
        Example::plain("str(:),host_only", ""),
    ],
    eval: Eval::Fn(host),
    ..Converter::PLAIN
};

/// `port_only`
pub static PORT_ONLY: Converter = Converter {
    name: "port_only",
    output: Type::Sint,
    sentence: "The port of a `host` header; 0 if there is none.",
    examples: &[
        Example::plain("str(www.x.org:80),port_only", "80"),
        Example::plain("str([::1]),port_only", "0"),
        Example::plain("str(a:99999999999999999999),port_only", "0"),
    ],
    eval: Eval::Fn(port),
    ..Converter::PLAIN
};

/// Where the last colon is, unless it is within the brackets of an IPv6 address.
fn colon(text: &[u8]) -> Option<usize> {
    let at = memchr::memrchr(b':', text)?;
    memchr::memchr(b']', &text[at..]).is_none().then_some(at)
}

fn host<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let end = colon(&text).unwrap_or(text.len());
    let mut host = part(text, 0..end);
    if host.iter().any(u8::is_ascii_uppercase) {
        host.to_mut().make_ascii_lowercase();
    }
    Some(Sample::Str(host))
}

fn port<'a>(value: Sample<'a>, _: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    let text = bytes(value)?;
    let digits = colon(&text).map_or(&b""[..], |at| &text[at + 1..]);
    let port = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
    Some(Sample::Sint(port.unwrap_or(0)))
}
