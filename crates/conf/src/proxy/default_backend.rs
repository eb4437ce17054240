//! `default_backend`: where requests go that no `use_backend` rule sends elsewhere.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use moongate_lang::Words;
use std::rc::Rc;

pub(super) static DEFAULT_BACKEND: Keyword = Keyword {
    name: "default_backend",
    sections: Sections::DEFAULTS.and(Sections::FRONT),
    usage: "default_backend <backend>",
    sentence: "Names the backend for what no `use_backend` rule sends elsewhere.",
    examples: &["default_backend servers"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("a backend's name")?;
    cx.draft.deferred.default_backend = Some(Rc::new(word.clone().into_owned()));
    words.finish("`default_backend`")
}
