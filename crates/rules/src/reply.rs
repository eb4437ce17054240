//! Bodies of answers that the process gives by itself.

use std::sync::Arc;

/// The body of an answer.
#[derive(Clone, Debug, Default)]
pub enum ReplyBody {
    /// None.
    #[default]
    Empty,
    /// Read once, when the configuration was.
    Shared(Arc<[u8]>),
    /// Made for this answer.
    Own(Vec<u8>),
}

/// Bytes of a body.
pub type Bytes = [u8];

impl ReplyBody {
    /// Its bytes.
    pub fn bytes(&self) -> &Bytes {
        match self {
            ReplyBody::Empty => b"",
            ReplyBody::Shared(bytes) => bytes,
            ReplyBody::Own(bytes) => bytes,
        }
    }
}
