//! One direction of a stream as rules and scripts see it: bytes that came in and wait for a
//! decision, and bytes on their way out.

use moongate_net::Buffer;

/// Buffers of one direction.
#[derive(Debug, Default)]
pub struct Channel {
    /// Received, not yet decided on.
    pub input: Buffer,
    /// Decided on, to be sent to the other side.
    pub output: Buffer,
    /// The sender won't send more.
    pub eof: bool,
    /// The receiver is gone, or data are refused: nothing can be sent any more.
    pub closed: bool,
}

impl Channel {
    /// Ready for another stream.
    pub fn clear(&mut self) {
        self.input.clear();
        self.output.clear();
        self.eof = false;
        self.closed = false;
    }
}
