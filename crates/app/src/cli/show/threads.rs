//! `show threads`: each worker and its connections.

use crate::cli::Command;
use moongate_conf::plan::CliLevel;
use std::sync::atomic::Ordering::Relaxed;

/// `show threads`
pub static THREADS: Command = Command {
    words: &["show", "threads"],
    level: CliLevel::User,
    usage: "show threads",
    sentence: "show the worker threads",
    run: |call| {
        let count = call.runtime.shared.plan.world.threads.load(Relaxed);
        let own = moongate_net::worker::index();
        for thread in 0..count {
            let mark = if own == Some(thread as usize) { '*' } else { ' ' };
            call.line(format_args!("{mark} Thread {} : worker-{}", thread + 1, thread + 1));
        }
        let connections = call.runtime.shared.connections();
        call.line(format_args!("  connections={connections}"));
        Ok(())
    },
};
