//! `rate-limit`: how many connections a frontend accepts in a second.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::values;
use moongate_lang::{Diagnostic, Words};

pub(super) static RATE_LIMIT: Keyword = Keyword {
    name: "rate-limit",
    sections: Sections::DEFAULTS.and(Sections::FRONT),
    usage: "rate-limit sessions <rate>",
    sentence: "Accepts at most so many connections a second; others wait in the system's queue.",
    examples: &["rate-limit sessions 100"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("`sessions`")?;
    if *word != *"sessions" {
        let message = format!("'rate-limit' only supports 'sessions' (got '{}')", word.str());
        return Err(Diagnostic::alert(word.span(), message).did_you_mean(word.str(), ["sessions"]));
    }
    let rate = values::integer(words, "a number of sessions a second", 0..=u64::from(u32::MAX))?;
    cx.draft.settings.session_rate = rate;
    words.finish("the rate")
}
