//! `show backend`

use crate::cli::Command;
use moongate_conf::plan::CliLevel;

/// `show backend`
pub static BACKEND: Command = Command {
    words: &["show", "backend"],
    level: CliLevel::User,
    usage: "show backend",
    sentence: "list the backends",
    run: |call| {
        call.line("# name");
        let shared = call.runtime.shared.clone();
        for proxy in shared.plan.proxies.iter().filter(|proxy| proxy.state.backend) {
            call.line(&proxy.state.name);
        }
        Ok(())
    },
};
