//! Finds the payload in received bytes, for every framing, however the bytes are cut.

use std::fmt;
use std::ops::Range;

use crate::fields::Fields;
use crate::framing::Body;
use crate::known::Known;
use crate::message::Head;
use crate::read::{Limits, read_trailers};
use crate::uri::hex_value;
use crate::{Fault, Malformed};

/// Bytes of a chunk's size line and extensions at most.
const MAX_SIZE_LINE: u32 = 4096;
/// Bytes of a trailer section at most: a head's usual limit.
const MAX_TRAILERS: usize = 16384;

/// What one step found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How many bytes of the input are done with.
    pub consumed: usize,
    /// The payload among them; may be empty.
    pub data: Range<usize>,
    /// Whether the body is complete; what follows `consumed` belongs to the next message.
    pub done: bool,
}

/// The connection closed before the body was complete.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Truncated;

impl fmt::Display for Truncated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection closed before the body was complete")
    }
}

impl std::error::Error for Truncated {}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum State {
    Done,
    Length,
    UntilClose,
    /// In the digits of a chunk's size; how many there were.
    Size(u8),
    /// In the white space after the size.
    Blank,
    /// In an extension.
    Extension,
    /// After the CR of the size line.
    SizeLf,
    Data,
    DataCr,
    DataLf,
    Trailers,
}

/// Reads one body. Consumed bytes need not be kept: the reader holds all that it needs of them.
#[derive(Clone, Debug)]
pub struct BodyReader {
    state: State,
    /// Bytes that are still to come of the body or of the chunk.
    left: u64,
    line: u32,
    raw: Vec<u8>,
    resume: usize,
    trailers: Head,
}

impl BodyReader {
    /// A reader for a body of that framing; it allocates only for trailers.
    pub fn new(body: Body) -> Self {
        let mut reader = BodyReader {
            state: State::Done,
            left: 0,
            line: 0,
            raw: Vec::new(),
            resume: 0,
            trailers: Head::new(),
        };
        reader.reset(body);
        reader
    }

    /// Starts over with another body and keeps the memory.
    pub fn reset(&mut self, body: Body) {
        self.left = 0;
        self.line = 0;
        self.raw.clear();
        self.resume = 0;
        self.trailers.clear();
        self.state = match body {
            Body::None | Body::Length(0) => State::Done,
            Body::Length(length) => {
                self.left = length;
                State::Length
            }
            Body::Chunked => State::Size(0),
            Body::UntilClose => State::UntilClose,
        };
    }

    /// Whether the body is complete.
    #[inline]
    pub fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// How many bytes are left of a body with a length, or of the current chunk.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// `count` bytes of payload went another way than through [`BodyReader::step`] (splicing): right
    /// for a body with a length, of which no more than [`BodyReader::left`], and for one that the
    /// close delimits. Says whether it is one of these.
    pub fn pass(&mut self, count: u64) -> bool {
        match self.state {
            State::Length if count <= self.left => {
                self.left -= count;
                if self.left == 0 {
                    self.state = State::Done;
                }
                true
            }
            State::UntilClose => true,
            _ => false,
        }
    }

    /// Whether the payload is all that comes: no framing stands between its bytes.
    pub fn is_plain(&self) -> bool {
        matches!(self.state, State::Length | State::UntilClose)
    }

    /// Looks at the next bytes. Call again while `consumed` moves on and the body is not done.
    /// The offset in a fault counts from the start of this input; it is 0 for a fault that began
    /// before.
    pub fn step(&mut self, input: &[u8]) -> Result<Step, Malformed> {
        let mut at = 0;
        while at < input.len() {
            match self.state {
                State::Done => break,
                State::UntilClose => return Ok(self.payload(at, input.len())),
                State::Length | State::Data => {
                    let left = usize::try_from(self.left).unwrap_or(usize::MAX);
                    let len = left.min(input.len() - at);
                    self.left -= len as u64;
                    if self.left == 0 {
                        self.state = match self.state {
                            State::Data => State::DataCr,
                            _ => State::Done,
                        };
                    }
                    return Ok(self.payload(at, at + len));
                }
                State::Trailers => at += self.trailer_bytes(&input[at..], at)?,
                _ => {
                    self.framing_byte(input[at], at)?;
                    at += 1;
                }
            }
        }
        Ok(Step { consumed: at, data: at..at, done: self.is_done() })
    }

