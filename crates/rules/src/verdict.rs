//! What an action decides.

use crate::{ActionCx, ReplyBody, ServiceRun};
use moongate_state::LogOrigin;
use std::task::{Context, Poll};

/// What happens to the transaction after an action.
pub enum Verdict {
    /// On to the next rule.
    Continue,
    /// No more rules of this set (`allow`, `accept`).
    Accept,
    /// Answer with the head that the action put into `txn.response` and this body. The set of
    /// `http-after-response` rules still applies.
    Reply(ReplyBody),
    /// As `Reply`, after the tarpit's time.
    Tarpit(ReplyBody),
    /// Close the connection without an answer (`reject`).
    Close,
    /// Close it so that the client doesn't notice (`silent-drop`).
    Drop,
    /// A service answers in the server's place.
    Serve(Box<dyn ServiceRun>),
    /// Not decided yet: poll until it is.
    Wait(Box<dyn Pending>),
    /// Wait for the message's body: at most so many milliseconds, and until so many bytes of it
    /// are here (0: all of it).
    WaitBody(u64, u64),
    /// The TCP connection speaks HTTP from now on (`switch-mode`).
    SpeakHttp,
    /// Not decidable before more bytes came (`tcp-request content`); the rule is run again then.
    MoreData,
    /// A log line is written now, with the profile of that place instead of the targets' own
    /// (`do-log`); then on to the next rule.
    Log(LogOrigin, Option<usize>),
    /// An internal fault, already logged: answered with 500.
    Fault,
}

/// A decision that takes time. It is polled with the transaction at hand and holds nothing of it.
pub trait Pending {
    /// Goes on; wakes the task when it can go further.
    fn poll(&mut self, cx: &mut ActionCx<'_>, task: &mut Context<'_>) -> Poll<Verdict>;
}

impl std::fmt::Debug for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Verdict::Continue => "Continue",
            Verdict::Accept => "Accept",
            Verdict::Reply(_) => "Reply",
            Verdict::Tarpit(_) => "Tarpit",
            Verdict::Close => "Close",
            Verdict::Drop => "Drop",
            Verdict::Serve(_) => "Serve",
            Verdict::Wait(_) => "Wait",
            Verdict::WaitBody(..) => "WaitBody",
            Verdict::SpeakHttp => "SpeakHttp",
            Verdict::MoreData => "MoreData",
            Verdict::Log(..) => "Log",
            Verdict::Fault => "Fault",
        })
    }
}
