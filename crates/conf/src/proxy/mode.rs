//! `mode`: what a proxy speaks.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use moongate_lang::{Diagnostic, Words};
use moongate_state::Mode;

pub(super) static MODE: Keyword = Keyword {
    name: "mode",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    usage: "mode { tcp | http }",
    sentence: "Says what the proxy speaks: HTTP, or bytes in both directions.",
    examples: &["mode http", "mode tcp"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("`tcp` or `http`")?;
    cx.draft.settings.mode = match word.str() {
        "http" => Mode::Http,
        "tcp" => Mode::Tcp,
        name @ ("log" | "spop" | "haterm" | "health" | "peers") => {
            return Err(Diagnostic::unsupported(word.span(), format!("`mode {name}`")));
        }
        name => {
            return Err(Diagnostic::alert(word.span(), format!("unknown proxy mode '{name}'"))
                .did_you_mean(name, ["http", "tcp"]));
        }
    };
    words.finish("`mode`")
}
