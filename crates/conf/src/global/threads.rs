//! `nbthread` and what belongs to it.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::values;
use moongate_lang::Diagnostic;

pub(super) static NBTHREAD: Keyword = Keyword {
    name: "nbthread",
    usage: "nbthread <number>",
    sentence: "Sets the number of worker threads; without it, there is one a processor.",
    examples: &["nbthread 4"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.nbthread = Some(values::integer(words, "a number of threads", 1..=1024)?);
        words.finish("`nbthread`")
    }),
    ..PLAIN
};

pub(super) static THREAD_GROUPS: Keyword = Keyword {
    name: "thread-groups",
    usage: "thread-groups 1",
    sentence: "Sets the number of groups that threads are split into; there is always one.",
    examples: &["thread-groups 1"],
    parse: Parse::Global(|_, words| {
        let word = words.expect("a number of groups")?;
        match word.str() {
            "1" => words.finish("`thread-groups`"),
            _ => Err(Diagnostic::unsupported(word.span(), "more than one thread group")),
        }
    }),
    ..PLAIN
};

pub(super) static NBPROC: Keyword = Keyword {
    name: "nbproc",
    usage: "nbproc 1",
    sentence: "Isn't needed any more: there is one process.",
    examples: &[],
    parse: Parse::Global(|cx, _| {
        Err(Diagnostic::alert(
            cx.keyword.span(),
            "nbproc is not supported any more since HAProxy version 2.5",
        )
        .help("threads will automatically be started; `nbthread` sets their number"))
    }),
    ..PLAIN
};
