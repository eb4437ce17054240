//! `max-keep-alive-queue`: when a client no longer waits for its last server.

use super::PLAIN;
use crate::keyword::{Keyword, Parse, Sections};
use crate::values;

pub(super) static MAX_KEEP_ALIVE_QUEUE: Keyword = Keyword {
    name: "max-keep-alive-queue",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    usage: "max-keep-alive-queue <requests>",
    sentence: "Lets `option prefer-last-server` wait for a full server only behind so many requests; -1: behind any number.",
    examples: &["max-keep-alive-queue 10", "max-keep-alive-queue -1"],
    parse: Parse::Early(|cx, words| {
        let most = values::integer(words, "a number of requests", -1..=i64::from(i32::MAX))?;
        cx.draft.settings.keep_alive_queue = usize::try_from(most).ok();
        words.finish("the number")
    }),
    ..PLAIN
};
