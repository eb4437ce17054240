//! Moves one body from one connection to the other, in the framing that the receiver wants.

use super::filter::SharedFilters;
use crate::conn::Conn;
use crate::throttle::Gate;
use moongate_http::{Body, BodyReader, LAST_CHUNK, write_chunk_size, write_trailers};
use moongate_net::Splice;
use moongate_state::Txn;
use std::io;
use std::task::{Context, Poll, ready};

/// Payload up to this size is copied behind what already waits, to be sent with it; more is sent
/// from where it was read.
const COPY_UP_TO: usize = 4096;
/// What may wait to be sent before reading stops.
const OUTPUT_LIMIT: usize = 16_384;
/// With so much left of a body it is moved within the kernel: below, the extra system calls cost
/// more than the copies (measured in `moongate_net::splice`).
const SPLICE_FROM: u64 = 131_072;
/// A body without a length is taken for a large one after so much of it.
const SPLICE_AFTER: u64 = 524_288;
/// Bytes to ask for at once.
const SPLICE_AT_ONCE: u64 = 1 << 20;

/// One direction under way.
#[derive(Debug)]
pub(crate) struct Pump {
    /// The framing to write.
    framing: Body,
    /// Bytes at the front of the sender's input that are payload and not sent yet.
    ready: usize,
    /// Payload that the chunk being written still needs.
    chunk: usize,
    /// The end of the body is written.
    ended: bool,
    /// Payload moved so far.
    pub moved: u64,
    /// What was taken from the sender, while the request may have to be sent again.
    kept: Option<Box<Kept>>,
    /// Trailers are left out.
    no_trailers: bool,
    /// Moves large payload within the kernel.
    splice: Kernel,
    /// Bandwidth limits.
    pub(super) gate: Option<Box<Gate>>,
    /// Filters that the payload passes, and whether it is an answer's.
    pub(super) filters: Option<(SharedFilters, bool)>,
}

/// A copy of what was taken from the sender.
#[derive(Debug)]
struct Kept {
    bytes: Vec<u8>,
    most: usize,
}

/// Whether payload is moved within the kernel.
#[derive(Debug)]
enum Kernel {
    /// Not yet.
    Unused,
    /// It is.
    Used(Box<Splice>),
    /// The kernel can't, between these two.
    Refused,
}

/// Why it stopped before the end.
#[derive(Debug)]
pub(crate) enum PumpError {
    /// The sender's connection failed.
    Read,
    /// It ended before the body did.
    Truncated,
    /// What it sent is no body.
    Malformed,
    /// The receiver's connection failed.
    Write,
}

impl Pump {
    /// A pump that writes `framing`.
    pub fn new(framing: Body) -> Self {
        Self {
            framing,
            ready: 0,
            chunk: 0,
            ended: false,
            moved: 0,
            kept: None,
            no_trailers: false,
            splice: Kernel::Unused,
            gate: None,
            filters: None,
        }
    }

    /// A pump whose payload passes filters, if there are any.
    pub fn through(framing: Body, filters: Option<SharedFilters>, response: bool) -> Self {
        let filters = filters.map(|filters| (filters, response));
        Self { filters, ..Self::new(framing) }
    }

    /// Doesn't move payload within the kernel; leaves out trailers.
    pub fn restrict(&mut self, no_splice: bool, no_trailers: bool) {
        if no_splice && matches!(self.splice, Kernel::Unused) {
            self.splice = Kernel::Refused;
        }
        self.no_trailers = no_trailers;
    }

    /// Keeps a copy of what is taken from the sender, up to so many bytes.
    pub fn keep(&mut self, most: usize) {
        self.kept = Some(Box::new(Kept { bytes: Vec::new(), most }));
    }

    /// All that was taken from the sender, if it was kept and wasn't too much.
    pub fn take_kept(&mut self) -> Option<Vec<u8>> {
        self.kept.take().map(|kept| kept.bytes)
    }

    /// Takes bytes from the sender.
    fn consume(&mut self, from: &mut Conn, count: usize) {
        if let Some(kept) = &mut self.kept {
            if kept.bytes.len() + count > kept.most {
                self.kept = None;
            } else {
                kept.bytes.extend_from_slice(&from.input.bytes()[..count]);
            }
        }
        from.input.consume(count);
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
        self.ready > 0 || self.is_holding()
    }

    /// Whether the pipe holds payload.
    fn is_holding(&self) -> bool {
        matches!(&self.splice, Kernel::Used(splice) if splice.held() > 0)
    }

