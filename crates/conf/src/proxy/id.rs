//! `id`: the number that users see for a proxy.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static ID: Keyword = Keyword {
    name: "id",
    sections: Sections::PROXIES,
    usage: "id <number>",
    sentence: "Gives the proxy a number that doesn't change when others are added.",
    examples: &["id 100"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    cx.draft.settings.number = Some(values::integer(words, "a number", 1..=i32::MAX as u32)?);
    words.finish("`id`")
}
