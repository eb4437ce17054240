//! `fullconn`: at how many connections servers reach their full `maxconn`.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static FULLCONN: Keyword = Keyword {
    name: "fullconn",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    usage: "fullconn <conns>",
    sentence: "Sets the load of the backend at which its servers reach their full `maxconn`.",
    examples: &["fullconn 10000"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let conns = values::integer(words, "a number of connections", 0..=u64::from(u32::MAX))?;
    cx.draft.settings.fullconn = Some(conns).filter(|&n| n > 0);
    words.finish("`fullconn`")
}
