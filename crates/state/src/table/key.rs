//! Keys of stick tables: addresses, numbers, texts and bytes, all kept as bytes.

use crate::{Sample, Type};
use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The type of a table's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// `type ip`
    Ip,
    /// `type ipv6`
    Ipv6,
    /// `type integer`
    Integer,
    /// `type string`, at most so many bytes.
    Text(usize),
    /// `type binary`, exactly so many bytes.
    Binary(usize),
}

/// A key, in place or where it came from.
#[derive(Clone, Debug)]
pub enum Key<'a> {
    /// So many of these bytes.
    Short([u8; 16], usize),
    /// Bytes.
    Long(Cow<'a, [u8]>),
}

impl Key<'_> {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Key::Short(bytes, len) => &bytes[..*len],
            Key::Long(bytes) => bytes,
        }
    }
}

fn short<'a>(from: &[u8]) -> Key<'a> {
    let mut bytes = [0; 16];
    bytes[..from.len()].copy_from_slice(from);
    Key::Short(bytes, from.len())
}

impl KeyKind {
    /// The name in configurations and listings.
    pub fn name(self) -> &'static str {
        match self {
            KeyKind::Ip => "ip",
            KeyKind::Ipv6 => "ipv6",
            KeyKind::Integer => "integer",
            KeyKind::Text(_) => "string",
            KeyKind::Binary(_) => "binary",
        }
    }

    /// Bytes of a key; at most so many for texts.
    pub fn size(self) -> usize {
        match self {
            KeyKind::Ip | KeyKind::Integer => 4,
            KeyKind::Ipv6 => 16,
            KeyKind::Text(len) | KeyKind::Binary(len) => len,
        }
    }

    /// The type that values have to be cast to before they are keys.
    pub fn value_type(self) -> Type {
        match self {
            KeyKind::Ip => Type::Ipv4,
            KeyKind::Ipv6 => Type::Ipv6,
            KeyKind::Integer => Type::Sint,
            KeyKind::Text(_) => Type::Str,
            KeyKind::Binary(_) => Type::Bin,
        }
    }

    /// The key of a value of [`KeyKind::value_type`].
    pub fn key<'a>(self, value: Sample<'a>) -> Option<Key<'a>> {
        match (self, value) {
            (KeyKind::Ip, Sample::Ipv4(ip)) => Some(short(&ip.octets())),
            (KeyKind::Ipv6, Sample::Ipv6(ip)) => Some(short(&ip.octets())),
            // The low 32 bits.
            (KeyKind::Integer, Sample::Sint(number)) => Some(short(&(number as u32).to_be_bytes())),
            (KeyKind::Text(most), Sample::Str(text)) => Some(Key::Long(cut(text, most))),
            (KeyKind::Binary(len), Sample::Bin(bytes)) => {
                let mut bytes = cut(bytes, len);
                if bytes.len() < len {
                    bytes.to_mut().resize(len, 0);
                }
                Some(Key::Long(bytes))
            }
            _ => None,
        }
    }

    /// The key that a text means, as the runtime API has it.
    pub fn parse(self, text: &str) -> Option<Key<'_>> {
        let key = match self {
            KeyKind::Ip => short(&text.parse::<Ipv4Addr>().ok()?.octets()),
            KeyKind::Ipv6 => match text.parse::<Ipv6Addr>() {
                Ok(ip) => short(&ip.octets()),
                Err(_) => short(&text.parse::<Ipv4Addr>().ok()?.to_ipv6_mapped().octets()),
            },
            KeyKind::Integer => short(&text.parse::<u32>().ok()?.to_be_bytes()),
            KeyKind::Text(most) => Key::Long(cut(Cow::Borrowed(text.as_bytes()), most)),
            KeyKind::Binary(len) => {
                let digit = |at: usize| (*text.as_bytes().get(at)? as char).to_digit(16);
                let mut bytes = Vec::with_capacity(len);
                for at in (0..text.len()).step_by(2) {
                    bytes.push(u8::try_from(digit(at)? * 16 + digit(at + 1)?).ok()?);
                }
                bytes.resize(len, 0);
                Key::Long(Cow::Owned(bytes))
            }
        };
        Some(key)
    }

    /// The value of a key.
    pub fn value(self, key: &[u8]) -> Sample<'static> {
        let number = || key.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        match self {
            KeyKind::Ip => Sample::Ipv4(number().into()),
            KeyKind::Ipv6 => Sample::Ipv6(<[u8; 16]>::try_from(key).unwrap_or_default().into()),
            KeyKind::Integer => Sample::Sint(number().into()),
            KeyKind::Text(_) => Sample::string(key),
            KeyKind::Binary(_) => Sample::Bin(Cow::Owned(key.to_vec())),
        }
    }

    /// A key as listings show it.
    pub fn show(self, key: &[u8]) -> String {
        match self.value(key) {
            Sample::Ipv4(ip) => ip.to_string(),
            Sample::Ipv6(ip) => ip.to_string(),
            Sample::Sint(number) => number.to_string(),
            Sample::Bin(bytes) => bytes.iter().map(|byte| format!("{byte:02X}")).collect(),
            _ => shown(key),
        }
    }
}