    /// Moves what can be moved now. Ready when all is sent.
    pub fn poll(
        &mut self,
        cx: &mut Context<'_>,
        txn: &mut Txn,
        reader: &mut BodyReader,
        from: &mut Conn,
        to: &mut Conn,
    ) -> Poll<Result<(), PumpError>> {
        if self.filters.is_some() {
            return self.poll_filtered(cx, txn, reader, from, to);
        }
        loop {
            let most = self.allowance(cx, reader, from);
            // What the pipe holds goes first, even when the reader has seen the body's end.
            if self.ready == 0 && !self.ended && !self.is_holding() {
                self.decode(reader, from, to, most)?;
            }
            if self.ready > 0 {
                ready!(self.poll_payload(cx, from, to))?;
                continue;
            }
            if !to.output.is_empty() {
                ready!(to.poll_flush(cx)).map_err(|_| PumpError::Write)?;
            }
            if self.ended {
                to.output.release();
                return Poll::Ready(Ok(()));
            }
            if self.gate.is_some() && !from.input.is_empty() {
                if most == 0 {
                    return Poll::Pending;
                }
                continue;
            }
            if self.may_splice(reader, from) {
                ready!(self.poll_splice(cx, reader, from, to))?;
                continue;
            }
            match ready!(from.poll_fill(cx)) {
                Ok(0) => reader.finish_on_eof().map_err(|_| PumpError::Truncated)?,
                Ok(_) => {}
                Err(_) => return Poll::Ready(Err(PumpError::Read)),
            }
        }
    }

    /// How much of what was received may go on now; if none, the task is woken when some may.
    pub(super) fn allowance(
        &mut self,
        cx: &Context<'_>,
        reader: &BodyReader,
        from: &Conn,
    ) -> usize {
        match &mut self.gate {
            Some(gate) if self.ready == 0 && !self.ended && !reader.is_done() => {
                // Without anything to send there is nothing to wait for.
                if from.input.is_empty() { usize::MAX } else { gate.poll(cx, from.input.len()) }
            }
            _ => usize::MAX,
        }
    }

    /// Whether a bandwidth limit is what it waits for.
    pub fn is_throttled(&self) -> bool {
        self.gate.as_ref().is_some_and(|gate| gate.waits())
    }

    /// Whether the rest is large, plain payload for a receiver that wants it plain.
    fn may_splice(&self, reader: &BodyReader, from: &Conn) -> bool {
        match &self.splice {
            _ if self.gate.is_some() => false,
            Kernel::Refused => false,
            Kernel::Used(_) => self.is_holding() || (!from.eof && !reader.is_done()),
            Kernel::Unused => {
                let large = match self.framing {
                    Body::Length(_) => reader.left() >= SPLICE_FROM,
                    Body::UntilClose => self.moved >= SPLICE_AFTER,
                    _ => false,
                };
                large && reader.is_plain() && !from.eof
            }
        }
    }

    /// Moves payload through a pipe, the rest of the last time first.
    fn poll_splice(
        &mut self,
        cx: &mut Context<'_>,
        reader: &mut BodyReader,
        from: &mut Conn,
        to: &mut Conn,
    ) -> Poll<Result<(), PumpError>> {
        // So much isn't kept.
        self.kept = None;
        if matches!(self.splice, Kernel::Unused) {
            self.splice = Kernel::Used(Box::default());
        }
        let Kernel::Used(splice) = &mut self.splice else { return Poll::Ready(Ok(())) };
        if splice.held() == 0 {
            let left = if reader.left() > 0 { reader.left() } else { SPLICE_AT_ONCE };
            let limit = usize::try_from(left.min(SPLICE_AT_ONCE)).unwrap_or(usize::MAX);
            match ready!(splice.poll_fill(cx, &from.stream, limit)) {
                Ok(0) => {
                    from.eof = true;
                    reader.finish_on_eof().map_err(|_| PumpError::Truncated)?;
                }
                Ok(count) => {
                    reader.pass(count as u64);
                    self.moved += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                    self.splice = Kernel::Refused;
                    return Poll::Ready(Ok(()));
                }
                Err(_) => {
                    from.eof = true;
                    from.broken = true;
                    return Poll::Ready(Err(PumpError::Read));
                }
            }
        }
        while splice.held() > 0 {
            let more = !reader.is_done();
            if ready!(splice.poll_drain(cx, &to.stream, more)).is_err() {
                to.broken = true;
                return Poll::Ready(Err(PumpError::Write));
            }
        }
        self.ended = reader.is_done();
        Poll::Ready(Ok(()))
    }

