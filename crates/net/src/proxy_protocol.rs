//! The PROXY protocol's header, version 1 and 2: who a connection is for, told by the proxy before us.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// What a header tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// How long it is.
    pub length: usize,
    /// Source and destination; none if the connection is the proxy's own (`LOCAL`, `UNKNOWN`).
    pub ends: Option<(SocketAddr, SocketAddr)>,
    /// Extensions in their order: type and value. Those within the one for TLS stand behind it.
    pub tlvs: Vec<Tlv>,
}

/// An extension: its type and its value.
pub type Tlv = (u8, Box<[u8]>);

/// Why it can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It doesn't begin as a header.
    NoHeader,
    /// It does, but goes on in a wrong way.
    BadHeader,
    /// Its protocol can't be used.
    BadProtocol,
}

const SIGNATURE: &[u8; 12] = b"\r\n\r\n\0\r\nQUIT\n";
/// What version 1 begins with.
const WORD: &[u8; 6] = b"PROXY ";
/// The longest line of version 1, its end included.
const LONGEST_LINE: usize = 107;
/// The longest value of an extension that is kept.
const LONGEST_VALUE: usize = 1024;
const CRC32C: u8 = 0x03;
const SSL: u8 = 0x20;

/// Reads the header that the bytes begin with; none if more of it has to come.
///
/// # Errors
/// The bytes are no header.
pub fn read(bytes: &[u8]) -> Result<Option<Header>, Wrong> {
    let begins = |with: &[u8]| {
        let known = with.len().min(bytes.len());
        bytes[..known] == with[..known]
    };
    if begins(WORD) {
        return if bytes.len() < WORD.len() { Ok(None) } else { line(bytes) };
    }
    if begins(SIGNATURE) {
        return if bytes.len() < 16 { Ok(None) } else { binary(bytes) };
    }
    Err(Wrong::NoHeader)
}

/// Version 1: `PROXY TCP4 <source> <destination> <port> <port>` and CRLF.
fn line(bytes: &[u8]) -> Result<Option<Header>, Wrong> {
    let Some(end) = bytes.iter().take(LONGEST_LINE).position(|byte| *byte == b'\n') else {
        return if bytes.len() < LONGEST_LINE { Ok(None) } else { Err(Wrong::BadHeader) };
    };
    let text = bytes[..end].strip_suffix(b"\r").ok_or(Wrong::BadHeader)?;
    let text = std::str::from_utf8(text).map_err(|_| Wrong::BadHeader)?;
    let mut parts = text.split(' ').skip(1);
    let kind = parts.next().unwrap_or_default();
    let header = Header { length: end + 1, ..Header::default() };
    let v6 = match kind {
        "UNKNOWN" => return Ok(Some(header)),
        "TCP4" => false,
        "TCP6" => true,
        _ => return Err(Wrong::BadProtocol),
    };
    let mut ip = || {
        let ip = parts.next().and_then(|text| text.parse::<IpAddr>().ok());
        ip.filter(|ip| ip.is_ipv6() == v6).ok_or(Wrong::BadHeader)
    };
    let (from, to) = (ip()?, ip()?);
    let mut port = || parts.next().and_then(port).ok_or(Wrong::BadHeader);
    let ends = (SocketAddr::new(from, port()?), SocketAddr::new(to, port()?));
    match parts.next() {
        Some(_) => Err(Wrong::BadHeader),
        None => Ok(Some(Header { ends: Some(ends), ..header })),
    }
}

