//! What the program around the scripts tells them about itself.

use moongate_state::{ProxyId, ServerId};

/// A value that a script gets.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A text.
    Text(String),
}

/// Whose statistics are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A frontend.
    Frontend(ProxyId),
    /// A backend.
    Backend(ProxyId),
    /// A server of a backend.
    Server(ProxyId, ServerId),
}

/// Facts that the program knows and this room doesn't.
pub trait Facts: Send + Sync {
    /// What `show info` tells.
    fn info(&self) -> Vec<(String, Fact)>;

    /// What `show stat` tells of one object.
    fn stats(&self, subject: Subject) -> Vec<(String, Fact)>;
}
