//! Bodies of answers that the process gives by itself.

use moongate_http::Head;
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

/// A whole answer read from a file. An empty one means that the connection is closed without any.
#[derive(Debug)]
pub struct ErrorReply {
    /// Status, header fields.
    pub head: Head,
    /// The body.
    pub body: Arc<Bytes>,
}

/// Gives the head of an answer read from a file its body's length: without one the connection would
/// have to close behind it.
///
/// # Errors
/// A sentence: the head says another length.
pub fn measure(head: &mut Head, length: usize) -> Result<(), String> {
    if head.is_empty() {
        return Ok(());
    }
    let length = length.to_string();
    head.remove(b"transfer-encoding");
    match head.get(b"content-length") {
        Some(told) if told == length.as_bytes() => {}
        Some(told) => {
            let told = String::from_utf8_lossy(told);
            return Err(format!(
                "payload size does not match the announced content-length ({length} != {told})"
            ));
        }
        None => head.add(b"content-length", length.as_bytes()),
    }
    Ok(())
}

/// Answers to errors by status.
pub type ErrorReplies = Vec<(u16, Arc<ErrorReply>)>;

/// `http-errors` sections: names and answers.
#[derive(Debug, Default)]
pub struct ErrorSections(pub Vec<(Box<str>, ErrorReplies)>);

impl ErrorSections {
    /// The answers of the section of that name.
    pub fn find(&self, name: &str) -> Option<&ErrorReplies> {
        self.0.iter().find(|(other, _)| **other == *name).map(|(_, replies)| replies)
    }

    /// Every name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }
}
