//! `show version`

use crate::cli::Command;
use crate::version;
use moongate_conf::plan::CliLevel;

/// `show version`
pub static VERSION: Command = Command {
    words: &["show", "version"],
    level: CliLevel::User,
    usage: "show version",
    sentence: "show the version whose configurations are understood",
    run: |call| {
        call.line(version::HAPROXY);
        Ok(())
    },
};
