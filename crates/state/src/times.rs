//! When the stages of a stream were reached; timers of logs are differences of these.

use std::time::Instant;

/// The moments of one stream. `None`: not reached.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// The client's connection was accepted (or the previous request ended).
    pub accepted: Instant,
    /// Handshakes (PROXY header, TLS) were over.
    pub handshaken: Instant,
    /// The first byte of the request came.
    pub first_byte: Option<Instant>,
    /// The request head was whole.
    pub request: Option<Instant>,
    /// A server was assigned: the wait in queues was over.
    pub dequeued: Option<Instant>,
    /// The server's connection was ready.
    pub connected: Option<Instant>,
    /// The response head was whole.
    pub response: Option<Instant>,
    /// The last byte was sent.
    pub finished: Option<Instant>,
}

impl Times {
    /// A stream that begins now.
    pub fn start(accepted: Instant) -> Self {
        Self {
            accepted,
            handshaken: accepted,
            first_byte: None,
            request: None,
            dequeued: None,
            connected: None,
            response: None,
            finished: None,
        }
    }
}
