//! `description` of a proxy.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static DESCRIPTION: Keyword = Keyword {
    name: "description",
    sections: Sections::PROXIES,
    usage: "description <text>…",
    sentence: "Describes the proxy, for those who read the configuration.",
    examples: &["description web servers of the shop"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(_: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let first = words.expect("a text")?;
    values::utf8(first)?;
    words.try_for_each(|word| values::utf8(word).map(drop))
}
