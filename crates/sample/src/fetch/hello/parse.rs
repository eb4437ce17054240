//! Reads a ClientHello out of the bytes of a stream.

use crate::{Cx, Missing};
use moongate_state::Channel;

/// What is read of a hello.
pub(super) struct Hello<'a> {
    pub(super) ciphers: &'a [u8],
    extensions: &'a [u8],
}

/// Takes so many bytes from the front.
fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

/// Takes a vector behind its length of so many bytes.
pub(super) fn vector<'a>(bytes: &mut &'a [u8], width: usize) -> Option<&'a [u8]> {
    let length = take(bytes, width)?;
    let length = length.iter().fold(0usize, |sum, byte| sum << 8 | usize::from(*byte));
    take(bytes, length)
}

/// The first record's version and content, once it is whole.
fn record<'a>(cx: &Cx<'a>, channel: &'a Channel) -> Result<(u8, &'a [u8]), Missing> {
    let bytes = channel.input.bytes();
    let more = if channel.eof { Missing::Absent } else { cx.not_yet() };
    // Any of the four kinds of records, of version 3 (SSL 3.0 and all TLS).
    match bytes {
        [] | [0x14..=0x17] => return Err(more),
        [0x14..=0x17, 3, ..] => {}
        _ => return Err(Missing::Absent),
    }
    let mut rest = bytes.get(3..).ok_or(more)?;
    Ok((bytes[0], vector(&mut rest, 2).ok_or(more)?))
}

/// The kind of the first handshake message.
pub(super) fn kind(cx: &Cx<'_>, channel: &Channel) -> Result<u8, Missing> {
    record(cx, channel)?.1.first().copied().ok_or(Missing::Absent)
}

/// The version that a ClientHello asks for, as major and minor.
pub(super) fn version(cx: &Cx<'_>, channel: &Channel) -> Result<(u8, u8), Missing> {
    match record(cx, channel)?.1 {
        [1, a, b, c, rest @ ..] => {
            let length = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
            match rest.get(..length).ok_or(Missing::Absent)? {
                [major, minor, ..] => Ok((*major, *minor)),
                _ => Err(Missing::Absent),
            }
        }
        _ => Err(Missing::Absent),
    }
}

/// The ClientHello of the request's stream.
pub(super) fn hello<'a>(cx: &Cx<'a>) -> Result<Hello<'a>, Missing> {
    let (kind, mut rest) = record(cx, &cx.txn.req)?;
    if kind != 0x16 {
        return Err(Missing::Absent);
    }
    read(&mut rest).ok_or(Missing::Absent)
}

fn read<'a>(record: &mut &'a [u8]) -> Option<Hello<'a>> {
    let kind = take(record, 1)?;
    let mut body = vector(record, 3)?;
    let version = take(&mut body, 2)?;
    if kind != [1] || version[0] < 3 {
        return None;
    }
    take(&mut body, 32)?;
    vector(&mut body, 1)?;
    let ciphers = vector(&mut body, 2)?;
    vector(&mut body, 1)?;
    // Old clients end here.
    let extensions = if body.is_empty() { body } else { vector(&mut body, 2)? };
    Some(Hello { ciphers, extensions })
}

impl<'a> Hello<'a> {
    /// An extension's content.
    pub(super) fn extension(&self, wanted: u16) -> Option<&'a [u8]> {
        let mut rest = self.extensions;
        loop {
            let kind = take(&mut rest, 2)?;
            let content = vector(&mut rest, 2)?;
            if kind == wanted.to_be_bytes() {
                return Some(content);
            }
        }
    }
}
