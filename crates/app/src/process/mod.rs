//! The process: its messages, limits, privileges, signals, and the master above it.

pub mod channel;
pub mod limits;
pub mod master;
pub mod privileges;
pub mod signals;

use crate::args::Options;
use moongate_engine::Shared;
use moongate_lua::LogSink;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::sync::{Arc, OnceLock};

/// A message to the terminal, in the frame that tools know.
#[derive(Debug)]
pub struct Message {
    level: &'static str,
    text: String,
}

impl Message {
    /// Something that keeps the program from starting.
    pub fn alert(text: impl Into<String>) -> Self {
        Self { level: "[ALERT]", text: text.into() }
    }

    /// Something that doesn't.
    pub fn warning(text: impl Into<String>) -> Self {
        Self { level: "[WARNING]", text: text.into() }
    }

    /// Something worth knowing.
    pub fn notice(text: impl Into<String>) -> Self {
        Self { level: "[NOTICE]", text: text.into() }
    }

    /// Prints it to standard error.
    pub fn show(&self) {
        let text = self.text.trim_end().replace('\n', "\n   | ");
        eprintln!("{:10} ({}) : {text}", self.level, std::process::id());
    }
}

/// Tells the processes of `-sf` or `-st` that this one takes over.
pub fn signal_old(options: &Options) {
    let signal = if options.terminate { Signal::SIGTERM } else { Signal::SIGUSR1 };
    for pid in options.old.iter().filter_map(|&pid| i32::try_from(pid).ok()) {
        // One that has gone is as good as one that goes.
        let _ = kill(Pid::from_raw(pid), signal);
    }
}

/// Where messages of scripts go: to the log targets of their proxy or of the process, once the
/// workers run.
pub fn script_log(shared: Arc<OnceLock<Arc<Shared>>>) -> LogSink {
    Box::new(move |proxy, level, text| {
        let Some(shared) = shared.get() else { return false };
        match proxy {
            Some(id) if !shared.plan.proxy(id).settings.logs.is_empty() => {
                moongate_engine::log_proxy(shared, id, level, text);
            }
            _ if shared.plan.global.logs.is_empty() => return false,
            _ => moongate_engine::log_process(shared, level, text),
        }
        true
    })
}
