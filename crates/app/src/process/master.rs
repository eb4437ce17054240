//! The master above worker processes (`-W`, `-Ws`).

use super::{Message, Ready};
use crate::args::Options;
use std::process::ExitCode;

/// Whether the command line asks for a master, and this process isn't a worker of one.
pub fn is_wanted(options: &Options) -> bool {
    options.master.is_some() && !options.check && !options.foreground && !is_worker()
}

/// Whether a master started this process.
pub fn is_worker() -> bool {
    false
}

/// Tells whoever waits that the process is ready.
pub fn tell_ready(_: Ready) {}

/// Runs the master.
pub fn run(_: &Options) -> ExitCode {
    Message::alert("`-W` isn't supported by Moongate yet; leave it out, or add `-db`").show();
    ExitCode::FAILURE
}
