//! When a connection was accepted and a request came.

use super::{Alias, DateStyle, Value};
use crate::{Cx, date};
use std::time::SystemTime;

pub(super) const ALL: &[Alias] = &[
    Alias::new("T", "When the connection was accepted, in UTC.", |cx| {
        Value::Date(accepted(cx), DateStyle::Utc)
    }),
    Alias::new("Tl", "When the connection was accepted, in local time.", |cx| {
        Value::Date(accepted(cx), DateStyle::Local)
    }),
    Alias::new("Ts", "When the connection was accepted, in seconds since 1970.", |cx| {
        Value::Hexable(date::unix(accepted(cx)).0, 4)
    }),
    Alias::new("t", "When the connection was accepted, in local time with milliseconds.", |cx| {
        Value::Date(accepted(cx), DateStyle::Millis)
    }),
    Alias::new("ms", "The milliseconds of when the connection was accepted.", |cx| {
        Value::Date(accepted(cx), DateStyle::OnlyMillis)
    }),
    Alias::new("tr", "When the request began, in local time with milliseconds.", |cx| {
        Value::Date(requested(cx), DateStyle::Millis)
    }),
    Alias::new("trg", "When the request began, in UTC.", |cx| {
        Value::Date(requested(cx), DateStyle::Utc)
    }),
    Alias::new("trl", "When the request began, in local time.", |cx| {
        Value::Date(requested(cx), DateStyle::Local)
    }),
];

fn accepted(cx: &Cx<'_>) -> SystemTime {
    date::at(cx.txn.times.accepted)
}

/// When the first byte came; a request of which none came is dated by its connection.
fn requested(cx: &Cx<'_>) -> SystemTime {
    date::at(cx.txn.times.first_byte.unwrap_or(cx.txn.times.accepted))
}
