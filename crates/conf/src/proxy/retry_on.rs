//! `retry-on`: which failures are tried again.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::{RETRY_STATUSES, RetryOn};
use moongate_lang::{Diagnostic, Words};

pub(super) static RETRY_ON: Keyword = Keyword {
    name: "retry-on",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    lenient: false,
    usage: "retry-on { none | conn-failure | empty-response | junk-response | response-timeout | 0rtt-rejected | all-retryable-errors | <status> }…",
    sentence: "Says which failures are tried again; other failures than those of connections need an application that can stand it.",
    examples: &[
        "retry-on conn-failure",
        "retry-on none",
        "retry-on conn-failure empty-response 503",
    ],
    parse: Parse::Early(parse),
    ..PLAIN
};

const EVENTS: [&str; 7] = [
    "none",
    "conn-failure",
    "empty-response",
    "junk-response",
    "response-timeout",
    "0rtt-rejected",
    "all-retryable-errors",
];

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let first = words.expect("an event")?;
    let mut on = RetryOn::NONE;
    if *first == *"none" {
        cx.draft.settings.retry = on;
        return words.finish("`retry-on none`");
    }
    for word in std::iter::once(first).chain(words) {
        match word.str() {
            "conn-failure" => on.connection = true,
            "empty-response" => on.empty = true,
            "junk-response" => on.junk = true,
            "response-timeout" => on.timeout = true,
            // No request is sent as early data, so that none is rejected.
            "0rtt-rejected" => {}
            "all-retryable-errors" => {
                on = RetryOn { connection: true, empty: true, junk: true, timeout: true, ..on };
                [500, 502, 503, 504].into_iter().for_each(|status| add(&mut on, status));
            }
            name => match name.parse::<u16>() {
                Ok(status) if RETRY_STATUSES.contains(&status) => add(&mut on, status),
                _ => return Err(unknown(word.span(), name)),
            },
        }
    }
    cx.draft.settings.retry = on;
    Ok(())
}

fn add(on: &mut RetryOn, status: u16) {
    if let Some(at) = RETRY_STATUSES.iter().position(|known| *known == status) {
        on.statuses |= 1 << at;
    }
}

fn unknown(span: moongate_lang::Span, name: &str) -> Diagnostic {
    let list: Vec<String> = RETRY_STATUSES.iter().map(u16::to_string).collect();
    let message = format!("'retry-on' : unknown keyword '{name}'");
    Diagnostic::alert(span, message)
        .help(format!("write {}, or one of the statuses {}", EVENTS.join(", "), list.join(", ")))
        .did_you_mean(name, EVENTS)
}
