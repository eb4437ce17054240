//! When a connection was accepted and a request came.

use super::{Alias, Value};
use crate::{Cx, date};
use std::borrow::Cow;
use std::time::SystemTime;

pub(super) const ALL: &[Alias] = &[
    Alias::new("T", "When the connection was accepted, in UTC.", |cx| {
        bare(date::clf(accepted(cx), false))
    }),
    Alias::new("Tl", "When the connection was accepted, in local time.", |cx| {
        bare(date::clf(accepted(cx), true))
    }),
    Alias::new("Ts", "When the connection was accepted, in seconds since 1970.", |cx| {
        Value::Hexable(date::unix(accepted(cx)).0, 4)
    }),
    Alias::new("t", "When the connection was accepted, in local time with milliseconds.", |cx| {
        bare(date::millis(accepted(cx)))
    }),
    Alias::new("ms", "The milliseconds of when the connection was accepted.", |cx| {
        bare(format!("{:03}", date::unix(accepted(cx)).1).into_bytes())
    }),
    Alias::new("tr", "When the request began, in local time with milliseconds.", |cx| {
        bare(date::millis(requested(cx)))
    }),
    Alias::new("trg", "When the request began, in UTC.", |cx| {
        bare(date::clf(requested(cx), false))
    }),
    Alias::new("trl", "When the request began, in local time.", |cx| {
        bare(date::clf(requested(cx), true))
    }),
];

fn bare(text: Vec<u8>) -> Value<'static> {
    Value::Bare(Cow::Owned(text))
}

fn accepted(cx: &Cx<'_>) -> SystemTime {
    date::at(cx.txn.times.accepted)
}

/// When the first byte came; a request of which none came is dated by its connection.
fn requested(cx: &Cx<'_>) -> SystemTime {
    date::at(cx.txn.times.first_byte.unwrap_or(cx.txn.times.accepted))
}