fn port(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Version 2: a signature, two bytes of what it is, its length, addresses and extensions.
fn binary(bytes: &[u8]) -> Result<Option<Header>, Wrong> {
    let [what, family, high, low] = bytes[12..16] else { return Ok(None) };
    let local = match what {
        0x20 => true,
        0x21 => false,
        _ => return Err(Wrong::BadHeader),
    };
    let length = 16 + usize::from(u16::from_be_bytes([high, low]));
    let Some(rest) = bytes.get(16..length) else { return Ok(None) };
    let mut header = Header { length, ..Header::default() };
    let taken = match family {
        0x11 | 0x12 => 12,
        0x21 | 0x22 => 36,
        0x31 | 0x32 => 216,
        _ => 0,
    };
    let (ends, tlvs) = rest.split_at_checked(taken).ok_or(Wrong::BadHeader)?;
    header.tlvs = extensions(tlvs, &bytes[..length])?;
    if !local {
        header.ends = Some(addresses(family, ends).ok_or(Wrong::BadProtocol)?);
    }
    Ok(Some(header))
}

/// The addresses of a TCP connection.
fn addresses(family: u8, bytes: &[u8]) -> Option<(SocketAddr, SocketAddr)> {
    let port = |at: usize| Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
    let v4 = |at: usize| Some(Ipv4Addr::from(*bytes.get(at..)?.first_chunk::<4>()?).into());
    let v6 = |at: usize| Some(Ipv6Addr::from(*bytes.get(at..)?.first_chunk::<16>()?).into());
    let (from, to): (IpAddr, IpAddr) = match family {
        0x11 => (v4(0)?, v4(4)?),
        0x21 => (v6(0)?, v6(16)?),
        _ => return None,
    };
    let ports = bytes.len() - 4;
    Some((SocketAddr::new(from, port(ports)?), SocketAddr::new(to, port(ports + 2)?)))
}

/// Types and values; the checksum among them has to be the whole header's.
fn extensions(mut bytes: &[u8], whole: &[u8]) -> Result<Vec<Tlv>, Wrong> {
    let mut list = Vec::new();
    while let [kind, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let (value, behind) = rest.split_at_checked(length).ok_or(Wrong::BadHeader)?;
        if length > LONGEST_VALUE {
            return Err(Wrong::BadHeader);
        }
        // Within the extension for TLS, which isn't the whole, it would be none.
        if let (CRC32C, Some(place)) = (*kind, whole.len().checked_sub(rest.len()))
            && value != checksum(whole, place).to_be_bytes()
        {
            return Err(Wrong::BadHeader);
        }
        list.push((*kind, value.into()));
        // A byte of what the client did, four of whether its certificate is good, and the rest.
        if *kind == SSL {
            list.extend(extensions(value.get(5..).ok_or(Wrong::BadHeader)?, &[])?);
        }
        bytes = behind;
    }
    if bytes.is_empty() { Ok(list) } else { Err(Wrong::BadHeader) }
}

/// CRC-32C (RFC 4960 appendix B) of the header with zeros for the four bytes at `place`.
fn checksum(header: &[u8], place: usize) -> u32 {
    let bytes = header.iter().enumerate();
    !bytes.fold(!0u32, |crc, (at, byte)| {
        let byte = if (place..place + 4).contains(&at) { 0 } else { *byte };
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            crc >> 1 ^ if crc & 1 == 1 { 0x82f6_3b78 } else { 0 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(from: &str, to: &str) -> Option<(SocketAddr, SocketAddr)> {
        Some((from.parse().unwrap(), to.parse().unwrap()))
    }

    /// A header of version 2.
    fn made(what: u8, family: u8, rest: &[u8]) -> Vec<u8> {
        let length = (rest.len() as u16).to_be_bytes();
        [SIGNATURE, &[what, family][..], &length, rest].concat()
    }

    #[test]
    fn lines() {
        let header = read(b"PROXY TCP4 1.2.3.4 5.6.7.8 90 100\r\nGET").unwrap().unwrap();
        assert_eq!((header.length, header.ends), (35, ends("1.2.3.4:90", "5.6.7.8:100")));
        let header = read(b"PROXY TCP6 ::1 2001:db8::2 1 65535\r\n").unwrap().unwrap();
        assert_eq!(header.ends, ends("[::1]:1", "[2001:db8::2]:65535"));
        let header = read(b"PROXY UNKNOWN whatever\r\n").unwrap().unwrap();
        assert_eq!((header.length, header.ends), (24, None));
        for wrong in [
            "PROXY TCP4 1.2.3.4 5.6.7.8 90\r\n",
            "PROXY TCP4 1.2.3.4 5.6.7.8 90 100 1\r\n",
            "PROXY TCP4 1.2.3.4 5.6.7.8 +9 100\r\n",
            "PROXY TCP4 1.2.3.4 5.6.7.8 90 65536\r\n",
            "PROXY TCP4 ::1 ::1 90 100\r\n",
            "PROXY TCP6 1.2.3.4 5.6.7.8 90 100\r\n",
            "PROXY TCP4 1.2.3.4 5.6.7.8 90 100\n",
            "PROXY TCP4  1.2.3.4 5.6.7.8 90 100\r\n",
        ] {
            assert_eq!(read(wrong.as_bytes()), Err(Wrong::BadHeader), "{wrong}");
        }
        assert_eq!(read(b"PROXY UDP4 1.2.3.4 5.6.7.8 90 100\r\n"), Err(Wrong::BadProtocol));
        assert_eq!(read(b"GET / HTTP/1.1\r\n"), Err(Wrong::NoHeader));
        assert_eq!(read(&[b"PROXY ", &[b'x'; 101][..]].concat()), Err(Wrong::BadHeader));
    }

    #[test]
    fn binary_headers() {
        let v4 = [1, 2, 3, 4, 5, 6, 7, 8, 0, 90, 0, 100];
        let tlv =
            [0x02, 0, 3, b'a', b'.', b'b', 0x20, 0, 10, 1, 0, 0, 0, 0, 0x22, 0, 2, b'c', b'n'];
        let bytes = made(0x21, 0x11, &[&v4[..], &tlv].concat());
        let header = read(&bytes).unwrap().unwrap();
        assert_eq!(header.ends, ends("1.2.3.4:90", "5.6.7.8:100"));
        let kinds: Vec<u8> = header.tlvs.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [0x02, 0x20, 0x22]);
        assert_eq!((&*header.tlvs[0].1, &*header.tlvs[2].1), (&b"a.b"[..], &b"cn"[..]));
        assert_eq!(read(&made(0x20, 0x11, &v4)).unwrap().unwrap().ends, None, "LOCAL");
        assert_eq!(read(&made(0x21, 0x00, &[])), Err(Wrong::BadProtocol));
        let v6 = [&[0; 15][..], &[1], &[0; 15], &[2], &[0, 1, 0, 2]].concat();
        assert_eq!(read(&made(0x21, 0x21, &v6)).unwrap().unwrap().ends, ends("[::1]:1", "[::2]:2"));
        for wrong in [
            made(0x31, 0x11, &v4),
            made(0x21, 0x11, &v4[..11]),
            made(0x21, 0x00, &[0x02, 0]),
            made(0x21, 0x00, &[0x02, 0, 9, 1]),
            made(0x21, 0x00, &[0x20, 0, 1, 1]),
            made(0x21, 0x00, &[0x03, 0, 4, 1, 2, 3, 4]),
        ] {
            assert_eq!(read(&wrong), Err(Wrong::BadHeader), "{wrong:?}");
        }
    }

    #[test]
    fn checksums_count() {
        let mut bytes = made(0x20, 0x00, &[0x03, 0, 4, 0, 0, 0, 0]);
        let sum = checksum(&bytes, 19);
        bytes[19..].copy_from_slice(&sum.to_be_bytes());
        assert!(read(&bytes).unwrap().is_some());
        assert_eq!(checksum(b"123456789", 9), 0xe306_9283);
    }

    #[test]
    fn every_part_is_waited_for_and_no_bytes_are_a_danger() {
        let whole = made(0x21, 0x11, &[1, 2, 3, 4, 5, 6, 7, 8, 0, 90, 0, 100, 4, 0, 0]);
        let line = b"PROXY TCP4 1.2.3.4 5.6.7.8 90 100\r\n";
        for text in [&whole[..], line] {
            for end in 0..text.len() {
                assert_eq!(read(&text[..end]), Ok(None));
            }
            for at in 0..text.len() {
                for byte in 0..=255 {
                    let mut text = text.to_vec();
                    text[at] = byte;
                    let _ = read(&text);
                }
            }
        }
    }
}
