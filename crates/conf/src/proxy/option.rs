//! `option …`: looks the option up; each has its declaration in the room of options.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::{option, unsupported};
use moongate_lang::{Diagnostic, Words};

pub(super) static OPTION: Keyword = Keyword {
    name: "option",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    negatable: true,
    usage: "[no | default] option <name> …",
    sentence: "Turns a feature of the proxy on or off.",
    examples: &["option httplog", "no option http-server-close", "option forwardfor if-none"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("the name of an option")?;
    let name = word.str();
    let Some(spec) = option::find(name) else {
        if unsupported::option(name) {
            return Err(Diagnostic::unsupported(word.span(), format!("`option {name}`")));
        }
        let names = option::all().map(|spec| spec.name).chain(unsupported::OPTIONS.iter().copied());
        return Err(Diagnostic::alert(word.span(), format!("unknown option `{name}`"))
            .did_you_mean(name, names));
    };
    if let (Some(negation), false) = (cx.negation, spec.negatable) {
        let message = format!("negation/default is not supported for option '{name}'");
        return Err(Diagnostic::alert(negation.span(), message));
    }
    if spec.lenient && cx.lacks(name, spec.sections) {
        return Ok(());
    }
    (spec.parse)(cx, words)?;
    words.finish("the option")
}
