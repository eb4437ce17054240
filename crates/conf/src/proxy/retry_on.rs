//! `retry-on`: which failures are tried again.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use moongate_lang::{Diagnostic, Words};

pub(super) static RETRY_ON: Keyword = Keyword {
    name: "retry-on",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    lenient: false,
    usage: "retry-on [conn-failure | none]",
    sentence: "Says which failures are tried again: failed connections, or none.",
    examples: &["retry-on conn-failure", "retry-on none"],
    parse: Parse::Early(parse),
    ..PLAIN
};

/// Events that need the request to be kept until an answer came.
const LATER: &[&str] = &[
    "empty-response",
    "junk-response",
    "response-timeout",
    "0rtt-rejected",
    "all-retryable-errors",
    "401",
    "403",
    "404",
    "408",
    "421",
    "425",
    "429",
    "500",
    "501",
    "502",
    "503",
    "504",
];

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let first = words.expect("an event")?;
    if *first == *"none" {
        cx.draft.settings.retry = false;
        return words.finish("`retry-on none`");
    }
    for word in std::iter::once(first).chain(words) {
        match word.str() {
            "conn-failure" => cx.draft.settings.retry = true,
            name if LATER.contains(&name) => {
                return Err(Diagnostic::unsupported(
                    word.span(),
                    format!("event `{name}` of `retry-on`"),
                ));
            }
            name => {
                let message = format!("unknown event `{name}` for `retry-on`");
                let known = LATER.iter().copied().chain(["conn-failure", "none"]);
                return Err(Diagnostic::alert(word.span(), message)
                    .help("write `conn-failure` or `none`")
                    .did_you_mean(name, known));
            }
        }
    }
    Ok(())
}
