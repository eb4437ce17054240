//! Casts between types: which exist is checked when the configuration is read, and they are done
//! when an expression is evaluated.

use crate::{Sample, Type};
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether values of type `from` can be made values of type `to`; a single value may still fail
/// (`abc` isn't an address).
pub fn possible(from: Type, to: Type) -> bool {
    use Type::{Addr, Any, Bin, Bool, Ipv4, Ipv6, Meth, Sint, Str};
    match (from, to) {
        (Any, _) | (_, Any) => true,
        (from, to) if from == to => true,
        (Bool, to) => matches!(to, Sint | Str | Bin),
        (Sint, to) => matches!(to, Bool | Addr | Ipv4 | Ipv6 | Str | Bin),
        (Addr | Ipv4, to) => matches!(to, Sint | Addr | Ipv4 | Ipv6 | Str | Bin),
        (Ipv6, to) => matches!(to, Addr | Ipv4 | Str | Bin),
        (Str, _) => true,
        (Bin, to) => matches!(to, Str | Meth),
        (Meth, to) => matches!(to, Str | Bin),
    }
}

/// Makes a value of type `to`, if it can be.
pub fn cast<'a>(value: Sample<'a>, to: Type) -> Option<Sample<'a>> {
    if to == Type::Any || value.kind() == to {
        return Some(value);
    }
    match value {
        Sample::Bool(v) => match to {
            Type::Sint | Type::Str | Type::Bin => from_int(i64::from(v), to),
            _ => None,
        },
        Sample::Sint(v) => from_int(v, to),
        Sample::Ipv4(v) => from_ipv4(v, to),
        Sample::Ipv6(v) => from_ipv6(v, to),
        Sample::Str(v) => from_str(v, to),
        Sample::Bin(v) => match to {
            Type::Str => Some(Sample::Str(up_to_nul(v))),
            Type::Meth => Some(Sample::Meth(v)),
            _ => None,
        },
        Sample::Meth(v) => match to {
            Type::Str => Some(Sample::Str(v)),
            Type::Bin => Some(Sample::Bin(v)),
            _ => None,
        },
    }
}

/// The value as text, if it can be.
pub fn text(value: Sample<'_>) -> Option<Cow<'_, [u8]>> {
    match cast(value, Type::Str)? {
        Sample::Str(text) => Some(text),
        _ => None,
    }
}

/// Bytes become text up to the first NUL, as in HAProxy.
fn up_to_nul(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let Some(end) = memchr::memchr(0, &bytes) else { return bytes };
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[..end]),
        Cow::Owned(mut bytes) => {
            bytes.truncate(end);
            Cow::Owned(bytes)
        }
    }
}

fn from_int(n: i64, to: Type) -> Option<Sample<'static>> {
    Some(match to {
        Type::Bool => Sample::Bool(n != 0),
        Type::Sint => Sample::Sint(n),
        // The low 32 bits are the address.
        Type::Addr | Type::Ipv4 => Sample::Ipv4((n as u32).into()),
        Type::Ipv6 => Sample::Ipv6(Ipv4Addr::from(n as u32).to_ipv6_mapped()),
        Type::Str => Sample::string(n.to_string()),
        // Eight bytes, the most significant first.
        Type::Bin => Sample::Bin(Cow::Owned(n.to_be_bytes().into())),
        _ => return None,
    })
}

fn from_ipv4(ip: Ipv4Addr, to: Type) -> Option<Sample<'static>> {
    Some(match to {
        Type::Sint => Sample::Sint(u32::from(ip).into()),
        Type::Addr => Sample::Ipv4(ip),
        Type::Ipv6 => Sample::Ipv6(ip.to_ipv6_mapped()),
        Type::Str => Sample::string(ip.to_string()),
        Type::Bin => Sample::Bin(Cow::Owned(ip.octets().into())),
        _ => return None,
    })
}

fn from_ipv6(ip: Ipv6Addr, to: Type) -> Option<Sample<'static>> {
    Some(match to {
        Type::Addr => Sample::Ipv6(ip),
        Type::Ipv4 => Sample::Ipv4(embedded_ipv4(ip)?),
        Type::Str => Sample::string(ip.to_string()),
        Type::Bin => Sample::Bin(Cow::Owned(ip.octets().into())),
        _ => return None,
    })
}

