//! Fetches from bytes as they came: of TCP streams, and of HTTP messages' bodies.

use super::Fetch;
use crate::{Cx, Missing};
use moongate_state::Channel;

mod body;
mod distcc;
mod len;
mod payload;
mod payload_lv;
mod proto_http;
mod wait_end;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &len::REQ,
    &len::RES,
    &payload::ANY,
    &payload::REQ,
    &payload::RES,
    &payload_lv::ANY,
    &payload_lv::REQ,
    &payload_lv::RES,
    &body::REQ_BODY,
    &body::REQ_BODY_LEN,
    &body::REQ_BODY_SIZE,
    &body::REQ_BODY_PARAM,
    &body::RES_BODY,
    &body::RES_BODY_LEN,
    &body::RES_BODY_SIZE,
    &proto_http::PROTO_HTTP,
    &wait_end::WAIT_END,
    &distcc::BODY,
    &distcc::PARAM,
];

/// The channel that is processed.
fn current<'a>(cx: &Cx<'a>) -> &'a Channel {
    if cx.point.is_response() { &cx.txn.res } else { &cx.txn.req }
}

/// Absent for a stream of HTTP messages: bytes are looked at in TCP mode only.
fn raw(cx: &Cx<'_>) -> Result<(), Missing> {
    if is_http(cx) { Err(Missing::Absent) } else { Ok(()) }
}

/// Whether the stream carries HTTP messages, and one has come.
pub(super) fn is_http(cx: &Cx<'_>) -> bool {
    !cx.txn.request.is_empty()
}

/// `NotYet` while more bytes may come on that channel.
fn missing(cx: &Cx<'_>, channel: &Channel) -> Missing {
    if channel.eof { Missing::Absent } else { cx.not_yet() }
}

/// `offset..offset + length` of the bytes; up to the last one that is there if `length` is 0.
fn slice<'a>(
    cx: &Cx<'a>,
    channel: &'a Channel,
    offset: usize,
    length: usize,
) -> Result<&'a [u8], Missing> {
    let bytes = channel.input.bytes();
    let end = match length {
        0 => bytes.len(),
        length => offset.checked_add(length).ok_or(Missing::Absent)?,
    };
    match bytes.get(offset..end) {
        // Nothing is as good as nothing yet.
        Some([]) | None => Err(missing(cx, channel)),
        Some(part) => Ok(part),
    }
}
