//! `set-nice`: whether this transaction lets others go first.

use crate::action::prelude::*;
use moongate_lang::units;
use moongate_net::turn;

const RULESETS: Rulesets = HTTP.and(Rulesets::of(&[Ruleset::TcpContent, Ruleset::TcpResponse]));

/// The declaration.
pub static SET_NICE: ActionSpec = ActionSpec {
    name: "set-nice",
    rulesets: RULESETS,
    usage: "<nice>",
    sentence: "Sets how much the transaction lets others of its thread go first, from -1024 (others let it) to 1024.",
    examples: &[
        ActionExample::shows("http-request set-nice 512", "", "str(on)", "on"),
        ActionExample::shows("tcp-request content set-nice -100", "", "str(on)", "on"),
    ],
    parse,
};

#[derive(Debug)]
struct SetNice(i64);

fn parse(_: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("a niceness from -1024 to 1024")?;
    // As in HAProxy, what is beyond counts as the end.
    Ok(Box::new(SetNice(units::integer(word, i64::MIN..=i64::MAX)?)))
}

impl Action for SetNice {
    fn run(&self, _: &mut ActionCx<'_>) -> Verdict {
        turn::set_nice(self.0);
        Verdict::Continue
    }
}
