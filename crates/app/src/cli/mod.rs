//! The runtime API: commands on `stats socket`s (management manual, chapter 9.3).

mod clear;
mod enable;
mod find;
mod get;
mod help;
pub mod line;
pub mod master;
mod pattern;
pub mod script;
mod session;
mod set;
pub mod show;
pub mod socket;
mod table;
pub mod unsupported;

pub use session::Session;
pub use socket::Door;

use moongate_conf::plan::{CliLevel, Proxy};
use moongate_engine::Shared;
use moongate_lang::Env;
use moongate_lua::Host;
use moongate_rules::{ScriptCommand, ScriptHost};
use moongate_state::{ProxyId, ServerId};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Every family of commands, in the order of `help`.
pub static FAMILIES: &[(&str, &[&Command])] = &[
    ("show", show::ALL),
    ("get", get::ALL),
    ("set", set::ALL),
    ("enable", enable::ALL),
    ("clear", clear::ALL),
    ("map and acl", pattern::ALL),
    ("table", table::ALL),
    ("session", session::ALL),
];

/// A command's declaration; everything about it stands here.
#[derive(Debug)]
pub struct Command {
    /// The words that choose it.
    pub words: &'static [&'static str],
    /// What its user must be allowed.
    pub level: CliLevel,
    /// How it is written.
    pub usage: &'static str,
    /// A few words for `help`.
    pub sentence: &'static str,
    /// Does it.
    pub run: fn(&mut Call<'_>) -> Result<(), String>,
}

/// What a command works on.
pub struct Call<'c> {
    /// The words behind its own.
    pub args: Vec<&'c str>,
    /// What followed `<<`, if anything did.
    pub payload: Option<&'c str>,
    /// The connection that it came on.
    pub session: &'c mut Session,
    /// The process.
    pub runtime: &'c Runtime,
    /// The answer so far.
    pub out: String,
    /// What follows it, if it is too long for one piece.
    pub rest: Option<Box<dyn Rest>>,
}

/// The rest of a long answer, which is made while it is sent.
pub trait Rest {
    /// Adds the next piece; false once nothing is left.
    fn next(&mut self, out: &mut String) -> bool;
}

/// What a command says: its text ends with a line end, unless it is empty.
pub struct Answer {
    /// All, or its beginning.
    pub text: String,
    /// What follows.
    pub rest: Option<Box<dyn Rest>>,
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self { text, rest: None }
    }
}

impl Call<'_> {
    /// The argument of that number, or nothing.
    pub fn arg(&self, at: usize) -> &str {
        self.args.get(at).copied().unwrap_or_default()
    }

    /// Adds a line to the answer.
    pub fn line(&mut self, text: impl std::fmt::Display) {
        // Writing to a String can't fail.
        let _ = writeln!(self.out, "{text}");
    }
}

/// What commands may look at.
#[derive(Debug)]
pub struct Runtime {
    /// The engine.
    pub shared: Arc<Shared>,
    /// The environment that the configuration left.
    pub env: Env,
    /// The sockets with their addresses and levels.
    pub sockets: Vec<(String, CliLevel)>,
    /// The scripts.
    pub scripts: Host,
    /// Commands of scripts.
    pub commands: Vec<ScriptCommand>,
    /// Configured weights, by backend and server.
    weights: Vec<Vec<u32>>,
}

impl Runtime {
    /// What commands may look at, before any of them ran.
    pub fn new(
        shared: Arc<Shared>,
        env: Env,
        sockets: Vec<(String, CliLevel)>,
        scripts: Host,
    ) -> Self {
        let servers = |proxy: &Proxy| {
            let servers = proxy.state.servers().iter();
            servers.map(|server| server.weight.load(Relaxed)).collect()
        };
        let weights = shared.plan.proxies.iter().map(servers).collect();
        let commands = scripts.commands();
        Self { shared, env, sockets, scripts, commands, weights }
    }

    /// The weight that the configuration gave a server.
    pub fn initial_weight(&self, backend: ProxyId, server: ServerId) -> u32 {
        self.weights[backend.0 as usize][server.0 as usize]
    }
}

/// The name of a level.
pub fn level_name(level: CliLevel) -> &'static str {
    match level {
        CliLevel::User => "user",
        CliLevel::Operator => "operator",
        CliLevel::Admin => "admin",
    }
}

/// Runs one command.
pub fn run(
    words: &[&str],
    payload: Option<&str>,
    session: &mut Session,
    runtime: &Runtime,
) -> Answer {
    let Some((command, args)) = choose(words) else {
        let text = match unsupported::find(words) {
            Some(level) if session.level < level => "Permission denied\n".into(),
            Some(_) => format!("'{}' isn't supported by Moongate yet.\n", words.join(" ")),
            None => help::unknown(words, session.level),
        };
        return text.into();
    };
    if session.level < command.level {
        return "Permission denied\n".to_owned().into();
    }
    let args = args.to_vec();
    let mut call = Call { args, payload, session, runtime, out: String::new(), rest: None };
    match (command.run)(&mut call) {
        Ok(()) => Answer { text: call.out, rest: call.rest },
        Err(message) => (message + "\n").into(),
    }
}

/// The command with the most words of these at their start, and the words behind it.
fn choose<'a, 'w>(words: &'a [&'w str]) -> Option<(&'static Command, &'a [&'w str])> {
    all()
        .filter(|command| words.starts_with(command.words))
        .max_by_key(|command| command.words.len())
        .map(|command| (command, &words[command.words.len()..]))
}

/// Every command.
pub fn all() -> impl Iterator<Item = &'static Command> {
    FAMILIES.iter().flat_map(|(_, family)| family.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_command_wins() {
        let chosen =
            |words: &[&str]| choose(words).map(|(command, rest)| (command.usage, rest.len()));
        assert_eq!(chosen(&["show", "info", "typed"]).map(|found| found.1), Some(1));
        assert_eq!(chosen(&["show", "servers", "state", "b"]).map(|found| found.1), Some(1));
        assert_eq!(chosen(&["show"]), None);
        assert_eq!(chosen(&[]), None);
    }

    #[test]
    fn declarations() {
        for command in all() {
            assert!(command.usage.starts_with(&command.words.join(" ")), "{}", command.usage);
            assert!(!command.sentence.is_empty() && !command.sentence.ends_with('.'));
        }
    }
}
