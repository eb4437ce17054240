//! `set-log-level`: how urgent the log line of this transaction is, or that there is none.

use crate::action::prelude::*;
use moongate_state::LogLevel;

/// The declaration.
pub static SET_LOG_LEVEL: ActionSpec = ActionSpec {
    name: "set-log-level",
    rulesets: ALL_HTTP.and(Rulesets::of(&[Ruleset::TcpContent, Ruleset::TcpResponse])),
    usage: "{ emerg | alert | crit | err | warning | notice | info | debug | silent }",
    sentence: "Sets the level of the transaction's log line; `silent` writes none.",
    examples: &[ActionExample::shows("http-request set-log-level silent", "", "str(on)", "on")],
    parse,
};

const LEVELS: [(&str, Option<LogLevel>); 9] = [
    ("emerg", Some(LogLevel::Emerg)),
    ("alert", Some(LogLevel::Alert)),
    ("crit", Some(LogLevel::Crit)),
    ("err", Some(LogLevel::Err)),
    ("warning", Some(LogLevel::Warning)),
    ("notice", Some(LogLevel::Notice)),
    ("info", Some(LogLevel::Info)),
    ("debug", Some(LogLevel::Debug)),
    ("silent", None),
];

#[derive(Debug)]
struct SetLogLevel(Option<LogLevel>);

fn parse(_: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("a level")?;
    match LEVELS.iter().find(|(name, _)| *word == **name) {
        Some((_, level)) => Ok(Box::new(SetLogLevel(*level))),
        None => {
            Err(Diagnostic::alert(word.span(), format!("there is no log level `{}`", word.str()))
                .did_you_mean(word.str(), LEVELS.iter().map(|(name, _)| *name)))
        }
    }
}

impl Action for SetLogLevel {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        cx.txn.log_level = Some(self.0);
        Verdict::Continue
    }
}
