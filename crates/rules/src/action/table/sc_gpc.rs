//! `sc-inc-gpc`, `sc-add-gpc` and their kin: counters whose meaning rules give.

use super::{Numbers, numbers};
use crate::action::prelude::*;
use moongate_sample::{Sample, Type, with_rate};
use moongate_state::table::Data;

const GET: &str = "GET / HTTP/1.1\nhost: a\n\n";

/// `sc-inc-gpc`
pub static SC_INC_GPC: ActionSpec = ActionSpec {
    name: "sc-inc-gpc(",
    rulesets: ALL_HTTP.and(ALL_TCP),
    usage: "<idx>,<sc-id>)",
    sentence: "Adds one to an element of the array `gpc` of the entry that a sticky counter tracks.",
    examples: &[ActionExample::absent("http-request sc-inc-gpc(1,0)", GET, "sc_get_gpc(1,0)")],
    parse: |cx, _| parse(cx, Numbers::IndexAndCounter, Data::Gpc, Amount::Fixed(1)),
};

/// `sc-inc-gpc0`
pub static SC_INC_GPC0: ActionSpec = ActionSpec {
    name: "sc-inc-gpc0(",
    rulesets: ALL_HTTP.and(ALL_TCP),
    usage: "<sc-id>)",
    sentence: "Adds one to the first general purpose counter of the entry that a sticky counter tracks.",
    examples: &[
        ActionExample::shows("http-request sc-inc-gpc0(0)", GET, "sc0_get_gpc0", "1"),
        ActionExample::shows("tcp-request content sc-inc-gpc0(0)", GET, "sc0_gpc0_rate", "1"),
        ActionExample::shows("http-request sc-inc-gpc0(1)", GET, "sc0_get_gpc0", "0"),
    ],
    parse: |cx, _| parse(cx, Numbers::Counter, Data::Gpc0, Amount::Fixed(1)),
};

/// `sc-inc-gpc1`
pub static SC_INC_GPC1: ActionSpec = ActionSpec {
    name: "sc-inc-gpc1(",
    rulesets: ALL_HTTP.and(ALL_TCP),
    usage: "<sc-id>)",
    sentence: "Adds one to the second general purpose counter of the entry that a sticky counter tracks.",
    examples: &[ActionExample::shows("http-request sc-inc-gpc1(0)", GET, "sc0_get_gpc1", "1")],
    parse: |cx, _| parse(cx, Numbers::Counter, Data::Gpc1, Amount::Fixed(1)),
};

/// `sc-add-gpc`
pub static SC_ADD_GPC: ActionSpec = ActionSpec {
    name: "sc-add-gpc(",
    rulesets: ALL_HTTP.and(ALL_TCP),
    usage: "<idx>,<sc-id>) { <number> | <expression> }",
    sentence: "Adds a number to an element of the array `gpc` of the entry that a sticky counter tracks.",
    examples: &[
        ActionExample::absent("http-request sc-add-gpc(0,0) 5", GET, "sc_get_gpc(0,0)"),
        ActionExample::absent(
            "http-request sc-add-gpc(0,0) req.hdr_cnt(host)",
            GET,
            "sc_get_gpc(0,0)",
        ),
    ],
    parse: |cx, words| {
        let amount = Amount::read(cx, words)?;
        parse(cx, Numbers::IndexAndCounter, Data::Gpc, amount)
    },
};

/// How much, or what: an unsigned number of 32 bits.
#[derive(Debug)]
pub(super) enum Amount {
    Fixed(u32),
    Expr(Expr),
}

impl Amount {
    /// Reads a number or an expression.
    pub fn read(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Result<Self, Diagnostic> {
        match words.peek() {
            Some(word) if word.bytes().first().is_some_and(u8::is_ascii_digit) => {
                words.next();
                moongate_lang::units::integer(word, 0..=u32::MAX).map(Amount::Fixed)
            }
            Some(_) => cx.compiler.expr(words, cx.point).map(Amount::Expr),
            None => Err(Diagnostic::alert(words.here(), "a number or an expression is expected")),
        }
    }

    /// Its value; none if it is no such number.
    pub fn value(&self, cx: &ActionCx<'_>) -> Option<u32> {
        match self {
            Amount::Fixed(number) => Some(*number),
            Amount::Expr(expr) => match expr.eval_as(&cx.cx(), Type::Sint) {
                Ok(Sample::Sint(number)) => u32::try_from(number).ok(),
                _ => None,
            },
        }
    }
}

#[derive(Debug)]
struct AddGpc {
    data: Data,
    index: u32,
    slot: u32,
    amount: Amount,
}

fn parse(cx: &ParseCx<'_, '_>, numbers_are: Numbers, data: Data, amount: Amount) -> Parsed {
    let (index, slot) = numbers(cx, numbers_are)?;
    Ok(Box::new(AddGpc { data, index, slot, amount }))
}

impl Action for AddGpc {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let Some((table, entry)) = cx.txn.tracked(self.slot) else { return Verdict::Continue };
        if let Some(amount) = self.amount.value(cx) {
            let (count, rate) = with_rate(self.data);
            table.change(&entry, |edit| {
                edit.add(rate, self.index, amount.into());
                edit.add(count, self.index, amount.into());
            });
        }
        Verdict::Continue
    }
}
