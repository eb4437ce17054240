//! A DNS client: messages without sockets, and resolvers that ask name servers and keep what they
//! answered for a while.

mod ask;
mod family;
mod message;
mod resolvers;

pub use family::{Accept, Prefer};
pub use message::{Fault, Kind, Name, Reply, decode, encode};
pub use resolvers::{Counters, Failure, Hold, NameServer, Resolvers, Settings};

#[cfg(test)]
mod tests;
