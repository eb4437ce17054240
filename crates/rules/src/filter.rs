//! The contract with filters: what looks at a stream's data, and changes them, on their way.

use moongate_state::{Channel, Txn};
use std::task::{Context, Poll};

/// A `filter` line.
pub trait FilterSpec: Send + Sync + std::fmt::Debug {
    /// The name that the configuration gives it (`lua.trace`).
    fn name(&self) -> &str;

    /// Takes part in a stream, or not.
    fn attach(&self, txn: &mut Txn) -> Option<Box<dyn FilterRun>>;
}

/// What happens in one direction of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterEvent {
    /// The analysis begins, before rules.
    Start,
    /// The head is there and no rule will change it any more.
    Headers,
    /// There is payload in the channel's input.
    Payload,
    /// All payload went through.
    HttpEnd,
    /// The analysis is over.
    End,
}

/// What a filter says to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterFlow {
    /// Go on; what is left of the input passes.
    Continue,
    /// Not yet: the input stays until more comes, or until the filter wakes.
    Wait,
    /// The stream fails.
    Error,
}

/// The length of a body that a filter announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyLength {
    /// So many bytes.
    Fixed(u64),
    /// Chunks.
    Chunked,
}

/// What filters of one direction say about the message, beside its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct FilterNotes {
    /// Announced length.
    pub length: Option<BodyLength>,
    /// The head is gone, or how it says that the body ends is settled.
    pub framed: bool,
    /// The message is to be ended after what is there (`Some(true)`), or held open (`Some(false)`).
    pub end: Option<bool>,
}

/// What a filter works on.
///
/// The bytes that wait for it are in the channel's `input`, with `eof` set when no more will come to
/// it; what it puts into `output` goes on before what passes of the input.
pub struct FilterIo<'a> {
    /// The transaction.
    pub txn: &'a mut Txn,
    /// The direction.
    pub response: bool,
    /// What is said of the message.
    pub notes: &'a mut FilterNotes,
}

impl FilterIo<'_> {
    /// The channel of the direction.
    pub fn channel(&mut self) -> &mut Channel {
        if self.response { &mut self.txn.res } else { &mut self.txn.req }
    }
}

/// A filter in one stream.
pub trait FilterRun {
    /// Whether it wants the payload of that direction. May change at any event.
    fn wants_data(&self, response: bool) -> bool;

    /// Whether it has anything to do at that event.
    fn listens(&self, event: FilterEvent) -> bool;

    /// Does it. `Pending`: it waits for something of its own, and is to be asked again with the same
    /// event.
    fn poll(
        &mut self,
        event: FilterEvent,
        io: &mut FilterIo<'_>,
        task: &mut Context<'_>,
    ) -> Poll<FilterFlow>;

    /// Ready when it asked to be woken and the time has come.
    fn poll_wake(&mut self, response: bool, task: &mut Context<'_>) -> Poll<()> {
        let _ = (response, task);
        Poll::Pending
    }
}

impl std::fmt::Debug for dyn FilterRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FilterRun")
    }
}
