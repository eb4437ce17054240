//! `max-keep-alive-queue`: when a busy server loses its kept-alive clients to others.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static MAX_KEEP_ALIVE_QUEUE: Keyword = Keyword {
    name: "max-keep-alive-queue",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    usage: "max-keep-alive-queue <value>",
    sentence: "Sets the queue length from which on a kept-alive server connection isn't insisted on.",
    examples: &["max-keep-alive-queue 10"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let limit = values::integer(words, "a queue length", -1..=i64::from(i32::MAX))?;
    cx.draft.settings.max_keep_alive_queue = u32::try_from(limit).ok();
    words.finish("`max-keep-alive-queue`")
}
