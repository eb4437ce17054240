//! `log` of a proxy: where its log lines go.

use super::PLAIN;
use crate::draft::Logs;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::log;
use moongate_lang::{Diagnostic, Words};

pub(super) static LOG: Keyword = Keyword {
    name: "log",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    negatable: true,
    usage: "log { global | <target> [len <length>] [format <format>] [sample <ranges>:<size>] [profile <name>] <facility> [<level> [<minlevel>]] }",
    sentence: "Sends the proxy's log lines to the targets of `global`, or to one of its own.",
    examples: &[
        "log global",
        "log stdout format raw local0",
        "log 127.0.0.1:514 local0 notice",
        "no log",
    ],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    if cx.negation.is_some() {
        if let Some(word) = words.peek() {
            return Err(Diagnostic::alert(word.span(), "`no log` takes nothing else")
                .help("it removes all targets that were set before"));
        }
        cx.draft.logs = Logs::default();
        return Ok(());
    }
    if words.take("global") {
        cx.draft.logs.global = true;
        return words.finish("`log global`");
    }
    let target = log::target(words, cx.env, cx.shared)?;
    cx.draft.logs.own.push(target);
    Ok(())
}
