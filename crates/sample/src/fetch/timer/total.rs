//! How long a whole transaction took, in milliseconds; until now if it isn't over.

use super::{between, times};
use crate::fetch::prelude::*;
use std::time::{Duration, Instant};

/// What these declarations share.
const TIMER: Fetch =
    Fetch { output: Type::Sint, scope: Scope::table("..YYYYYYYYYYYYYYYYY..."), ..Fetch::PLAIN };

/// `fc.timer.total`
pub static CONNECTION: Fetch = Fetch {
    name: "fc.timer.total",
    scope: Scope::table("YYYYYYYYYYYYYYYYYYY..."),
    sentence: "The time from the connection to the end, in milliseconds (`%Tt`).",
    examples: &[Example::plain("fc.timer.total,div(10000)", "0")],
    eval: Eval::Fn(|cx, _| between(Some(times(cx).accepted), end(cx))),
    ..TIMER
};

/// `txn.timer.total`
pub static ACTIVE: Fetch = Fetch {
    name: "txn.timer.total",
    sentence: "The time from the request's first byte to the end, in milliseconds (`%Ta`).",
    examples: &[Example::plain("txn.timer.total,div(10000)", "0")],
    eval: Eval::Fn(|cx, _| between(times(cx).first_byte, end(cx))),
    ..TIMER
};

/// `txn.timer.user`
pub static USER: Fetch = Fetch {
    name: "txn.timer.user",
    sentence: "The time that the client saw it take, idle time left out, in milliseconds (`%Tu`).",
    examples: &[Example::plain("txn.timer.user,div(10000)", "0")],
    eval: Eval::Fn(|cx, _| between(Some(times(cx).accepted + idle(cx)), end(cx))),
    ..TIMER
};

fn end(cx: &Cx<'_>) -> Option<Instant> {
    Some(times(cx).finished.unwrap_or_else(Instant::now))
}

fn idle(cx: &Cx<'_>) -> Duration {
    let times = times(cx);
    times
        .first_byte
        .map_or(Duration::ZERO, |first| first.saturating_duration_since(times.handshaken))
}
