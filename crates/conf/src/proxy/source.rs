//! `source`: the address that connections to servers come from.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::{Diagnostic, Words};

pub(super) static SOURCE: Keyword = Keyword {
    name: "source",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    usage: "source <addr>[:<port>] [interface <name>]",
    sentence: "Sets the address, and perhaps the device, that connections to servers come from.",
    examples: &["source 127.0.0.1", "source 0.0.0.0 interface lo"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("an address")?;
    cx.draft.settings.source = Some(values::source(word, cx.env, cx.shared)?);
    cx.draft.settings.source_interface = None;
    while let Some(word) = words.next() {
        match word.str() {
            "interface" => {
                cx.draft.settings.source_interface = Some(values::text(words, "a device")?);
            }
            "usesrc" => return Err(Diagnostic::unsupported(word.span(), "`usesrc` of `source`")),
            name => {
                let message = format!("`{name}` isn't expected after the source address");
                return Err(
                    Diagnostic::alert(word.span(), message).did_you_mean(name, ["interface"])
                );
            }
        }
    }
    Ok(())
}
