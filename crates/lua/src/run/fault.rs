//! How a script's failure is told: once, with its place, its traceback and what it was called for.

use crate::handler::Handler;
use crate::host::Shared;
use crate::log;
use crate::raw::slice::Failure;
use moongate_state::{LogLevel, Txn};

/// Logs a failed run of a handler on a transaction.
#[cold]
pub(super) fn report(shared: &Shared, handler: &Handler, failure: &Failure, txn: Option<&Txn>) {
    let mut text = format!("Lua {} `{}` failed", handler.kind.name(), handler.name);
    describe(&mut text, failure);
    if let Some(txn) = txn.filter(|txn| !txn.request.is_empty()) {
        let method = String::from_utf8_lossy(txn.request.method());
        let uri = String::from_utf8_lossy(txn.request.uri());
        text.push_str(&format!("; request: {method} {uri}"));
    }
    shared.log(txn.map(|txn| txn.backend), LogLevel::Err, &log::printable(text.as_bytes()));
}

/// Logs a failed task.
#[cold]
pub(super) fn report_task(shared: &Shared, failure: &Failure) {
    let mut text = "Lua task failed".to_owned();
    describe(&mut text, failure);
    shared.log(None, LogLevel::Err, &log::printable(text.as_bytes()));
}

fn describe(text: &mut String, failure: &Failure) {
    text.push_str(": ");
    text.push_str(&failure.message);
    let lines: Vec<&str> = failure.traceback.lines().collect();
    if !lines.is_empty() {
        text.push_str("; traceback: ");
        text.push_str(&lines.join(" < "));
    }
}
