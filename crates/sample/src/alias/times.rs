//! Timers in milliseconds (manual 8.4); -1 for a stage that wasn't reached.

use super::{Alias, Value};
use crate::{Cx, Point};
use moongate_state::Times;
use std::time::Instant;

pub(super) const ALL: &[Alias] = &[
    Alias::new("Th", "How long handshakes took.", |cx| Value::Num(handshake(&cx.txn.times))),
    Alias::new("Ti", "How long the connection was idle before the request.", |cx| {
        Value::Num(idle(&cx.txn.times))
    }),
    Alias::new("TR", "How long the request's head took from its first byte.", |cx| {
        Value::Num(head(&cx.txn.times))
    }),
    Alias::new("Tq", "How long it took to get the request: Th + Ti + TR.", |cx| {
        Value::Num(query(&cx.txn.times))
    }),
    Alias::new("Tw", "How long the request waited in queues.", |cx| {
        Value::Num(queue(&cx.txn.times))
    }),
    Alias::new("Tc", "How long it took to connect to the server.", |cx| {
        let times = &cx.txn.times;
        Value::Num(between(times.dequeued, times.connected))
    }),
    Alias::new("Tr", "How long the server took to answer.", |cx| {
        let times = &cx.txn.times;
        Value::Num(between(times.connected, times.response))
    }),
    Alias::new("Td", "How long the response's data took.", |cx| {
        let times = &cx.txn.times;
        Value::Num(between(times.response.or(times.connected), Some(end(times))))
    }),
    Alias::new("Ta", "How long the request was active.", |cx| {
        let times = &cx.txn.times;
        total(cx, millis(times.first_byte.unwrap_or(times.handshaken), end(times)))
    }),
    Alias::new("Tt", "How long the stream lasted.", |cx| {
        total(cx, millis(cx.txn.times.accepted, end(&cx.txn.times)))
    }),
    Alias::new("Tu", "How long the stream lasted without idle time.", |cx| {
        let times = &cx.txn.times;
        total(cx, millis(times.accepted, end(times)) - idle(times).max(0))
    }),
];

/// A total that is logged before the end carries a plus sign (`option logasap`).
fn total(cx: &Cx<'_>, millis: i64) -> Value<'static> {
    if cx.txn.times.finished.is_none() && cx.point == Point::Log {
        Value::Partial(millis)
    } else {
        Value::Num(millis)
    }
}

fn end(times: &Times) -> Instant {
    times.finished.unwrap_or_else(Instant::now)
}

fn millis(from: Instant, to: Instant) -> i64 {
    i64::try_from(to.saturating_duration_since(from).as_millis()).unwrap_or(i64::MAX)
}

fn between(from: Option<Instant>, to: Option<Instant>) -> i64 {
    match (from, to) {
        (Some(from), Some(to)) => millis(from, to),
        _ => -1,
    }
}

fn handshake(times: &Times) -> i64 {
    millis(times.accepted, times.handshaken)
}

fn idle(times: &Times) -> i64 {
    between(Some(times.handshaken), times.first_byte)
}

fn head(times: &Times) -> i64 {
    between(times.first_byte, times.request)
}

fn query(times: &Times) -> i64 {
    match (idle(times), head(times)) {
        (idle @ 0.., head @ 0..) => handshake(times) + idle + head,
        _ => -1,
    }
}

/// From the request's end, or in TCP mode, which has no request, from the handshakes' end.
fn queue(times: &Times) -> i64 {
    between(Some(times.request.unwrap_or(times.handshaken)), times.dequeued)
}
