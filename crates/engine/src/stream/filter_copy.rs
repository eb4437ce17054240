//! Bytes of one direction in TCP mode that pass filters.

use super::copy::Way;
use super::filter::SharedFilters;
use crate::conn::Conn;
use moongate_state::{Cause, Txn};
use std::task::{Context, Poll};

/// Moves what can be moved; the cause if a side, or a filter, failed.
pub(super) fn poll(
    way: &mut Way,
    cx: &mut Context<'_>,
    filters: &SharedFilters,
    (txn, response): (&mut Txn, bool),
    (from, to): (&mut Conn, &mut Conn),
    (reader, writer): (Cause, Cause),
) -> Option<Cause> {
    let mut filters = filters.borrow_mut();
    while !way.over {
        let most = way.allowance(cx, from);
        let taken = filters.take(response, from, most);
        way.took(taken);
        let Ok(moved) = filters.run(cx, txn, response, false) else {
            return Some(Cause::Internal);
        };
        let out = filters.out(response);
        way.moved += out.len() as u64;
        to.output.push(out);
        out.clear();
        if !to.output.is_empty() {
            match to.poll_flush(cx) {
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(_)) => return Some(writer),
                Poll::Pending => return None,
            }
        }
        if filters.is_over(response) {
            way.over = true;
            let _ = to.stream.shutdown_write();
            return None;
        }
        if taken > 0 || moved {
            continue;
        }
        if most == 0 || !filters.wants_more(response) || from.input.is_full() {
            return None;
        }
        from.input.release();
        match from.poll_fill(cx) {
            Poll::Ready(Ok(_)) => {}
            Poll::Ready(Err(_)) => return Some(reader),
            Poll::Pending => return None,
        }
    }
    None
}
