//! A connection of the runtime API, and the commands that change it.

mod connection;
mod level;
mod modes;
pub mod prompt;

use super::{Command, help};
use moongate_conf::plan::CliLevel;
use std::time::Duration;

/// Every command about the connection itself.
pub static ALL: &[&Command] = &[
    &help::HELP,
    &prompt::PROMPT,
    &connection::QUIT,
    &connection::TIMEOUT,
    &connection::ECHO,
    &level::USER,
    &level::OPERATOR,
    &level::SHOW,
    &modes::EXPERT,
    &modes::EXPERIMENTAL,
];

/// How a connection goes on after a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One line, then the end.
    Single,
    /// More lines, no prompt.
    Interactive,
    /// More lines, and a prompt before each.
    Prompt,
}

/// A connection of the runtime API.
#[derive(Debug)]
pub struct Session {
    /// What its user may do.
    pub level: CliLevel,
    /// How it goes on.
    pub mode: Mode,
    /// Whether the prompt shows the uptime.
    pub timed: bool,
    /// `expert-mode`
    pub expert: bool,
    /// `experimental-mode`
    pub experimental: bool,
    /// The connection ends when nothing comes for so long; zero: never.
    pub timeout: Duration,
    /// `quit` was given.
    pub closing: bool,
}

impl Session {
    /// A connection that was just accepted.
    pub fn new(level: CliLevel, timeout: Duration) -> Self {
        Self {
            level,
            mode: Mode::Single,
            timed: false,
            expert: false,
            experimental: false,
            timeout,
            closing: false,
        }
    }
}
