//! `set-var` and `set-var-fmt`: variables of the process.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use moongate_lang::{Diagnostic, Word, Words};

pub(super) static SET_VAR: Keyword = Keyword {
    name: "set-var",
    usage: "set-var <variable> <expression>",
    sentence: "Sets a variable of the process to what an expression gives at the start.",
    examples: &["set-var proc.limit int(10)"],
    parse: Parse::Global(|cx, words| {
        let kept = keep(words)?;
        cx.draft.vars.push((false, kept, words.here()));
        Ok(())
    }),
    ..PLAIN
};

pub(super) static SET_VAR_FMT: Keyword = Keyword {
    name: "set-var-fmt",
    usage: "set-var-fmt <variable> <format>",
    sentence: "Sets a variable of the process to what a log format gives at the start.",
    examples: &["set-var-fmt proc.name \"edge-%pid\""],
    parse: Parse::Global(|cx, words| {
        let kept = keep(words)?;
        cx.draft.vars.push((true, kept, words.here()));
        Ok(())
    }),
    ..PLAIN
};

/// The words, for when the process exists.
fn keep(words: &Words<'_, '_>) -> Result<Vec<Word<'static>>, Diagnostic> {
    let list: Vec<_> = words.rest().iter().map(|word| word.clone().into_owned()).collect();
    match list.len() {
        0 => Err(Diagnostic::alert(words.here(), "a variable is missing")
            .help("write `set-var proc.<name> <expression>`")),
        _ => Ok(list),
    }
}
