//! `quit`, `set timeout cli`, `echo`.

use crate::cli::Command;
use moongate_conf::plan::CliLevel;
use std::time::Duration;

/// `quit`
pub static QUIT: Command = Command {
    words: &["quit"],
    level: CliLevel::User,
    usage: "quit",
    sentence: "disconnect",
    run: |call| {
        call.session.closing = true;
        Ok(())
    },
};

/// `set timeout cli <delay>`: seconds unless there is a unit.
pub static TIMEOUT: Command = Command {
    words: &["set", "timeout", "cli"],
    level: CliLevel::User,
    usage: "set timeout cli <delay>",
    sentence: "change this connection's timeout, in seconds",
    run: |call| {
        let seconds: Option<u64> = call.arg(0).trim_end_matches('s').parse().ok();
        let seconds = seconds.filter(|&seconds| seconds > 0).ok_or("Invalid timeout value.")?;
        call.session.timeout = Duration::from_secs(seconds);
        Ok(())
    },
};

/// `echo <text>`
pub static ECHO: Command = Command {
    words: &["echo"],
    level: CliLevel::User,
    usage: "echo <text>",
    sentence: "print text",
    run: |call| {
        let text = call.args.join(" ");
        call.line(text);
        Ok(())
    },
};
