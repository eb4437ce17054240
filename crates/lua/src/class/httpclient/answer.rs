//! The table that a request gives.

use super::exchange::Outcome;
use crate::raw::{Call, Done, Stack};
use moongate_http::Head;

/// Pushes the answer. Without a whole answer the status is 0 and `error` says why.
pub(super) fn push(call: &Call<'_>, outcome: &Outcome) -> Done {
    call.reserve(16);
    let table = call.push_table(0, 5);
    let status = if outcome.error.is_some() { 0 } else { outcome.head.status() };
    table.set_integer("status", status.into());
    table.set(b"reason", |stack| stack.push_bytes(outcome.head.reason()));
    table.set(b"headers", |stack| push_headers(stack, &outcome.head));
    table.set(b"body", |stack| stack.push_bytes(&outcome.body));
    if let Some(error) = &outcome.error {
        table.set(b"error", |stack| stack.push_bytes(error.as_bytes()));
    }
    Done::Values(1)
}

/// Names, each with a table of its lines' values, counted from 0 (as in HAProxy).
fn push_headers(stack: &Stack<'_>, head: &Head) {
    let headers = stack.push_table(0, head.len());
    let mut names: Vec<&[u8]> = head.fields().map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        headers.set(name, |stack| {
            let values = stack.push_table(1, 0);
            for (at, value) in head.get_all(name).enumerate() {
                values.set_item(at as i64, |stack| stack.push_bytes(value));
            }
        });
    }
}
