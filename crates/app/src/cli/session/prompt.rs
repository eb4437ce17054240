//! `prompt`: how the connection goes on after a line.

use super::{Mode, Session};
use crate::cli::Command;
use moongate_conf::plan::CliLevel;
use std::time::Duration;

const USAGE: &str = "prompt [help | n | i | p | timed]*";

/// `prompt`
pub static PROMPT: Command = Command {
    words: &["prompt"],
    level: CliLevel::User,
    usage: USAGE,
    sentence: "switch the interactive mode, the prompt, or its time",
    run: |call| {
        let mode = &mut call.session.mode;
        if call.args.is_empty() {
            *mode = if *mode == Mode::Prompt { Mode::Single } else { Mode::Prompt };
        }
        for word in &call.args {
            match *word {
                "n" => call.session.mode = Mode::Single,
                "i" => call.session.mode = Mode::Interactive,
                "p" => call.session.mode = Mode::Prompt,
                "timed" => {
                    call.session.timed = !call.session.timed;
                    call.session.mode = Mode::Prompt;
                }
                _ => return Err(format!("Usage: {USAGE}")),
            }
        }
        Ok(())
    },
};

/// What stands before the next line.
pub fn text(session: &Session, payload: bool, uptime: Duration) -> String {
    if session.mode != Mode::Prompt {
        return String::new();
    }
    if payload {
        return "+ ".into();
    }
    if !session.timed {
        return "\n> ".into();
    }
    let seconds = uptime.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    format!("\n[{days}:{:02}:{:02}:{:02}]> ", hours % 24, minutes % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_time_when_asked() {
        let mut session = Session::new(CliLevel::User, Duration::ZERO);
        let uptime = Duration::from_secs(86400 + 2 * 3600 + 3 * 60 + 4);
        assert_eq!(text(&session, false, uptime), "");
        session.mode = Mode::Prompt;
        assert_eq!(text(&session, false, uptime), "\n> ");
        assert_eq!(text(&session, true, uptime), "+ ");
        session.timed = true;
        assert_eq!(text(&session, false, uptime), "\n[1:02:03:04]> ");
    }
}
