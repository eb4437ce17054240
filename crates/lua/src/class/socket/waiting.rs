//! Waiting for a socket: at most as long as its script allows.

use super::Socket;
use moongate_net::Stream;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::time::{Instant, timeout_at};

/// What is waited for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    Readable,
    Writable,
    Any,
}

/// What came of a wait.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waited {
    /// Until when the operation may take; it lasts over the waits of one operation where the time
    /// is for all of it.
    pub(super) until: Option<Instant>,
    /// The time is over.
    pub(super) late: bool,
    /// How far the operation had come.
    pub(super) done: usize,
}

/// The wait for an event on a connection.
pub(super) fn wait(
    socket: &Socket,
    stream: Arc<Stream>,
    event: Event,
    before: Option<Waited>,
    done: usize,
) -> impl Future<Output = Waited> + Send + 'static {
    let until = match before.and_then(|before| before.until) {
        Some(until) if socket.total.get() => Some(until),
        _ => socket.timeout.get().and_then(|time| Instant::now().checked_add(time)),
    };
    async move {
        let ready = poll_fn(|task| poll(&stream, event, task));
        let late = match until {
            Some(until) => timeout_at(until, ready).await.is_err(),
            None => {
                ready.await;
                false
            }
        };
        Waited { until, late, done }
    }
}

/// A failure is found by whoever reads or writes next.
fn poll(stream: &Stream, event: Event, task: &mut Context<'_>) -> Poll<()> {
    let polled = match event {
        Event::Readable => stream.poll_readable(task),
        Event::Writable => stream.poll_writable(task),
        Event::Any => match stream.poll_readable(task) {
            Poll::Pending => stream.poll_writable(task),
            ready => ready,
        },
    };
    polled.map(drop)
}
