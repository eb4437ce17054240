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
    /// Of the default answer of that status. A proxy may have an answer of its own (`errorfile`)
    /// to give instead, head and body.
    Default(u16, Arc<[u8]>),
}

/// Bytes of a body.
pub type Bytes = [u8];

impl ReplyBody {
    /// Its bytes.
    pub fn bytes(&self) -> &Bytes {
        match self {
            ReplyBody::Empty => b"",
            ReplyBody::Shared(bytes) | ReplyBody::Default(_, bytes) => bytes,
            ReplyBody::Own(bytes) => bytes,
        }
    }
}
