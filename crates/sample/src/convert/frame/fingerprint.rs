//! `ip.fp`: what hardly changes from packet to packet of one host, in a few bytes (manual 7.3.1).

use super::ip::{Ip, with};
use super::{BIN, tcp, word};
use crate::convert::prelude::*;
use std::net::IpAddr;

/// The declaration.
pub static FP: Converter = Converter {
    name: "ip.fp",
    args: &[Arg::optional("mode", ArgKind::Sint)],
    sentence: "A fingerprint of a host by its SYN packet, of 8 bytes; the mode adds 1 for its TTL, 2 for the kinds of TCP options, 4 for its address.",
    examples: &[
        Example::plain(
            "bin(450000280001400040060000c0000201c6336401c350005000000001000000006002faf000000000020405b4),ip.fp,hex",
            "005060FAF005B401",
        ),
        Example::plain(
            "bin(450000280001400040060000c0000201c6336401c350005000000001000000005002faf000000000),ip.fp(5),hex",
            "005050FAF000000040C0000201",
        ),
        Example::absent("", "bin(45),ip.fp"),
    ],
    eval: Eval::Fn(|value, args, _| {
        let mode = args.sint(0).unwrap_or(0);
        with(&value, |packet| made(packet, mode)).map(|made| Sample::Bin(made.into()))
    }),
    ..BIN
};

fn made(packet: &[u8], mode: i64) -> Option<Vec<u8>> {
    let ip = Ip::read(packet)?;
    let segment = &packet[ip.end..];
    let flags = *segment.get(13)?;
    let length = tcp::header_len(segment)?;
    let kinds = tcp::kinds(segment)?;
    let bit = |truth: bool, at: u32| u8::from(truth) << at;
    let hops = match ip.ttl {
        0..=32 => 0,
        33..=64 => 1,
        65..=128 => 2,
        129.. => 3,
    };
    let scale = tcp::window_scale(segment)?.map_or(0, |scale| scale.min(14) + 1);
    let present = kinds.iter().fold(0, |set, kind| match kind {
        0 | 1 => set,
        2..=8 => set | 1 << (kind - 2),
        9.. => set | 0x80,
    });
    let mut made = vec![
        ip.tos,
        bit(ip.v6, 7)
            | bit(ip.df, 6)
            | hops << 4
            | bit(ip.options, 3)
            | bit(segment.len() > length, 2)
            | bit(flags & 0x80 != 0, 1)
            | bit(flags & 0x40 != 0, 0),
        ((length / 4) as u8 * 16) | scale,
    ];
    made.extend_from_slice(&word(segment, 14)?.to_be_bytes());
    made.extend_from_slice(&tcp::mss(segment)?.to_be_bytes());
    made.push(present);
    if mode & 1 != 0 {
        made.push(ip.ttl);
    }
    if mode & 2 != 0 {
        made.extend_from_slice(&kinds);
    }
    if mode & 4 != 0 {
        match ip.source {
            IpAddr::V4(ip) => made.extend_from_slice(&ip.octets()),
            IpAddr::V6(ip) => made.extend_from_slice(&ip.octets()),
        }
    }
    Some(made)
}
