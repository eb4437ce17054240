//! What can be wrong with a received message, in words a log or an error page can show.

use std::fmt;

/// Why a message is refused. Every kind has one plain sentence ([`Fault::text`]).
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The head does not end within the size allowed for it.
    HeadTooLarge,
    /// More header fields than `tune.http.maxhdr` allows.
    TooManyHeaders,
    /// A control character, or a byte above 126 where only ASCII may stand.
    Character,
    /// A CR that no LF follows.
    BareCr,
    /// An LF that no CR precedes, where only CRLF may end the line.
    BareLf,
    /// A method that is empty or has a character that no token may have.
    Method,
    /// A request target that fits none of the four forms of RFC 9112 §3.2, or not its method.
    Target,
    /// A `#` in the request target (RFC 9112 §3.2: a fragment is never sent).
    Fragment,
    /// A protocol name or version that is not `HTTP/1.x`.
    Version,
    /// A status code that is not three digits from 100 to 999.
    Status,
    /// A header name that is empty or has a character that no token may have.
    HeaderName,
    /// White space between a header name and its colon (RFC 9112 §5.1).
    SpaceBeforeColon,
    /// A header line that begins with white space (RFC 9112 §5.2).
    Folded,
    /// A line without a colon.
    MissingColon,
    /// Several `Host` headers that differ.
    HostConflict,
    /// A `Host` that is not the authority of the absolute target (RFC 9112 §3.2.2).
    HostMismatch,
    /// A `Content-Length` that is not a number below 2^63.
    ContentLength,
    /// Several lengths that differ.
    LengthConflict,
    /// A `Transfer-Encoding` whose last coding is not one `chunked`, or that is empty.
    TransferEncoding,
    /// Codings before `chunked`, which this proxy does not decode.
    UnknownCoding,
    /// A body in an HTTP/1.0 GET, HEAD or DELETE request.
    UnexpectedBody,
    /// A `websocket` handshake without the header that RFC 6455 asks for.
    WebSocket,
    /// A 101 that does not name the protocol it changes to.
    Upgrade,
    /// A chunk size that is not a number of at most 13 hexadecimal digits.
    ChunkSize,
    /// A chunk extension with a control character, or too long.
    ChunkExtension,
    /// A chunk that is not followed by CRLF.
    ChunkEnd,
    /// Trailers that are larger than allowed.
    TrailersTooLarge,
}

impl Fault {
    /// One plain sentence without a full stop, for a log line.
    pub fn text(self) -> &'static str {
        match self {
            Fault::HeadTooLarge => "the head is larger than the buffer",
            Fault::TooManyHeaders => "too many header fields",
            Fault::Character => "a character that may not stand here",
            Fault::BareCr => "a CR without an LF",
            Fault::BareLf => "an LF without a CR",
            Fault::Method => "not a valid method",
            Fault::Target => "not a valid request target for this method",
            Fault::Fragment => "a fragment ('#') in the request target",
            Fault::Version => "not a supported protocol version",
            Fault::Status => "not a valid status code",
            Fault::HeaderName => "not a valid header name",
            Fault::SpaceBeforeColon => "white space before the colon of a header",
            Fault::Folded => "a header line that begins with white space",
            Fault::MissingColon => "a header line without a colon",
            Fault::HostConflict => "several host headers that differ",
            Fault::HostMismatch => "the host header differs from the request target",
            Fault::ContentLength => "not a valid content-length",
            Fault::LengthConflict => "several content-length values that differ",
            Fault::TransferEncoding => "not a valid transfer-encoding",
            Fault::UnknownCoding => "a transfer coding other than chunked",
            Fault::UnexpectedBody => "a body in an HTTP/1.0 request that should have none",
            Fault::WebSocket => "a websocket handshake without a valid key",
            Fault::Upgrade => "a change of protocols that names none",
            Fault::ChunkSize => "not a valid chunk size",
            Fault::ChunkExtension => "not a valid chunk extension",
            Fault::ChunkEnd => "a chunk that does not end with CRLF",
            Fault::TrailersTooLarge => "the trailers are too large",
        }
    }
}

/// A message that is refused, and where.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong.
    pub fault: Fault,
    /// The byte at fault, counted from the start of the input of that call; 0 where a fault belongs
    /// to the head as a whole.
    pub offset: usize,
}

impl Malformed {
    /// A fault at a byte.
    pub fn new(fault: Fault, offset: usize) -> Self {
        Malformed { fault, offset }
    }

    /// What to answer to a client whose request is refused: 400, with HAProxy's two exceptions, 413
    /// for a body in an HTTP/1.0 GET, HEAD or DELETE and 422 for an unknown transfer coding. A head
    /// that is too large gets 400 too, not 431. For a response the answer is always 502.
    pub fn status(&self) -> u16 {
        match self.fault {
            Fault::UnexpectedBody => 413,
            Fault::UnknownCoding => 422,
            _ => 400,
        }
    }

    /// The sentence of [`Fault::text`].
    pub fn text(&self) -> &'static str {
        self.fault.text()
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.text(), self.offset)
    }
}

impl std::error::Error for Malformed {}
