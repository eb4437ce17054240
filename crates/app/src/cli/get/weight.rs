//! `get weight`

use crate::cli::{Command, find};
use moongate_conf::plan::CliLevel;
use std::sync::atomic::Ordering::Relaxed;

/// `get weight <backend>/<server>`
pub static WEIGHT: Command = Command {
    words: &["get", "weight"],
    level: CliLevel::User,
    usage: "get weight <backend>/<server>",
    sentence: "show a server's weight, now and as configured",
    run: |call| {
        let shared = call.runtime.shared.clone();
        let (backend, server) = find::server(&shared.plan, call.arg(0))?;
        let initial = call.runtime.initial_weight(backend.id, server.id);
        call.line(format_args!("{} (initial {initial})", server.weight.load(Relaxed)));
        Ok(())
    },
};
