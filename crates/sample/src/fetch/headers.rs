//! What the header fetches of requests and responses share: names, occurrences, conversions.

use crate::args::BadArg;
use crate::{ArgValue, Args, Fetched, Missing, Sample};
use moongate_http::{Head, split_list};
use moongate_lang::spec::{Arg, ArgKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::ControlFlow;

/// `([name[,occurrence]])`
pub(super) const NAME_AND_OCCURRENCE: &[Arg] =
    &[Arg::optional("name", ArgKind::Str), Arg::optional("occurrence", ArgKind::Sint)];

/// The occurrence can't be further from the end than values are remembered.
pub(super) fn check_occurrence(args: &mut [ArgValue]) -> Result<(), BadArg> {
    match args.get(1) {
        Some(ArgValue::Sint(at)) if *at < -10 => Err(BadArg {
            index: 1,
            message: "an occurrence has to be -10 or more".into(),
            help: Some("-1 is the last one, -2 the one before".into()),
        }),
        _ => Ok(()),
    }
}

/// `([name])`
pub(super) const NAME: &[Arg] = &[Arg::optional("name", ArgKind::Str)];

/// `([delimiter])`
pub(super) const DELIMITER: &[Arg] = &[Arg::optional("delimiter", ArgKind::Str)];

/// Where every value goes.
pub(super) type See<'s, 'a> = &'s mut dyn FnMut(Sample<'a>) -> ControlFlow<()>;

/// How many values back a negative occurrence may reach, as in HAProxy.
const HISTORY: usize = 10;

/// Comma-delimited values of the header, or of all headers if there is no name.
pub(super) fn values<'a>(head: &'a Head, name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    lines(head, name).flat_map(split_list)
}

/// Whole lines of the header, or of all headers if there is no name. Spaces around a value, which only
/// rules can have put there, aren't part of it.
pub(super) fn lines<'a>(head: &'a Head, name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let named = move |known: &[u8]| name.is_empty() || known.eq_ignore_ascii_case(name);
    head.fields().filter(move |(known, _)| named(known)).map(|(_, value)| value.trim_ascii())
}

/// The one that argument 1 asks for, counted from 1, or from -1 backwards; the last by default.
pub(super) fn pick<'a>(
    mut list: impl Iterator<Item = &'a [u8]>,
    args: &Args,
) -> Result<&'a [u8], Missing> {
    // Without a name there is none that is meant.
    if args.str(0).is_empty() {
        return Err(Missing::Absent);
    }
    match args.sint(1).unwrap_or(0) {
        0 | -1 => list.last(),
        at if at > 0 => list.nth(usize::try_from(at - 1).unwrap_or(usize::MAX)),
        back => from_the_end(list, usize::try_from(-back).unwrap_or(usize::MAX)),
    }
    .ok_or(Missing::Absent)
}

fn from_the_end<'a>(list: impl Iterator<Item = &'a [u8]>, back: usize) -> Option<&'a [u8]> {
    let mut ring = [&b""[..]; HISTORY];
    let mut seen = 0;
    for value in list {
        ring[seen % HISTORY] = value;
        seen += 1;
    }
    (back <= HISTORY && back <= seen).then(|| ring[(seen - back) % HISTORY])
}

/// Hands on all values, or only the one that argument 1 asks for.
pub(super) fn each<'a>(
    mut list: impl Iterator<Item = &'a [u8]>,
    args: &Args,
    convert: impl Fn(&'a [u8]) -> Option<Sample<'a>>,
    see: See<'_, 'a>,
) -> Result<(), Missing> {
    if args.sint(1).unwrap_or(0) != 0 {
        let value = convert(pick(list, args)?).ok_or(Missing::Absent)?;
        let _ = see(value);
        return Ok(());
    }
    if args.str(0).is_empty() {
        return Err(Missing::Absent);
    }
    let _ = list.try_for_each(|value| convert(value).map_or(ControlFlow::Continue(()), &mut *see));
    Ok(())
}

/// Text as it is.
pub(super) fn text(value: &[u8]) -> Option<Sample<'_>> {
    Some(Sample::str(value))
}

/// An address as `hdr_ip` reads it: IPv4, IPv4 with a port, IPv6, IPv6 in brackets (RFC 7239
/// section 6).
pub(super) fn address(value: &[u8]) -> Option<Sample<'_>> {
    let text = std::str::from_utf8(value).ok()?;
    if let Ok(ip) = text.parse::<IpAddr>() {
        return Some(Sample::ip(ip));
    }
    if let Some(inside) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        return inside.parse::<Ipv6Addr>().ok().map(Sample::Ipv6);
    }
    let (ip, port) = text.rsplit_once(':')?;
    let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    (digits && port.parse::<u16>().is_ok()).then_some(())?;
    ip.parse::<Ipv4Addr>().ok().map(Sample::Ipv4)
}

