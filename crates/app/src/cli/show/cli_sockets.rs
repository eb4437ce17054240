//! `show cli sockets`

use crate::cli::{Command, level_name};
use moongate_conf::plan::CliLevel;

/// `show cli sockets`
pub static CLI_SOCKETS: Command = Command {
    words: &["show", "cli", "sockets"],
    level: CliLevel::Operator,
    usage: "show cli sockets",
    sentence: "list the sockets of the runtime API",
    run: |call| {
        call.line("# socket lvl processes");
        let runtime = call.runtime;
        for (address, level) in &runtime.sockets {
            call.line(format_args!("{address} {} all", level_name(*level)));
        }
        Ok(())
    },
};
