//! Converters that read the headers of a packet (`fc_saved_syn`): Ethernet, IP and TCP.

use super::Converter;
use super::prelude::*;

mod eth;
mod fingerprint;
mod ip;
mod tcp;

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &eth::DATA,
    &eth::DST,
    &eth::HDR,
    &eth::PROTO,
    &eth::SRC,
    &eth::VLAN,
    &ip::DATA,
    &ip::DF,
    &ip::DST,
    &fingerprint::FP,
    &ip::HDR,
    &ip::PROTO,
    &ip::SRC,
    &ip::TOS,
    &ip::TTL,
    &ip::VER,
    &tcp::DST,
    &tcp::FLAGS,
    &tcp::MSS,
    &tcp::SACK,
    &tcp::TSOPT,
    &tcp::TSVAL,
    &tcp::WSCALE,
    &tcp::WSOPT,
    &tcp::OPTIONS_LIST,
    &tcp::SEQ,
    &tcp::SRC,
    &tcp::WIN,
];

const BIN: Converter = Converter { input: Type::Bin, output: Type::Bin, ..Converter::PLAIN };
const SINT: Converter = Converter { output: Type::Sint, ..BIN };

/// The big-endian number of two bytes at `at`.
fn word(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_be_bytes(*two))
}

/// The big-endian number of four bytes at `at`.
fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}

/// A part of the value's bytes.
fn cut(value: Sample<'_>, range: Option<std::ops::Range<usize>>) -> Option<Sample<'_>> {
    let bytes = bytes(value)?;
    let range = range.filter(|range| range.start <= range.end && range.end <= bytes.len())?;
    Some(Sample::Bin(part(bytes, range)))
}
