//! How much was moved, how many there are, and how long queues were.

use super::{Alias, Value};
use crate::Point;

pub(super) const ALL: &[Alias] = &[
    Alias::new("B", "Bytes sent to the client.", |cx| {
        // Before the end (`option logasap`) the count isn't final.
        let count = number(cx.txn.bytes_out);
        let open = cx.txn.times.finished.is_none() && cx.point == Point::Log;
        if open { Value::Partial(count) } else { Value::Num(count) }
    }),
    Alias::new("U", "Bytes received from the client.", |cx| Value::Num(number(cx.txn.bytes_in))),
    Alias::new("ac", "Connections of the process.", |cx| {
        Value::Num(number(cx.session().world.counters.connections.get()))
    }),
    Alias::new("fc", "Connections of the frontend.", |cx| {
        Value::Num(number(cx.txn.frontend().fe.sessions.get()))
    }),
    Alias::new("bc", "Streams of the backend.", |cx| {
        Value::Num(number(cx.txn.backend().be.sessions.get()))
    }),
    Alias::new("sc", "Streams of the server.", |cx| {
        Value::Num(cx.txn.server().map_or(0, |server| number(server.counters.sessions.get())))
    }),
    Alias::new("rc", "Retries; with a plus sign if another server took over.", |cx| {
        Value::Retries(cx.txn.retries, cx.txn.redispatched)
    }),
    Alias::new("bq", "Requests before this one in the backend's queue.", |cx| {
        Value::Num(cx.txn.queue_positions.0.into())
    }),
    Alias::new("sq", "Requests before this one in the server's queue.", |cx| {
        Value::Num(cx.txn.queue_positions.1.into())
    }),
    Alias::new("lc", "Log lines of the frontend before this one.", |cx| {
        Value::Num(number(cx.txn.frontend().fe.log_lines.get()))
    }),
    Alias::new("rt", "The number of the request or session.", |cx| {
        // As in HAProxy, 32 bits of it.
        Value::Hexable((cx.txn.number & 0xffff_ffff) as i64, 4)
    }),
    Alias::new("pid", "The number of the process.", |_| {
        Value::Hexable(std::process::id().into(), 4)
    }),
];

fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
