//! How the body of a message is delimited (RFC 9112 §6.3), and what is refused on the way.

use crate::known::Known;
use crate::message::{Head, Version};
use crate::values::split_list;
use crate::{Fault, Malformed};

/// The framing of a body.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// There is none.
    None,
    /// That many bytes.
    Length(u64),
    /// Chunks, then perhaps trailers.
    Chunked,
    /// Everything until the connection closes.
    UntilClose,
}

/// The framing of a request's body. Equal lengths are joined into one; beside `Transfer-Encoding`
/// the length is removed and the message made the last of its connection (RFC 9112 §6.1).
pub fn request_body(head: &mut Head) -> Result<Body, Malformed> {
    let lengths = Known::ContentLength.bit() | Known::TransferEncoding.bit();
    if head.seen & lengths == 0 {
        return Ok(Body::None);
    }
    let body = match coding(head)? {
        Coding::None => content_length(head)?.map_or(Body::None, Body::Length),
        Coding::Chunked => Body::Chunked,
        Coding::OthersThenChunked => return Err(Malformed::new(Fault::UnknownCoding, 0)),
    };
    let old_bodyless =
        head.version() < Version::Http11 && matches!(head.method(), b"GET" | b"HEAD" | b"DELETE");
    if old_bodyless && !matches!(body, Body::None | Body::Length(0)) {
        return Err(Malformed::new(Fault::UnexpectedBody, 0));
    }
    Ok(body)
}

/// The framing of the body of a response to a request with that method; otherwise as
/// [`request_body`]. Headers are checked even where there can be no body.
pub fn response_body(head: &mut Head, request_method: &[u8]) -> Result<Body, Malformed> {
    let framed = match coding(head)? {
        Coding::None => content_length(head)?.map_or(Body::UntilClose, Body::Length),
        Coding::Chunked => Body::Chunked,
        Coding::OthersThenChunked => return Err(Malformed::new(Fault::UnknownCoding, 0)),
    };
    let status = head.status();
    let none = request_method == b"HEAD"
        || matches!(status, 100..=199 | 204 | 304)
        || (request_method == b"CONNECT" && (200..=299).contains(&status));
    if status == 204 {
        // RFC 9112 §6.1, RFC 9110 §8.6: it has neither header.
        head.remove_known(Known::TransferEncoding);
        head.remove_known(Known::ContentLength);
    }
    if status == 101 && crate::hop::upgrade_token(head).is_none() {
        return Err(Malformed::new(Fault::Upgrade, 0));
    }
    Ok(if none { Body::None } else { framed })
}

enum Coding {
    None,
    Chunked,
    OthersThenChunked,
}

/// Reads `Transfer-Encoding` (RFC 9112 §6.1): `chunked` must be there once, and last.
fn coding(head: &mut Head) -> Result<Coding, Malformed> {
    if head.seen & Known::TransferEncoding.bit() == 0 {
        return Ok(Coding::None);
    }
    let fault = Malformed::new(Fault::TransferEncoding, 0);
    let mut any = false;
    let mut others = false;
    let mut chunked = false;
    let mut exact = true;
    for value in head.known(Known::TransferEncoding).flat_map(split_list) {
        any = true;
        if chunked || value.is_empty() {
            return Err(fault);
        }
        chunked = value.eq_ignore_ascii_case(b"chunked");
        others |= !chunked;
        exact &= value == b"chunked";
    }
    if !any {
        return Ok(Coding::None);
    }
    if !chunked {
        return Err(fault);
    }
    if !others && !exact {
        // Another case may be unknown to the next hop.
        let value = head.store(b"chunked");
        head.replace_known(Known::TransferEncoding, value);
    }
    let both = head.seen & Known::ContentLength.bit() != 0;
    if both {
        content_length(head)?;
        head.remove_known(Known::ContentLength);
    }
    if both || head.version() < Version::Http11 {
        head.set_last();
    }
    Ok(if others { Coding::OthersThenChunked } else { Coding::Chunked })
}

/// Reads `Content-Length` (RFC 9112 §6.3 point 5): several values must be equal, and become one.
fn content_length(head: &mut Head) -> Result<Option<u64>, Malformed> {
    let mut length = None;
    let mut count = 0;
    for value in head.known(Known::ContentLength).flat_map(split_list) {
        let number = parse_length(value)?;
        if length.is_some_and(|length| length != number) {
            return Err(Malformed::new(Fault::LengthConflict, 0));
        }
        length = Some(number);
        count += 1;
    }
    if count > 1 {
        join_lengths(head);
    }
    Ok(length)
}

fn parse_length(value: &[u8]) -> Result<u64, Malformed> {
    let fault = Malformed::new(Fault::ContentLength, 0);
    if value.is_empty() {
        return Err(fault);
    }
    value.iter().try_fold(0u64, |length, digit| {
        let digit = digit.checked_sub(b'0').filter(|d| *d < 10).ok_or(fault)?;
        let length = length.checked_mul(10).and_then(|l| l.checked_add(u64::from(digit)));
        length.filter(|l| *l <= i64::MAX as u64).ok_or(fault)
    })
}

/// Keeps the first line of `Content-Length`, and of it the first value.
fn join_lengths(head: &mut Head) {
    let mut found = false;
    head.fields.retain(|f| f.known != Known::ContentLength || !std::mem::replace(&mut found, true));
    for field in head.fields.iter_mut().filter(|f| f.known == Known::ContentLength) {
        let text = &head.arena[field.value.range()];
        let digits = text.iter().take_while(|b| b.is_ascii_digit()).count() as u32;
        field.tidy &= digits == field.value.len;
        field.value.len = digits;
    }
}
