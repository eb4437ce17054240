//! `option redispatch`: a retry may go to another server.

use super::{OptionSpec, PLAIN};
use crate::keyword::{Done, EarlyCx, Sections};
use crate::values;
use moongate_lang::Words;

pub(super) static REDISPATCH: OptionSpec = OptionSpec {
    name: "redispatch",
    sections: Sections::BACK,
    usage: "[no | default] option redispatch [<interval>]",
    sentence: "Lets a retry go to another server: the last one, every so many, or counted from the end.",
    examples: &["option redispatch", "option redispatch 1", "no option redispatch"],
    parse,
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let interval = match words.peek() {
        Some(_) => values::integer(words, "an interval", i32::MIN..=i32::MAX)?,
        None => -1,
    };
    let on = cx.negation.is_none() && interval != 0;
    cx.draft.settings.redispatch = on.then_some(interval);
    Ok(())
}