fn from_str(text: Cow<'_, [u8]>, to: Type) -> Option<Sample<'_>> {
    Some(match to {
        Type::Bool => Sample::Bool(leading_int(&text)? != 0),
        Type::Sint => Sample::Sint(leading_int(&text)?),
        Type::Addr => Sample::ip(address(&text)?),
        Type::Ipv4 => match address(&text)? {
            IpAddr::V4(ip) => Sample::Ipv4(ip),
            IpAddr::V6(_) => return None,
        },
        Type::Ipv6 => match address(&text)? {
            IpAddr::V6(ip) => Sample::Ipv6(ip),
            IpAddr::V4(_) => return None,
        },
        Type::Bin => Sample::Bin(text),
        Type::Meth => Sample::Meth(text),
        _ => return None,
    })
}

/// An address; behind one of IPv4 anything may follow that can't go on with it, such as a port.
fn address(text: &[u8]) -> Option<IpAddr> {
    if let Some(ip) = leading_ipv4(text) {
        return Some(IpAddr::V4(ip));
    }
    std::str::from_utf8(text).ok()?.parse().ok().map(IpAddr::V6)
}

/// The IPv4 address that the text begins with.
fn leading_ipv4(text: &[u8]) -> Option<Ipv4Addr> {
    let (mut octets, mut rest) = ([0u8; 4], text);
    for (at, octet) in octets.iter_mut().enumerate() {
        if at > 0 {
            rest = rest.strip_prefix(b".")?;
        }
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = rest[..digits]
            .iter()
            .try_fold(0u8, |sum, digit| sum.checked_mul(10)?.checked_add(digit - b'0'));
        *octet = number.filter(|_| digits > 0)?;
        rest = &rest[digits..];
    }
    (rest.first() != Some(&b'.')).then(|| octets.into())
}

/// The IPv4 address inside `::ffff:a.b.c.d`, `::a.b.c.d` or `2002:…` (manual 7.1.6).
pub fn embedded_ipv4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let part = |a: u16, b: u16| Some((u32::from(a) << 16 | u32::from(b)).into());
    match ip.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, a, b] => part(a, b),
        [0x2002, a, b, ..] => part(a, b),
        _ => None,
    }
}

/// The integer that the text begins with: 0 if there is none, kept within 64 bits if it is huge.
/// Empty text is no integer.
pub fn leading_int(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [] => return None,
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mut value = 0i64;
    for digit in digits.iter().take_while(|byte| byte.is_ascii_digit()) {
        let digit = i64::from(digit - b'0');
        value = value.saturating_mul(10);
        value = if negative { value.saturating_sub(digit) } else { value.saturating_add(digit) };
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cast_agrees_with_the_matrix() {
        let samples = [
            Sample::Bool(true),
            Sample::Sint(5),
            Sample::Ipv4([1, 2, 3, 4].into()),
            Sample::Ipv6(Ipv4Addr::new(1, 2, 3, 4).to_ipv6_mapped()),
            Sample::Bin(Cow::Borrowed(b"x")),
            Sample::Meth(Cow::Borrowed(b"GET")),
        ];
        let types = [
            Type::Any,
            Type::Bool,
            Type::Sint,
            Type::Addr,
            Type::Ipv4,
            Type::Ipv6,
            Type::Str,
            Type::Bin,
            Type::Meth,
        ];
        for sample in samples {
            for to in types {
                let made = cast(sample.clone(), to);
                assert_eq!(made.is_some(), possible(sample.kind(), to), "{sample:?} to {to:?}");
            }
        }
    }

    #[test]
    fn values() {
        assert_eq!(text(Sample::Bool(true)).unwrap(), &b"1"[..]);
        assert_eq!(text(Sample::Sint(-7)).unwrap(), &b"-7"[..]);
        assert_eq!(text(Sample::Bin(Cow::Borrowed(b"ab\0c"))).unwrap(), &b"ab"[..]);
        assert_eq!(cast(Sample::str("12abc"), Type::Sint), Some(Sample::Sint(12)));
        assert_eq!(cast(Sample::str("-12"), Type::Sint), Some(Sample::Sint(-12)));
        assert_eq!(cast(Sample::str("x"), Type::Sint), Some(Sample::Sint(0)));
        assert_eq!(cast(Sample::str(""), Type::Sint), None);
        assert_eq!(
            cast(Sample::str("99999999999999999999"), Type::Sint),
            Some(Sample::Sint(i64::MAX))
        );
        let v4 = Some(Sample::Ipv4([1, 2, 3, 4].into()));
        assert_eq!(cast(Sample::str("1.2.3.4:80"), Type::Addr), v4);
        assert_eq!(cast(Sample::str("01.2.3.04, 5"), Type::Ipv4), v4);
        for wrong in ["1.2.3", "1.2.3.", "1.2.3.4.5", "1.2.3.400", "1..3.4", " 1.2.3.4", "::1 ", ""]
        {
            assert_eq!(cast(Sample::str(wrong), Type::Addr), None, "{wrong}");
        }
        assert_eq!(cast(Sample::str("::1"), Type::Addr), Some(Sample::Ipv6(Ipv6Addr::LOCALHOST)));
        assert_eq!(
            cast(Sample::Sint(0x7f00_0001), Type::Ipv4),
            Some(Sample::Ipv4(Ipv4Addr::LOCALHOST))
        );
        let tunnelled: Ipv6Addr = "2002:c0a8:1::".parse().unwrap();
        assert_eq!(embedded_ipv4(tunnelled), Some([192, 168, 0, 1].into()));
        assert_eq!(embedded_ipv4("2001:db8::1".parse().unwrap()), None);
    }
}
