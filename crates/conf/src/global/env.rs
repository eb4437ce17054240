//! `setenv` and its kin: variables that the lines below see.

use super::PLAIN;
use crate::keyword::{Done, GlobalCx, Keyword, Parse};
use moongate_lang::Words;

pub(super) static SETENV: Keyword = Keyword {
    name: "setenv",
    usage: "setenv <name> <value>",
    sentence: "Sets a variable of the environment.",
    examples: &["setenv PORT 8080"],
    parse: Parse::Global(run),
    ..PLAIN
};

pub(super) static PRESETENV: Keyword = Keyword {
    name: "presetenv",
    usage: "presetenv <name> <value>",
    sentence: "Sets a variable of the environment unless it exists.",
    examples: &["presetenv PORT 8080"],
    parse: Parse::Global(run),
    ..PLAIN
};

pub(super) static RESETENV: Keyword = Keyword {
    name: "resetenv",
    usage: "resetenv [<name> …]",
    sentence: "Removes every variable of the environment but these.",
    examples: &["resetenv PATH HOME"],
    parse: Parse::Global(run),
    ..PLAIN
};

pub(super) static UNSETENV: Keyword = Keyword {
    name: "unsetenv",
    usage: "unsetenv <name> …",
    sentence: "Removes variables from the environment.",
    examples: &["unsetenv PORT"],
    parse: Parse::Global(run),
    ..PLAIN
};

fn run(cx: &mut GlobalCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    cx.env.run(cx.keyword, words.rest()).unwrap_or(Ok(()))
}