/// The integer at the start of a text; 0 if there is none. It stays at the limits of 64 bits.
pub(super) fn integer(value: &[u8]) -> i64 {
    let (negative, digits) = match value {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let digits = digits.iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0i64, |sum, byte| {
        let digit = i64::from(byte - b'0');
        let digit = if negative { -digit } else { digit };
        sum.saturating_mul(10).saturating_add(digit)
    })
}

/// The number that [`integer`] reads, as a value.
pub(super) fn number(value: &[u8]) -> Option<Sample<'_>> {
    Some(Sample::Sint(integer(value)))
}

/// How many there are.
pub(super) fn count<'a>(list: impl Iterator<Item = &'a [u8]>) -> Fetched<'static> {
    Ok(Sample::Sint(i64::try_from(list.count()).unwrap_or(i64::MAX)))
}

/// Names joined with the first character of argument 0, or commas.
pub(super) fn join<'a>(names: impl Iterator<Item = &'a [u8]>, args: &Args) -> Fetched<'static> {
    let delimiter = args.str(0).first().copied().unwrap_or(b',');
    let mut text = Vec::new();
    for name in names {
        if !text.is_empty() {
            text.push(delimiter);
        }
        text.extend_from_slice(name);
    }
    Ok(Sample::string(text))
}

/// All fields as they would be sent, with the empty line that ends them.
pub(super) fn block(head: &Head) -> Fetched<'static> {
    let mut text = Vec::new();
    for (name, value) in head.fields() {
        for part in [name, b": ", value, b"\r\n"] {
            text.extend_from_slice(part);
        }
    }
    text.extend_from_slice(b"\r\n");
    Ok(Sample::Bin(text.into()))
}

/// All fields as length-prefixed strings, ended by two empty ones.
pub(super) fn binary_block(head: &Head) -> Fetched<'static> {
    let mut bytes = Vec::new();
    for (name, value) in head.fields() {
        for part in [name, value] {
            write_varint(&mut bytes, part.len() as u64);
            bytes.extend_from_slice(part);
        }
    }
    bytes.extend_from_slice(&[0, 0]);
    Ok(Sample::Bin(bytes.into()))
}

/// The variable-length integers of SPOE: below 240 one byte; above, four bits in the first byte
/// and seven in each of the following.
fn write_varint(bytes: &mut Vec<u8>, mut number: u64) {
    if number < 240 {
        bytes.push(number as u8);
        return;
    }
    bytes.push((number | 0xf0) as u8);
    number = (number - 240) >> 4;
    while number >= 128 {
        bytes.push((number | 0x80) as u8);
        number = (number - 128) >> 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let reads = |text: &'static str| address(text.as_bytes());
        assert!(reads("192.0.2.1").is_some());
        assert_eq!(reads("192.0.2.1:80"), reads("192.0.2.1"));
        assert_eq!(reads("[2001:db8::1]"), reads("2001:db8::1"));
        for wrong in ["192.0.2.1:", "192.0.2.1:99999", "192.0.2.1:+1", "[::1]:80", "", "a"] {
            assert_eq!(reads(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn integers_stop_at_the_first_letter_and_at_the_limits() {
        assert_eq!(integer(b"12abc"), 12);
        assert_eq!(integer(b"-7"), -7);
        assert_eq!(integer(b""), 0);
        assert_eq!(integer(b"99999999999999999999"), i64::MAX);
        assert_eq!(integer(b"-99999999999999999999"), i64::MIN);
    }

    #[test]
    fn varints_grow_at_240() {
        let bytes = |number| {
            let mut bytes = Vec::new();
            write_varint(&mut bytes, number);
            bytes
        };
        assert_eq!(bytes(239), [239]);
        assert_eq!(bytes(240), [240, 0]);
        assert_eq!(bytes(2287), [255, 127]);
        assert_eq!(bytes(2288), [240, 128, 0]);
    }

    #[test]
    fn occurrences_count_from_both_ends() {
        let list = || [&b"a"[..], b"b", b"c"].into_iter();
        assert_eq!(from_the_end(list(), 3), Some(&b"a"[..]));
        assert_eq!(from_the_end(list(), 4), None);
        let many = || (0..30).map(|_| &b"x"[..]);
        assert_eq!(from_the_end(many(), 11), None);
    }
}
