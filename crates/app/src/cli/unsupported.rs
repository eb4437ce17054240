//! Commands that HAProxy has and that aren't here yet, so that their users are told exactly that.

use moongate_conf::plan::CliLevel::{self, Admin, Operator, User};

/// Their first words, and the level that they need.
static LIST: &[(&[&str], CliLevel)] = &[
    (&["abort"], Admin),
    (&["acme"], Admin),
    (&["add"], Admin),
    (&["commit", "ssl"], Admin),
    (&["del"], Admin),
    (&["disable"], Admin),
    (&["dump"], Admin),
    (&["enable"], Admin),
    (&["httpclient"], Admin),
    (&["new"], Admin),
    (&["publish"], Operator),
    (&["release"], Admin),
    (&["set", "anon"], Admin),
    (&["set", "dynamic-cookie-key"], Admin),
    (&["set", "maxconn"], Admin),
    (&["set", "profiling"], Admin),
    (&["set", "rate-limit"], Admin),
    (&["set", "severity-output"], User),
    (&["set", "ssl"], Admin),
    (&["show", "activity"], Operator),
    (&["show", "anon"], User),
    (&["show", "cache"], User),
    (&["show", "dev"], Operator),
    (&["show", "errors"], Operator),
    (&["show", "events"], Operator),
    (&["show", "fd"], Operator),
    (&["show", "libs"], Operator),
    (&["show", "peers"], User),
    (&["show", "pools"], User),
    (&["show", "profiling"], User),
    (&["show", "quic"], User),
    (&["show", "sess"], Operator),
    (&["show", "ssl"], User),
    (&["show", "startup-logs"], User),
    (&["show", "tasks"], Operator),
    (&["show", "tls-keys"], User),
    (&["show", "trace"], User),
    (&["shutdown"], Admin),
    (&["trace"], Admin),
    (&["unpublish"], Operator),
    (&["update"], Admin),
    (&["wait"], User),
];

/// The level of the command that these words begin with, if it is one of those.
pub fn find(words: &[&str]) -> Option<CliLevel> {
    LIST.iter().find(|(first, _)| words.starts_with(first)).map(|(_, level)| *level)
}

/// All of them, for the reference.
pub fn list() -> impl Iterator<Item = String> {
    LIST.iter().map(|(words, _)| words.join(" "))
}
