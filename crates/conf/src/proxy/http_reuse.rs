//! `http-reuse`: who may use an idle server connection again.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::Reuse;
use crate::values;
use moongate_lang::Words;

pub(super) static HTTP_REUSE: Keyword = Keyword {
    name: "http-reuse",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    usage: "http-reuse { never | safe | aggressive | always }",
    sentence: "Says which requests may use an idle connection to a server that another client used.",
    examples: &["http-reuse safe", "http-reuse always"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    cx.draft.settings.reuse = values::choice(
        words,
        "a way of reuse",
        &[
            ("never", Reuse::Never),
            ("safe", Reuse::Safe),
            ("aggressive", Reuse::Aggressive),
            ("always", Reuse::Always),
        ],
    )?;
    words.finish("`http-reuse`")
}
