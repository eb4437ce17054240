//! `eth.*`: an Ethernet frame's header (IEEE 802.3, VLAN tags of 802.1Q and 802.1ad).

use super::{BIN, SINT, cut, word};
use crate::convert::prelude::*;

/// `eth.data`
pub static DATA: Converter = Converter {
    name: "eth.data",
    sentence: "What is behind an Ethernet frame's header and its VLAN tags.",
    examples: &[
        Example::plain("bin(0102030405060708090a0b0c0800aabb),eth.data,hex", "AABB"),
        Example::absent("", "bin(0102),eth.data"),
    ],
    eval: Eval::Fn(|value, _, _| {
        let range = with(&value, |frame| Some(header(frame)?.0..frame.len()));
        cut(value, range)
    }),
    ..BIN
};

/// `eth.dst`
pub static DST: Converter = Converter {
    name: "eth.dst",
    sentence: "The address that an Ethernet frame goes to, in 6 bytes.",
    examples: &[
        Example::plain("bin(0102030405060708090a0b0c0800),eth.dst,hex", "010203040506"),
        Example::absent("", "bin(01),eth.dst"),
    ],
    eval: Eval::Fn(|value, _, _| cut(value, Some(0..6))),
    ..BIN
};

/// `eth.src`
pub static SRC: Converter = Converter {
    name: "eth.src",
    sentence: "The address that an Ethernet frame comes from, in 6 bytes.",
    examples: &[
        Example::plain("bin(0102030405060708090a0b0c0800),eth.src,hex", "0708090A0B0C"),
        Example::absent("", "bin(01),eth.src"),
    ],
    eval: Eval::Fn(|value, _, _| cut(value, Some(6..12))),
    ..BIN
};

/// `eth.hdr`
pub static HDR: Converter = Converter {
    name: "eth.hdr",
    sentence: "An Ethernet frame's header with its VLAN tags.",
    examples: &[
        Example::plain("bin(0102030405060708090a0b0c0800aabb),eth.hdr,hex,length", "28"),
        Example::plain("bin(0102030405060708090a0b0c810000070800aabb),eth.hdr,hex,length", "36"),
    ],
    eval: Eval::Fn(|value, _, _| {
        let range = with(&value, |frame| Some(0..header(frame)?.0));
        cut(value, range)
    }),
    ..BIN
};

/// `eth.proto`
pub static PROTO: Converter = Converter {
    name: "eth.proto",
    sentence: "The protocol within an Ethernet frame: 2048 for IPv4, 34525 for IPv6.",
    examples: &[
        Example::plain("bin(0102030405060708090a0b0c0800),eth.proto", "2048"),
        Example::plain("bin(0102030405060708090a0b0c8100000786dd),eth.proto", "34525"),
    ],
    eval: Eval::Fn(|value, _, _| {
        with(&value, |frame| word(frame, header(frame)?.0 - 2)).map(|it| Sample::Sint(it.into()))
    }),
    ..SINT
};

/// `eth.vlan`
pub static VLAN: Converter = Converter {
    name: "eth.vlan",
    sentence: "The last VLAN of an Ethernet frame's header; none without a tag.",
    examples: &[
        Example::plain("bin(0102030405060708090a0b0c8100e0070800),eth.vlan", "7"),
        Example::absent("", "bin(0102030405060708090a0b0c0800),eth.vlan"),
    ],
    eval: Eval::Fn(|value, _, _| {
        with(&value, |frame| header(frame)?.1).map(|vlan| Sample::Sint(vlan.into()))
    }),
    ..SINT
};

fn with<R>(value: &Sample<'_>, read: impl FnOnce(&[u8]) -> Option<R>) -> Option<R> {
    match value {
        Sample::Str(bytes) | Sample::Bin(bytes) => read(bytes),
        _ => None,
    }
}

/// Where the header ends, and its last VLAN.
fn header(frame: &[u8]) -> Option<(usize, Option<u16>)> {
    let (mut at, mut vlan) = (12, None);
    while matches!(word(frame, at)?, 0x8100 | 0x88a8) {
        vlan = Some(word(frame, at + 2)? & 0x0fff);
        at += 4;
    }
    Some((at + 2, vlan))
}
