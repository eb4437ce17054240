//! Moves one body from one connection to the other, in the framing that the receiver wants.

use crate::conn::Conn;
use moongate_http::{Body, BodyReader, LAST_CHUNK, Malformed, write_chunk_size, write_trailers};
use std::io;
use std::task::{Context, Poll, ready};

/// Payload up to this size is copied behind what already waits, to be sent with it; more is sent
/// from where it was read.
const COPY_UP_TO: usize = 4096;
/// What may wait to be sent before reading stops.
const OUTPUT_LIMIT: usize = 16_384;
/// Bodies longer than this get a buffer of this size: fewer, larger reads.
const LARGE: usize = 65_536;

/// One direction under way.
#[derive(Debug)]
pub(crate) struct Pump {
    /// The framing to write.
    framing: Body,
    /// Bytes at the front of the sender's input that are payload and not sent yet.
    ready: usize,
    /// The end of the body is written.
    ended: bool,
    /// Payload moved so far, and framing.
    pub moved: u64,
}

/// Why it stopped before the end.
#[derive(Debug)]
pub(crate) enum PumpError {
    /// The sender's connection failed.
    Read(io::Error),
    /// It ended before the body did.
    Truncated,
    /// What it sent is no body.
    Malformed(Malformed),
    /// The receiver's connection failed.
    Write(io::Error),
}

impl Pump {
    /// A pump that writes `framing`.
    pub fn new(framing: Body) -> Self {
        Self { framing, ready: 0, ended: false, moved: 0 }
    }

    /// Whether everything is moved and sent.
    pub fn is_done(&self, to: &Conn) -> bool {
        self.ended && to.output.is_empty()
    }

    /// Whether the whole body was read, sent or not.
    pub fn is_done_sending(&self) -> bool {
        self.ended
    }

    /// Whether payload waits for the receiver.
    pub fn is_blocked(&self) -> bool {
        self.ready > 0
    }

    /// Moves what can be moved now. Ready when all is sent.
    pub fn poll(
        &mut self,
        cx: &mut Context<'_>,
        reader: &mut BodyReader,
        from: &mut Conn,
        to: &mut Conn,
    ) -> Poll<Result<(), PumpError>> {
        loop {
            if self.ready == 0 && !self.ended {
                self.decode(reader, from, to)?;
            }
            if self.ready > 0 {
                ready!(self.poll_payload(cx, from, to))?;
                continue;
            }
            if !to.output.is_empty() {
                ready!(to.poll_flush(cx)).map_err(PumpError::Write)?;
            }
            if self.ended {
                to.output.release();
                return Poll::Ready(Ok(()));
            }
            if reader.left() > LARGE as u64 && from.input.room() < LARGE / 2 {
                from.input.reserve_total(LARGE);
            }
            match ready!(from.poll_fill(cx)) {
                Ok(0) => reader.finish_on_eof().map_err(|_| PumpError::Truncated)?,
                Ok(_) => {}
                Err(error) => return Poll::Ready(Err(PumpError::Read(error))),
            }
        }
    }

    /// Finds the next payload in what was read, and the end of the body.
    fn decode(
        &mut self,
        reader: &mut BodyReader,
        from: &mut Conn,
        to: &mut Conn,
    ) -> Result<(), PumpError> {
        while !reader.is_done() && !from.input.is_empty() && to.output.len() < OUTPUT_LIMIT {
            let step = reader.step(from.input.bytes()).map_err(PumpError::Malformed)?;
            let len = step.data.len();
            if len == 0 {
                from.input.consume(step.consumed);
                continue;
            }
            from.input.consume(step.data.start);
            self.moved += len as u64;
            if self.framing == Body::Chunked {
                write_chunk_size(len, to.output.tail());
            }
            if len > COPY_UP_TO {
                self.ready = len;
                return Ok(());
            }
            to.output.push(&from.input.bytes()[..len]);
            from.input.consume(len);
            if self.framing == Body::Chunked {
                to.output.push(b"\r\n");
            }
        }
        if reader.is_done() {
            self.ended = true;
            from.input.release();
            if self.framing == Body::Chunked {
                end_chunks(reader, to);
            }
        }
        Ok(())
    }

    /// Sends payload from where it was read, behind what waits already.
    fn poll_payload(
        &mut self,
        cx: &mut Context<'_>,
        from: &mut Conn,
        to: &mut Conn,
    ) -> Poll<Result<(), PumpError>> {
        let bytes = &from.input.bytes()[..self.ready];
        let sent = ready!(to.poll_send(cx, bytes)).map_err(PumpError::Write)?;
        from.input.consume(sent);
        self.ready -= sent;
        if self.ready == 0 && self.framing == Body::Chunked {
            to.output.push(b"\r\n");
        }
        Poll::Ready(Ok(()))
    }
}

/// The last chunk and the trailers.
fn end_chunks(reader: &BodyReader, to: &mut Conn) {
    let mut trailers = reader.trailers().peekable();
    if trailers.peek().is_none() {
        to.output.push(LAST_CHUNK);
    } else {
        write_trailers(trailers, to.output.tail());
    }
}
