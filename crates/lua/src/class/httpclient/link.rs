//! A connection of a request, with or without TLS.

use moongate_net::Stream;
use moongate_net::tls::Session;
use std::future::poll_fn;
use std::io;
use std::task::Poll;

/// A connection to a server.
#[derive(Debug)]
pub(super) struct Link {
    stream: Stream,
    session: Option<Session>,
}

impl Link {
    pub(super) fn new(stream: Stream, session: Option<Session>) -> Self {
        Self { stream, session }
    }

    /// Reads what is there; `Ok(0)` is the end.
    pub(super) fn read(&mut self, out: &mut Vec<u8>) -> io::Result<usize> {
        match &mut self.session {
            Some(session) => session.read(&self.stream, out),
            None => self.stream.try_read_vec(out),
        }
    }

    /// Takes what it can of `bytes`.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.session {
            Some(session) => session.write(&self.stream, bytes),
            None => self.stream.try_write_first(bytes),
        }
    }

    /// Sends what was taken and waits in between; `WouldBlock` if something remains.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        match &mut self.session {
            Some(session) => session.flush(&self.stream),
            None => Ok(()),
        }
    }

    /// Waits until there is something to read; or, if one `writes`, until the stream takes more.
    pub(super) async fn ready(&self, writes: bool) {
        poll_fn(|task| {
            let readable = self.stream.poll_readable(task).is_ready();
            let writable = writes && self.stream.poll_writable(task).is_ready();
            if readable || writable { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Whether nothing has come, neither data nor the end, as far as the reactor has seen.
    pub(super) fn is_quiet(&mut self) -> bool {
        match &mut self.session {
            Some(session) => session.is_quiet(&self.stream),
            None => self.stream.is_quiet(),
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Some(session) = &mut self.session {
            session.close(&self.stream);
        }
    }
}
