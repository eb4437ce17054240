//! Keywords that only permit others, of which there is none yet.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};

pub(super) static EXPOSE_EXPERIMENTAL: Keyword = Keyword {
    name: "expose-experimental-directives",
    usage: "expose-experimental-directives",
    sentence: "Permits keywords that are experimental.",
    examples: &["expose-experimental-directives"],
    parse: Parse::Global(|cx, words| {
        cx.draft.experimental = true;
        words.finish("`expose-experimental-directives`")
    }),
    ..PLAIN
};

pub(super) static EXPOSE_DEPRECATED: Keyword = Keyword {
    name: "expose-deprecated-directives",
    usage: "expose-deprecated-directives",
    sentence: "Permits keywords that are about to be removed.",
    examples: &["expose-deprecated-directives"],
    parse: Parse::Global(|cx, words| {
        cx.draft.deprecated = true;
        words.finish("`expose-deprecated-directives`")
    }),
    ..PLAIN
};