/// Text on one line: what could end it or a word, or is no text, stands as `\xHH`.
fn shown(text: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text {
        match byte {
            b'\\' | b' ' => out.extend(['\\', *byte as char]),
            b'!'..=b'~' => out.push(*byte as char),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out
}

fn cut(bytes: Cow<'_, [u8]>, most: usize) -> Cow<'_, [u8]> {
    if bytes.len() <= most {
        return bytes;
    }
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(&bytes[..most]),
        Cow::Owned(mut bytes) => {
            bytes.truncate(most);
            Cow::Owned(bytes)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_values_and_back() {
        let shown = |kind: KeyKind, value| kind.key(value).map(|key| kind.show(key.bytes()));
        let ip = Ipv4Addr::new(192, 0, 2, 1);
        assert_eq!(shown(KeyKind::Ip, Sample::Ipv4(ip)).as_deref(), Some("192.0.2.1"));
        let six = Sample::Ipv6(ip.to_ipv6_mapped());
        assert_eq!(shown(KeyKind::Ipv6, six).as_deref(), Some("::ffff:192.0.2.1"));
        assert_eq!(shown(KeyKind::Integer, Sample::Sint(-1)).as_deref(), Some("4294967295"));
        assert_eq!(shown(KeyKind::Text(3), Sample::str("abcd")).as_deref(), Some("abc"));
        assert_eq!(shown(KeyKind::Text(9), Sample::str("a b\n")).as_deref(), Some("a\\ b\\x0a"));
        let bin = |bytes: &'static [u8]| Sample::Bin(Cow::Borrowed(bytes));
        assert_eq!(shown(KeyKind::Binary(3), bin(b"\x0a")).as_deref(), Some("0A0000"));
        assert_eq!(shown(KeyKind::Binary(1), bin(b"ab")).as_deref(), Some("61"));
        assert!(KeyKind::Ip.key(Sample::str("192.0.2.1")).is_none());
    }

    #[test]
    fn texts_mean_keys() {
        for (kind, text) in [
            (KeyKind::Ip, "192.0.2.1"),
            (KeyKind::Ipv6, "2001:db8::1"),
            (KeyKind::Integer, "12"),
            (KeyKind::Text(5), "abc"),
            (KeyKind::Binary(2), "0AFF"),
        ] {
            assert_eq!(kind.show(kind.parse(text).unwrap().bytes()), text);
        }
        assert!(KeyKind::Ip.parse("::1").is_none());
        assert!(KeyKind::Binary(2).parse("0").is_none());
        assert!(KeyKind::Integer.parse("-1").is_none());
    }
}
