//! `default-server`: what later `server` lines begin with.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::server::ServerCx;
use moongate_lang::{Diagnostic, Words};
use std::rc::Rc;

pub(super) static DEFAULT_SERVER: Keyword = Keyword {
    name: "default-server",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    lenient: false,
    usage: "default-server <option>…",
    sentence: "Sets options that the `server` lines below it begin with.",
    examples: &["default-server maxconn 100 weight 10"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    if words.peek().is_none() {
        return Err(Diagnostic::alert(
            words.here(),
            "'default-server' expects at least one option",
        ));
    }
    let server = (*cx.draft.default_server).clone();
    let mut options = ServerCx { server, env: cx.env, shared: cx.shared };
    options.options(words, "default-server")?;
    cx.draft.default_server = Rc::new(options.server);
    Ok(())
}
