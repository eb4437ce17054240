//! `retries`: how often a failed connection to a server is tried again.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static RETRIES: Keyword = Keyword {
    name: "retries",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    usage: "retries <value>",
    sentence: "Sets how often a connection to a server is tried again after it failed.",
    examples: &["retries 3", "retries 0"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    cx.draft.settings.retries = values::integer(words, "a number of retries", 0..=i32::MAX as u32)?;
    words.finish("`retries`")
}
