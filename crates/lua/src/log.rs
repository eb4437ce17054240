//! Where messages of scripts, and about scripts, go.

use crate::settings::{Settings, Stderr};
use moongate_state::{LogLevel, ProxyId};
use std::io::Write;

/// Takes a message for the loggers of a proxy, or of the process; says whether there was one.
pub type LogSink = Box<dyn Fn(Option<ProxyId>, LogLevel, &str) -> bool + Send + Sync>;

/// Names of levels, most urgent first.
const LEVELS: [(LogLevel, &str); 8] = [
    (LogLevel::Emerg, "emerg"),
    (LogLevel::Alert, "alert"),
    (LogLevel::Crit, "crit"),
    (LogLevel::Err, "err"),
    (LogLevel::Warning, "warning"),
    (LogLevel::Notice, "notice"),
    (LogLevel::Info, "info"),
    (LogLevel::Debug, "debug"),
];

/// The level of that number (`core.debug` and its kin).
pub(crate) fn level(number: i64) -> Option<LogLevel> {
    LEVELS.get(usize::try_from(number).ok()?).map(|(level, _)| *level)
}

/// Names and numbers of all levels.
pub(crate) fn levels() -> impl Iterator<Item = (&'static str, i64)> {
    LEVELS.iter().enumerate().map(|(number, (_, name))| (*name, number as i64))
}

/// A message on one line: what can't be printed becomes a dot.
pub(crate) fn printable(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.chars().map(|c| if c.is_control() { '.' } else { c }).collect()
}

/// Sends a message where the settings want it.
pub(crate) fn send(
    settings: &Settings,
    sink: Option<&LogSink>,
    proxy: Option<ProxyId>,
    level: LogLevel,
    text: &str,
) {
    let logged = settings.log_loggers && sink.is_some_and(|sink| sink(proxy, level, text));
    let print = match settings.log_stderr {
        Stderr::On => true,
        Stderr::Auto => !logged,
        Stderr::Off => false,
    };
    if print {
        let name = LEVELS[level as usize].1;
        let line = format!("[{name}] ({}) : {text}\n", std::process::id());
        // Nowhere is left to tell that it failed.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}
