//! `backlog`: how many connections may wait to be accepted.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static BACKLOG: Keyword = Keyword {
    name: "backlog",
    sections: Sections::DEFAULTS.and(Sections::FRONT),
    usage: "backlog <conns>",
    sentence: "Sets how many connections may wait to be accepted on the frontend's sockets.",
    examples: &["backlog 10000"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let backlog = values::integer(words, "a number of connections", 0..=i32::MAX as u32)?;
    cx.draft.settings.backlog = Some(backlog).filter(|&n| n > 0);
    words.finish("`backlog`")
}