    /// Finds the next payload in what was read, and the end of the body.
    fn decode(
        &mut self,
        reader: &mut BodyReader,
        from: &mut Conn,
        to: &mut Conn,
        most: usize,
    ) -> Result<(), PumpError> {
        let mut most = most;
        while !reader.is_done()
            && !from.input.is_empty()
            && to.output.len() < OUTPUT_LIMIT
            && most > 0
        {
            let bytes = from.input.bytes();
            let bytes = &bytes[..bytes.len().min(most)];
            let step = reader.step(bytes).map_err(|_| PumpError::Malformed)?;
            let len = step.data.len();
            if let Some(gate) = &mut self.gate {
                most -= len;
                gate.take(len as u64);
            }
            if len == 0 {
                self.consume(from, step.consumed);
                continue;
            }
            self.consume(from, step.data.start);
            if self.framing == Body::None {
                // It is for nobody.
                self.consume(from, len);
                continue;
            }
            self.moved += len as u64;
            if self.framing == Body::Chunked && self.chunk == 0 {
                // Chunks that came together go on as one.
                self.chunk = len + payload_in(reader, &from.input.bytes()[len..]);
                write_chunk_size(self.chunk, to.output.tail());
            }
            if len > COPY_UP_TO {
                self.ready = len;
                return Ok(());
            }
            to.output.push(&from.input.bytes()[..len]);
            self.consume(from, len);
            self.count_chunk(len, to);
        }
        if reader.is_done() {
            self.ended = true;
            from.input.release();
            if self.framing == Body::Chunked {
                end_chunks(reader, to, self.no_trailers);
            }
        }
        Ok(())
    }

    /// Writes payload that filters let pass, in the framing of the receiver.
    pub(super) fn frame(
        &mut self,
        payload: &mut Vec<u8>,
        over: bool,
        reader: &BodyReader,
        to: &mut Conn,
    ) -> Result<(), PumpError> {
        if self.ended {
            return Ok(());
        }
        let mut bytes = payload.as_slice();
        if let Body::Length(length) = self.framing {
            // A filter that announced a length keeps to it.
            let left = usize::try_from(length - self.moved).unwrap_or(usize::MAX);
            bytes = &bytes[..bytes.len().min(left)];
        }
        if !bytes.is_empty() && self.framing != Body::None {
            if self.framing == Body::Chunked {
                write_chunk_size(bytes.len(), to.output.tail());
            }
            to.output.push(bytes);
            if self.framing == Body::Chunked {
                to.output.push(b"\r\n");
            }
            self.moved += bytes.len() as u64;
        }
        payload.clear();
        if over {
            match self.framing {
                Body::Chunked => end_chunks(reader, to, self.no_trailers),
                Body::Length(length) if self.moved < length => return Err(PumpError::Truncated),
                _ => {}
            }
            self.ended = true;
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
        let sent = ready!(to.poll_send(cx, bytes)).map_err(|_| PumpError::Write)?;
        self.consume(from, sent);
        self.ready -= sent;
        self.count_chunk(sent, to);
        Poll::Ready(Ok(()))
    }

    /// Payload of a chunk is written; its end follows the last of it.
    fn count_chunk(&mut self, count: usize, to: &mut Conn) {
        if self.framing == Body::Chunked && count > 0 {
            self.chunk -= count;
            if self.chunk == 0 {
                to.output.push(b"\r\n");
            }
        }
    }
}

/// How much payload is in these bytes, which follow what the reader has seen.
fn payload_in(reader: &BodyReader, mut bytes: &[u8]) -> usize {
    if bytes.is_empty() || reader.is_done() {
        return 0;
    }
    let mut reader = reader.clone();
    let mut count = 0;
    while !bytes.is_empty() {
        // A fault, or the end of the body, ends the chunk before it.
        let Ok(step) = reader.step(bytes) else { break };
        count += step.data.len();
        bytes = &bytes[step.consumed..];
        if step.done || step.consumed == 0 {
            break;
        }
    }
    count
}

/// The last chunk and the trailers.
fn end_chunks(reader: &BodyReader, to: &mut Conn, no_trailers: bool) {
    let mut trailers = reader.trailers().peekable();
    if no_trailers || trailers.peek().is_none() {
        to.output.push(LAST_CHUNK);
    } else {
        write_trailers(trailers, to.output.tail());
    }
}

#[cfg(test)]
#[path = "pump_tests.rs"]
mod tests;
