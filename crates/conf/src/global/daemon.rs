//! Keywords that say how the process runs and stops.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::values;
use moongate_lang::Diagnostic;

pub(super) static DAEMON: Keyword = Keyword {
    name: "daemon",
    usage: "daemon",
    sentence: "Lets the process run in the background.",
    examples: &["daemon"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.daemon = true;
        words.finish("`daemon`")
    }),
    ..PLAIN
};

pub(super) static MASTER_WORKER: Keyword = Keyword {
    name: "master-worker",
    usage: "master-worker [no-exit-on-failure]",
    sentence: "Runs a master process that looks after the one that does the work.",
    examples: &["master-worker"],
    parse: Parse::Global(|cx, words| {
        if let Some(word) = words.peek().filter(|word| **word == *"no-exit-on-failure") {
            return Err(Diagnostic::unsupported(word.span(), "`master-worker no-exit-on-failure`"));
        }
        cx.draft.global.master_worker = true;
        words.finish("`master-worker`")
    }),
    ..PLAIN
};

pub(super) static PIDFILE: Keyword = Keyword {
    name: "pidfile",
    usage: "pidfile <file>",
    sentence: "Writes the number of the process into a file.",
    examples: &["pidfile /run/moongate.pid"],
    parse: Parse::Global(|cx, words| {
        let word = words.expect("a file")?;
        let file = values::utf8(word)?;
        if !cx.again(cx.draft.global.pidfile.is_some()) {
            cx.draft.global.pidfile = Some(file.into());
        }
        words.finish("the file")
    }),
    ..PLAIN
};

pub(super) static HARD_STOP_AFTER: Keyword = Keyword {
    name: "hard-stop-after",
    usage: "hard-stop-after <time>",
    sentence: "Limits how long a process that is to stop waits for what still runs.",
    examples: &["hard-stop-after 30s"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.hard_stop_after = values::timeout(words, "a time")?;
        words.finish("the time")
    }),
    ..PLAIN
};

pub(super) static QUIET: Keyword = Keyword {
    name: "quiet",
    usage: "quiet",
    sentence: "Prints no messages while the process starts.",
    examples: &["quiet"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.quiet = true;
        words.finish("`quiet`")
    }),
    ..PLAIN
};

pub(super) static ZERO_WARNING: Keyword = Keyword {
    name: "zero-warning",
    usage: "zero-warning",
    sentence: "Lets warnings keep the process from starting, as `-dW` does.",
    examples: &["zero-warning"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.zero_warning = true;
        words.finish("`zero-warning`")
    }),
    ..PLAIN
};
