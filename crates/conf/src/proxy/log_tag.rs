//! `log-tag` of a proxy: the name that its log lines bear.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static LOG_TAG: Keyword = Keyword {
    name: "log-tag",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    usage: "log-tag <string>",
    sentence: "Sets the tag that this proxy's log lines bear instead of the program's name.",
    examples: &["log-tag shop"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    cx.draft.settings.log_tag = Some(values::text(words, "a tag")?);
    words.finish("`log-tag`")
}
