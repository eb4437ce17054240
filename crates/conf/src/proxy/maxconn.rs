//! `maxconn` of a frontend.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static MAXCONN: Keyword = Keyword {
    name: "maxconn",
    sections: Sections::DEFAULTS.and(Sections::FRONT),
    usage: "maxconn <conns>",
    sentence: "Limits how many connections the frontend serves at once; more wait in the kernel.",
    examples: &["maxconn 2000"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let conns = values::integer(words, "a number of connections", 0..=u64::from(u32::MAX))?;
    cx.draft.settings.maxconn = Some(conns).filter(|&n| n > 0);
    words.finish("`maxconn`")
}
