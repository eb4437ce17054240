//! How a script's failure is told: with its place, its traceback and what it was called for; the same
//! one at most once a second, with how often it happened meanwhile.

use crate::handler::{Handler, Kind};
use crate::host::Shared;
use crate::log;
use crate::raw::slice::Failure;
use moongate_lang::Span;
use moongate_state::{LogLevel, Txn};
use std::time::{Duration, Instant};

/// The same failure isn't told again before so much time has passed.
const QUIET: Duration = Duration::from_secs(1);

/// Failures remembered: scripts fail in few places.
const MOST: usize = 64;

/// Failures that were told lately.
#[derive(Debug, Default)]
pub(crate) struct Told(Vec<One>);

#[derive(Debug)]
struct One {
    key: String,
    at: Instant,
    /// How often it happened since.
    more: u64,
}

impl Told {
    /// Whether a failure is to be told now, and how often it wasn't since the last time.
    fn tell(&mut self, key: String, now: Instant) -> Option<u64> {
        if let Some(one) = self.0.iter_mut().find(|one| one.key == key) {
            if now.duration_since(one.at) < QUIET {
                one.more += 1;
                return None;
            }
            one.at = now;
            return Some(std::mem::take(&mut one.more));
        }
        if self.0.len() >= MOST
            && let Some(oldest) = (0..self.0.len()).min_by_key(|&at| self.0[at].at)
        {
            self.0.swap_remove(oldest);
        }
        self.0.push(One { key, at: now, more: 0 });
        Some(0)
    }
}

/// Logs a failed run of a handler on a transaction; `rule` is the place of the rule that called.
#[cold]
pub(super) fn report(
    shared: &Shared,
    handler: &Handler,
    failure: &Failure,
    txn: Option<&Txn>,
    rule: Option<Span>,
) {
    let text = format!("Lua {} `{}` failed", handler.kind.name(), handler.name);
    let proxy = txn.map(|txn| txn.backend);
    tell(shared, proxy, text, failure, |text| {
        let place = || place_of(handler, txn?);
        if let Some(place) = rule.and_then(|span| shared.place(span)).or_else(place) {
            text.push_str(&format!("; rule: {place}"));
        }
        if let Some(txn) = txn.filter(|txn| !txn.request.is_empty()) {
            let method = String::from_utf8_lossy(txn.request.method());
            let uri = String::from_utf8_lossy(txn.request.uri());
            text.push_str(&format!("; request: {method} {uri}"));
        }
        if let Some(id) = txn.and_then(|txn| txn.unique_id.get()) {
            text.push_str(&format!("; unique id: {}", String::from_utf8_lossy(id)));
        }
    });
}

/// Where the rule stands that called a fetch, a converter or a service.
fn place_of(handler: &Handler, txn: &Txn) -> Option<String> {
    let tried = txn.script_calls.try_borrow().ok().and_then(|calls| calls.place);
    let place = if handler.kind == Kind::Service { txn.last_rule } else { tried }?;
    let file = txn.session.world.files.get(usize::from(place.file))?;
    Some(format!("{file}:{}", place.line))
}

/// Logs a failed task.
#[cold]
pub(super) fn report_task(shared: &Shared, failure: &Failure) {
    tell(shared, None, "Lua task failed".to_owned(), failure, |_| {});
}

fn tell(
    shared: &Shared,
    proxy: Option<moongate_state::ProxyId>,
    mut text: String,
    failure: &Failure,
    circumstances: impl FnOnce(&mut String),
) {
    let key = format!("{text}: {}", failure.message);
    let Some(more) = shared.faults.lock().tell(key, Instant::now()) else { return };
    text.push_str(": ");
    text.push_str(&failure.message);
    if more > 0 {
        text.push_str(&format!(" (and {more} times more since it was told last)"));
    }
    let lines: Vec<&str> = failure.traceback.lines().collect();
    if !lines.is_empty() {
        text.push_str("; traceback: ");
        text.push_str(&lines.join(" < "));
    }
    circumstances(&mut text);
    shared.log(proxy, LogLevel::Err, &log::printable(text.as_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_told_once_a_second() {
        let (mut told, now) = (Told::default(), Instant::now());
        assert_eq!(told.tell("a".into(), now), Some(0));
        assert_eq!(told.tell("a".into(), now), None);
        assert_eq!(told.tell("b".into(), now), Some(0));
        assert_eq!(told.tell("a".into(), now + QUIET / 2), None);
        assert_eq!(told.tell("a".into(), now + QUIET), Some(2));
        for n in 0..1000 {
            assert_eq!(told.tell(format!("x{n}"), now + QUIET), Some(0));
        }
        assert!(told.0.len() <= MOST);
    }
}
