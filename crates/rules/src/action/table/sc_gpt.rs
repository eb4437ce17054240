//! `sc-set-gpt` and `sc-set-gpt0`: tags whose meaning rules give.

use super::sc_gpc::Amount;
use super::{Numbers, numbers};
use crate::action::prelude::*;
use moongate_state::table::Data;

const GET: &str = "GET / HTTP/1.1\nhost: a\n\n";

/// `sc-set-gpt`
pub static SC_SET_GPT: ActionSpec = ActionSpec {
    name: "sc-set-gpt(",
    rulesets: ALL_HTTP.and(ALL_TCP),
    usage: "<idx>,<sc-id>) { <number> | <expression> }",
    sentence: "Sets an element of the array `gpt` of the entry that a sticky counter tracks.",
    examples: &[ActionExample::absent("http-request sc-set-gpt(0,0) 5", GET, "sc_get_gpt(0,0)")],
    parse: |cx, words| parse(cx, words, Numbers::IndexAndCounter, Data::Gpt),
};

/// `sc-set-gpt0`
pub static SC_SET_GPT0: ActionSpec = ActionSpec {
    name: "sc-set-gpt0(",
    rulesets: ALL_HTTP.and(ALL_TCP),
    usage: "<sc-id>) { <number> | <expression> }",
    sentence: "Sets the first general purpose tag of the entry that a sticky counter tracks.",
    examples: &[
        ActionExample::shows("http-request sc-set-gpt0(0) 5", GET, "sc0_get_gpt0", "5"),
        ActionExample::shows(
            "http-request sc-set-gpt0(0) int(6),mul(2)",
            GET,
            "sc0_get_gpt0",
            "12",
        ),
        ActionExample::shows("http-request sc-set-gpt0(0) int(-1)", GET, "sc0_get_gpt0", "0"),
    ],
    parse: |cx, words| parse(cx, words, Numbers::Counter, Data::Gpt0),
};

#[derive(Debug)]
struct SetGpt {
    data: Data,
    index: u32,
    slot: u32,
    value: Amount,
}

fn parse(
    cx: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
    numbers_are: Numbers,
    data: Data,
) -> Parsed {
    let (index, slot) = numbers(cx, numbers_are)?;
    let value = Amount::read(cx, words)?;
    Ok(Box::new(SetGpt { data, index, slot, value }))
}

impl Action for SetGpt {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let Some((table, entry)) = cx.txn.tracked(self.slot) else { return Verdict::Continue };
        if let Some(value) = self.value.value(cx) {
            table.change(&entry, |edit| edit.set(self.data, self.index, value.into()));
        }
        Verdict::Continue
    }
}
