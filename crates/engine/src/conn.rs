//! One side of a stream: a socket, what was read from it and not used yet, and what waits to be
//! written to it.

use crate::outlet::Outlet;
use moongate_net::{Buffer, Stream};
use std::io::{self, IoSlice};
use std::task::{Context, Poll, ready};

/// A connection and its two buffers. Both are empty, and hold no memory, while it is idle.
#[derive(Debug)]
pub(crate) struct Conn {
    /// The socket.
    pub stream: Stream,
    /// Received, not used yet.
    pub input: Buffer,
    /// To be sent.
    pub output: Outlet,
    /// The other end won't send more.
    pub eof: bool,
    /// It was reset, or writing failed.
    pub broken: bool,
}

impl Conn {
    /// A connection that nothing went through yet.
    pub fn new(stream: Stream) -> Self {
        Self {
            stream,
            input: Buffer::default(),
            output: Outlet::default(),
            eof: false,
            broken: false,
        }
    }

    /// Reads what is there into `input`; 0 at the end, and then always.
    pub fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if self.eof {
            return Poll::Ready(Ok(0));
        }
        let read = ready!(self.input.poll_fill(cx, &mut self.stream));
        match &read {
            Ok(0) => self.eof = true,
            Ok(_) => {}
            Err(_) => {
                self.eof = true;
                self.broken = true;
            }
        }
        Poll::Ready(read)
    }

    /// Sends all of `output`.
    pub fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.output.is_empty() {
            let wrote = ready!(self.stream.poll_write(cx, self.output.bytes()));
            match wrote {
                Ok(n) => self.output.consume(n),
                Err(error) => return Poll::Ready(Err(self.fail(error))),
            }
        }
        self.output.release();
        Poll::Ready(Ok(()))
    }

    /// Sends all of `output` and then as much as the socket takes of `bytes`; says how much of
    /// them it took.
    pub fn poll_send(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            let wrote = if self.output.is_empty() {
                ready!(self.stream.poll_write(cx, bytes))
            } else {
                let slices = [IoSlice::new(self.output.bytes()), IoSlice::new(bytes)];
                ready!(self.stream.poll_write_vectored(cx, &slices))
            };
            let mut wrote = match wrote {
                Ok(n) => n,
                Err(error) => return Poll::Ready(Err(self.fail(error))),
            };
            let ahead = wrote.min(self.output.len());
            self.output.consume(ahead);
            wrote -= ahead;
            if self.output.is_empty() {
                self.output.release();
                if wrote > 0 || bytes.is_empty() {
                    return Poll::Ready(Ok(wrote));
                }
            }
        }
    }

    /// Ready once something can be read, without a buffer to read it into.
    pub fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<()> {
        if self.eof || !self.input.is_empty() {
            return Poll::Ready(());
        }
        self.stream.poll_readable(cx).map(|_| ())
    }

    fn fail(&mut self, error: io::Error) -> io::Error {
        self.broken = true;
        self.output.clear();
        error
    }
}