    fn payload(&self, start: usize, end: usize) -> Step {
        Step { consumed: end, data: start..end, done: self.is_done() }
    }

    /// Takes one byte between the payloads (RFC 9112 §7.1).
    fn framing_byte(&mut self, byte: u8, at: usize) -> Result<(), Malformed> {
        let fault = |fault| Err(Malformed::new(fault, at));
        self.state = match (self.state, byte) {
            (State::DataCr, b'\r') => State::DataLf,
            (State::DataLf, b'\n') => State::Size(0),
            (State::DataCr | State::DataLf, _) => return fault(Fault::ChunkEnd),
            (State::SizeLf, b'\n') => {
                self.line = 0;
                if self.left == 0 { State::Trailers } else { State::Data }
            }
            (State::SizeLf, _) => return fault(Fault::BareCr),
            (State::Size(digits), _) => return self.size_byte(digits, byte, at),
            (_, b'\r') => State::SizeLf,
            (_, b'\n') => return fault(Fault::BareLf),
            (State::Blank, b' ' | b'\t') => State::Blank,
            (State::Blank, b';') => State::Extension,
            (State::Blank, _) => return fault(Fault::ChunkSize),
            (_, 0..=8 | 10..=31 | 127) => return fault(Fault::ChunkExtension),
            (state, _) => state,
        };
        self.line += 1;
        if self.line > MAX_SIZE_LINE {
            return fault(Fault::ChunkExtension);
        }
        Ok(())
    }

    /// Takes a byte of a chunk's size. Thirteen digits at most: larger numbers are not exact in
    /// languages whose only number is a float, and no chunk needs them.
    fn size_byte(&mut self, digits: u8, byte: u8, at: usize) -> Result<(), Malformed> {
        let fault = Malformed::new(Fault::ChunkSize, at);
        self.state = match (hex_value(Some(&byte)), byte) {
            (Some(digit), _) => {
                self.left = self.left << 4 | u64::from(digit);
                if self.left >> 52 != 0 || digits == u8::MAX {
                    return Err(fault);
                }
                State::Size(digits + 1)
            }
            _ if digits == 0 => return Err(fault),
            (_, b'\r') => State::SizeLf,
            (_, b';') => State::Extension,
            (_, b' ' | b'\t') => State::Blank,
            (_, b'\n') => return Err(Malformed::new(Fault::BareLf, at)),
            _ => return Err(fault),
        };
        Ok(())
    }

    /// Takes bytes of the trailer section up to the end of a line; says how many.
    fn trailer_bytes(&mut self, input: &[u8], at: usize) -> Result<usize, Malformed> {
        if self.raw.is_empty() && input.starts_with(b"\r\n") {
            self.state = State::Done;
            return Ok(2);
        }
        let len = memchr::memchr(b'\n', input).map_or(input.len(), |end| end + 1);
        if self.raw.len() + len > MAX_TRAILERS {
            return Err(Malformed::new(Fault::TrailersTooLarge, at));
        }
        let before = self.raw.len();
        self.raw.extend_from_slice(&input[..len]);
        let limits = Limits { max_head: MAX_TRAILERS, ..Limits::default() };
        let end = read_trailers(&mut self.trailers, &self.raw, &limits, &mut self.resume);
        let end = end.map_err(|m| Malformed::new(m.fault, at + m.offset.saturating_sub(before)))?;
        if end.is_some() {
            self.drop_unsafe_trailers();
            self.state = State::Done;
        }
        Ok(len)
    }

    /// Framing, routing and connection headers mean nothing in trailers (RFC 9110 §6.5.1) and could
    /// only mislead a next hop that merges them into the head.
    fn drop_unsafe_trailers(&mut self) {
        for known in Known::NOT_IN_TRAILERS {
            self.trailers.remove_known(known);
        }
        self.trailers.remove(b"trailer");
    }

    /// Tells the reader that no more bytes come: right for a body that the close delimits.
    pub fn finish_on_eof(&mut self) -> Result<(), Truncated> {
        match self.state {
            State::Done => Ok(()),
            State::UntilClose => {
                self.state = State::Done;
                Ok(())
            }
            _ => Err(Truncated),
        }
    }

    /// The trailers of a chunked body, once it is done.
    pub fn trailers(&self) -> Fields<'_> {
        self.trailers.fields()
    }
}
