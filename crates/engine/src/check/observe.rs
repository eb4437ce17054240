//! `observe`: failures of traffic that say how a server is, without waiting for a check.

use super::record::record;
use crate::worker::Shared;
use moongate_conf::plan::{Observe, OnError, ServerCheck};
use moongate_state::{CheckStatus, LastCheck, ProxyId, ServerId};
use std::sync::atomic::Ordering::Relaxed;

/// What traffic saw of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// A connection.
    Connected,
    /// A connection that couldn't be made.
    NotConnected,
    /// An answer of that status.
    Answer(u16),
    /// An answer that can't be read.
    Junk,
    /// The connection broke before an answer.
    Broken,
    /// No answer in time.
    Late,
}

impl Seen {
    /// Whether it is of layer 7, and what is said of it if it is bad.
    fn judge(self) -> (Observe, Option<&'static str>) {
        match self {
            Self::Connected => (Observe::Layer4, None),
            Self::NotConnected => (Observe::Layer4, Some("L4 unsuccessful connection")),
            // These two say something of the request, not of the server.
            Self::Answer(501 | 505) => (Observe::Layer7, None),
            Self::Answer(500..) => (Observe::Layer7, Some("Wrong http response")),
            Self::Answer(_) => (Observe::Layer7, None),
            Self::Junk => (Observe::Layer7, Some("Invalid http response (headers)")),
            Self::Broken => (Observe::Layer7, Some("Close from server (http)")),
            Self::Late => (Observe::Layer7, Some("Read timeout (http)")),
        }
    }
}

/// Notes what traffic saw; nothing but a look at the plan where nothing is observed.
#[inline]
pub(crate) fn observe(shared: &Shared, backend: ProxyId, id: ServerId, seen: Seen) {
    let plan = &shared.plan.proxy(backend).servers[id.0 as usize].check;
    if plan.observe != Observe::None {
        count(shared, plan, backend, id, seen);
    }
}

#[cold]
fn count(shared: &Shared, plan: &ServerCheck, backend: ProxyId, id: ServerId, seen: Seen) {
    let health = &shared.plan.world.proxy(backend).server(id).health;
    let (layer, bad) = seen.judge();
    if !health.is_active() || (layer == Observe::Layer7 && plan.observe == Observe::Layer4) {
        return;
    }
    let Some(bad) = bad else {
        // A connection is no answer yet.
        if layer == plan.observe {
            health.errors.store(0, Relaxed);
        }
        return;
    };
    health.observed.add(1);
    let errors = health.errors.fetch_add(1, Relaxed) + 1;
    if errors < plan.error_limit {
        return;
    }
    health.errors.store(0, Relaxed);
    let score = health.score.load(Relaxed);
    match plan.on_error {
        OnError::Fastinter => {}
        OnError::FailCheck => fail(shared, backend, id, errors, bad),
        OnError::SuddenDeath => {
            if score > health.rise {
                health.score.store(health.rise + 1, Relaxed);
            }
            fail(shared, backend, id, errors, bad);
        }
        OnError::MarkDown => {
            if score >= health.rise {
                health.score.store(health.rise, Relaxed);
            }
            fail(shared, backend, id, errors, bad);
        }
    }
    if plan.fastinter.is_some() {
        health.hurry.store(true, Relaxed);
    }
}

fn fail(shared: &Shared, backend: ProxyId, id: ServerId, errors: u32, bad: &str) {
    let text = format!("Detected {errors} consecutive errors, last one was: {bad}");
    let last = LastCheck { status: CheckStatus::Observed, text, ..LastCheck::default() };
    record(shared, backend, id, last);
}
