//! `spread-checks`: keeps the checks of many servers from coming at once.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::values;

pub(super) static SPREAD_CHECKS: Keyword = Keyword {
    name: "spread-checks",
    usage: "spread-checks <0..50, in percent>",
    sentence: "Varies the time between two checks of a server by up to so many percent.",
    examples: &["spread-checks 5"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.spread_checks = values::integer(words, "a number of percent", 0..=50)?;
        words.finish("`spread-checks`")
    }),
    ..PLAIN
};

pub(super) static MAX_SPREAD_CHECKS: Keyword = Keyword {
    name: "max-spread-checks",
    usage: "max-spread-checks <time>",
    sentence: "Limits over how long the first checks are spread when the process starts.",
    examples: &["max-spread-checks 5s"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.max_spread_checks = values::timeout(words, "a time")?;
        words.finish("`max-spread-checks`")
    }),
    ..PLAIN
};
