//! `description` of a proxy.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static DESCRIPTION: Keyword = Keyword {
    name: "description",
    sections: Sections::PROXIES,
    usage: "description <text>…",
    sentence: "Describes the proxy, for those who read its statistics.",
    examples: &["description web servers of the shop"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let mut text = values::text(words, "a text")?;
    for word in words {
        text.push(' ');
        text.push_str(values::utf8(word)?);
    }
    cx.draft.settings.description = Some(text);
    Ok(())
}
