//! Rules: what is done with a transaction, when, and in which order. Actions change the
//! transaction and give a [`Verdict`]; they do no I/O.

#![forbid(unsafe_code)]

pub mod action;
mod bandwidth;
pub mod errors;
mod filter;
mod host;
mod reply;
mod rule;
mod service;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod verdict;

pub use action::{Action, ActionCx, ActionSpec, Ruleset, Rulesets};
pub use bandwidth::{BandwidthFilter, SharedLimit};
pub use filter::{
    BodyLength, FilterEvent, FilterFlow, FilterIo, FilterNotes, FilterRun, FilterSpec,
};
pub use host::{CommandRun, Registered, ScriptCommand, ScriptHost};
pub use reply::{Bytes, ErrorReplies, ErrorReply, ErrorSections, ReplyBody, measure};
pub use rule::{Cursor, Rule, Rules, call_that_waits, waited};
pub use service::{Service, ServiceIo, ServiceRun, Services};
pub use verdict::{Pending, Verdict};
