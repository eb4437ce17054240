//! `http-err-codes` and `http-fail-codes`: which statuses stick tables count as errors and failures.

use super::PLAIN;
use crate::keyword::{Done, Keyword, Parse};
use moongate_lang::{Diagnostic, Word, Words};
use moongate_state::StatusSet;
use std::ops::RangeInclusive;

pub(super) static HTTP_ERR_CODES: Keyword = Keyword {
    name: "http-err-codes",
    usage: "http-err-codes [+-]<range>[,...] [...]",
    sentence: "Says which statuses are errors of clients, for `http_err_cnt` in stick tables.",
    examples: &["http-err-codes 400-499 -450 +500", "http-err-codes -404"],
    parse: Parse::Global(|cx, words| read(words, &mut cx.draft.global.error_statuses)),
    ..PLAIN
};

pub(super) static HTTP_FAIL_CODES: Keyword = Keyword {
    name: "http-fail-codes",
    usage: "http-fail-codes [+-]<range>[,...] [...]",
    sentence: "Says which statuses are failures of servers, for `http_fail_cnt` in stick tables.",
    examples: &["http-fail-codes -550-580 +555,599"],
    parse: Parse::Global(|cx, words| read(words, &mut cx.draft.global.failure_statuses)),
    ..PLAIN
};

/// Reads lists of ranges: each replaces the set, adds to it (`+`) or takes away from it (`-`).
fn read(words: &mut Words<'_, '_>, set: &mut StatusSet) -> Done {
    let mut word = Some(words.expect("a range of statuses")?);
    while let Some(list) = word {
        let text = list.str();
        let (add, begin) = match text.bytes().next() {
            Some(b'+') => (true, 1),
            Some(b'-') => (false, 1),
            _ => {
                *set = StatusSet::empty();
                (true, 0)
            }
        };
        for part in text[begin..].split(',') {
            set.set(range(list, part)?, add);
        }
        word = words.next();
    }
    Ok(())
}

fn range(word: &Word<'_>, text: &str) -> Result<RangeInclusive<u16>, Diagnostic> {
    let (low, high) = text.split_once('-').unwrap_or((text, text));
    let status = |text: &str| text.parse().ok().filter(|it| StatusSet::LIMITS.contains(it));
    match (status(low), status(high)) {
        (Some(low), Some(high)) if low <= high => Ok(low..=high),
        _ => Err(Diagnostic::alert(word.span(), format!("`{text}` is no range of statuses"))
            .help("write statuses from 100 to 599, as in `400-499` or `404`")),
    }
}
