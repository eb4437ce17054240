//! `ip.*`: an IP packet's header (RFC 791, RFC 8200).

use super::{BIN, SINT, cut, word};
use crate::convert::prelude::*;

/// `ip.data`
pub static DATA: Converter = Converter {
    name: "ip.data",
    sentence: "What is behind an IP packet's header, its options and extensions.",
    examples: &[
        Example::plain("bin(450000160001400040060000c0000201c6336401aabb),ip.data,hex", "AABB"),
        Example::absent("", "bin(45),ip.data"),
    ],
    eval: Eval::Fn(|value, _, _| {
        let range = with(&value, |ip| Some(Ip::read(ip)?.end..ip.len()));
        cut(value, range)
    }),
    ..BIN
};

/// `ip.hdr`
pub static HDR: Converter = Converter {
    name: "ip.hdr",
    sentence: "An IP packet's header with its options and extensions.",
    examples: &[
        Example::plain("bin(450000160001400040060000c0000201c6336401aabb),ip.hdr,hex,length", "40"),
        Example::absent("", "str(),ip.hdr"),
    ],
    eval: Eval::Fn(|value, _, _| {
        let range = with(&value, |ip| Some(0..Ip::read(ip)?.end));
        cut(value, range)
    }),
    ..BIN
};

/// `ip.df`
pub static DF: Converter = Converter {
    name: "ip.df",
    sentence: "1 if the packet must not be fragmented (as always with IPv6), else 0.",
    examples: &[
        Example::plain("bin(450000280001400040060000c0000201c6336401),ip.df", "1"),
        Example::plain("bin(450000280001000040060000c0000201c6336401),ip.df", "0"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |ip| ip.df.into())),
    ..SINT
};

/// `ip.src`
pub static SRC: Converter = Converter {
    name: "ip.src",
    output: Type::Addr,
    sentence: "The address that an IP packet comes from.",
    examples: &[
        Example::plain("bin(450000280001400040060000c0000201c6336401),ip.src", "192.0.2.1"),
        Example::absent("", "bin(75),ip.src"),
    ],
    eval: Eval::Fn(|value, _, _| with(&value, |ip| Some(Sample::ip(Ip::read(ip)?.source)))),
    ..BIN
};

/// `ip.dst`
pub static DST: Converter = Converter {
    name: "ip.dst",
    output: Type::Addr,
    sentence: "The address that an IP packet goes to.",
    examples: &[
        Example::plain("bin(450000280001400040060000c0000201c6336401),ip.dst", "198.51.100.1"),
        Example::absent("", "bin(75),ip.dst"),
    ],
    eval: Eval::Fn(|value, _, _| with(&value, |ip| Some(Sample::ip(Ip::read(ip)?.destination)))),
    ..BIN
};

/// `ip.proto`
pub static PROTO: Converter = Converter {
    name: "ip.proto",
    sentence: "The protocol within an IP packet: 6 for TCP, 17 for UDP.",
    examples: &[
        Example::plain("bin(450000280001400040060000c0000201c6336401),ip.proto", "6"),
        Example::absent("", "bin(45),ip.proto"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |ip| ip.protocol.into())),
    ..SINT
};

/// `ip.tos`
pub static TOS: Converter = Converter {
    name: "ip.tos",
    sentence: "The type of service (IPv4) or traffic class (IPv6) of a packet.",
    examples: &[
        Example::plain("bin(452800280001400040060000c0000201c6336401),ip.tos", "40"),
        Example::absent("", "bin(45),ip.tos"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |ip| ip.tos.into())),
    ..SINT
};

/// `ip.ttl`
pub static TTL: Converter = Converter {
    name: "ip.ttl",
    sentence: "The time to live (IPv4) or hop limit (IPv6) of a packet.",
    examples: &[
        Example::plain("bin(450000280001400040060000c0000201c6336401),ip.ttl", "64"),
        Example::absent("", "bin(45),ip.ttl"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |ip| ip.ttl.into())),
    ..SINT
};

/// `ip.ver`
pub static VER: Converter = Converter {
    name: "ip.ver",
    sentence: "The version of an IP packet: 4 or 6.",
    examples: &[
        Example::plain("bin(450000280001400040060000c0000201c6336401),ip.ver", "4"),
        Example::absent("", "str(),ip.ver"),
    ],
    eval: Eval::Fn(|value, _, _| {
        with(&value, |ip| ip.first().map(|first| Sample::Sint((first >> 4).into())))
    }),
    ..SINT
};

/// What a header says.
pub(super) struct Ip {
    /// Whether it is IPv6.
    pub(super) v6: bool,
    pub(super) tos: u8,
    pub(super) df: bool,
    pub(super) ttl: u8,
    pub(super) protocol: u8,
    /// Options or extensions are there.
    pub(super) options: bool,
    pub(super) source: std::net::IpAddr,
    pub(super) destination: std::net::IpAddr,
    /// Where what is within begins.
    pub(super) end: usize,
}

impl Ip {
    /// Reads a header; none if it isn't whole.
    pub(super) fn read(ip: &[u8]) -> Option<Self> {
        match ip.first()? >> 4 {
            4 => Self::v4(ip),
            6 => Self::v6(ip),
            _ => None,
        }
    }

    fn v4(ip: &[u8]) -> Option<Self> {
        let end = usize::from(ip[0] & 15) * 4;
        let head = ip.get(..end).filter(|head| head.len() >= 20)?;
        Some(Self {
            v6: false,
            tos: head[1],
            df: head[6] & 0x40 != 0,
            ttl: head[8],
            protocol: head[9],
            options: end > 20,
            source: <[u8; 4]>::try_from(&head[12..16]).ok()?.into(),
            destination: <[u8; 4]>::try_from(&head[16..20]).ok()?.into(),
            end,
        })
    }

    fn v6(ip: &[u8]) -> Option<Self> {
        let head = ip.first_chunk::<40>()?;
        let (mut protocol, mut end) = (head[6], 40);
        // RFC 8200 section 4.1, and 51 (RFC 4302), whose length counts 4 bytes.
        while let 0 | 43 | 44 | 51 | 60 | 135 | 139 | 140 = protocol {
            let (next, length) = (*ip.get(end)?, usize::from(*ip.get(end + 1)?));
            end += match protocol {
                44 => 8,
                51 => (length + 2) * 4,
                _ => (length + 1) * 8,
            };
            protocol = next;
        }
        ip.get(..end)?;
        Some(Self {
            v6: true,
            tos: (word(ip, 0)? >> 4) as u8,
            df: true,
            ttl: head[7],
            protocol,
            options: end > 40,
            source: <[u8; 16]>::try_from(&head[8..24]).ok()?.into(),
            destination: <[u8; 16]>::try_from(&head[24..40]).ok()?.into(),
            end,
        })
    }
}

pub(super) fn with<R>(value: &Sample<'_>, read: impl FnOnce(&[u8]) -> Option<R>) -> Option<R> {
    match value {
        Sample::Str(bytes) | Sample::Bin(bytes) => read(bytes),
        _ => None,
    }
}

fn number<'a>(value: &Sample<'_>, of: fn(&Ip) -> i64) -> Option<Sample<'a>> {
    with(value, |ip| Ip::read(ip).as_ref().map(of)).map(Sample::Sint)
}
