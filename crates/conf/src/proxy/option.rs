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

/// Older names that HAProxy still takes.
const RENAMED: [(&str, &str); 2] = [
    ("accept-invalid-http-request", "accept-unsafe-violations-in-http-request"),
    ("accept-invalid-http-response", "accept-unsafe-violations-in-http-response"),
];

/// Options that HAProxy took once.
const REMOVED: [(&str, &str); 3] = [
    ("forceclose", "write `option httpclose`"),
    ("http-tunnel", "remove it, or use `mode tcp`"),
    ("tcpsplice", "write `option splice-auto`"),
];

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("the name of an option")?;
    let mut name = word.str();
    if let Some((_, new)) = RENAMED.iter().find(|(old, _)| *old == name) {
        let message =
            format!("'option {name}' is deprecated, use 'option {new}' if absolutely needed");
        cx.notes.push(Diagnostic::warning(word.span(), message));
        name = new;
    }
    if let Some((_, instead)) = REMOVED.iter().find(|(old, _)| *old == name) {
        let message = format!("'option {name}' is not supported any more by HAProxy");
        return Err(Diagnostic::alert(word.span(), message).help(*instead));
    }
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
    (spec.parse)(cx, words)
        .and_then(|()| words.finish("the option"))
        .map_err(|wrong| wrong.usage("", spec.usage))
}
