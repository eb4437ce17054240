//! Actions that track entries of stick tables and change them.

use super::ActionSpec;
use super::prelude::*;
use moongate_lang::{arguments, units};

mod sc_gpc;
mod sc_gpt;
mod track_sc;

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[
    &track_sc::TRACK_SC,
    &sc_gpc::SC_INC_GPC,
    &sc_gpc::SC_INC_GPC0,
    &sc_gpc::SC_INC_GPC1,
    &sc_gpc::SC_ADD_GPC,
    &sc_gpt::SC_SET_GPT,
    &sc_gpt::SC_SET_GPT0,
];

/// Elements of an array, at most.
const ELEMENTS: u32 = 100;

/// What the numbers in parentheses behind an action's name are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// `(<sc-id>)`
    Counter,
    /// `(<idx>,<sc-id>)`
    IndexAndCounter,
}

/// Reads the numbers in parentheses: the place in an array, 0 without one, and the sticky counter.
fn numbers(cx: &ParseCx<'_, '_>, which: Numbers) -> Result<(u32, u32), Diagnostic> {
    let word = cx.keyword;
    let open = memchr::memchr(b'(', word.bytes()).unwrap_or(word.bytes().len());
    let read = arguments::read(word, open)?;
    match (&*read.list, which) {
        ([counter], Numbers::Counter) => Ok((0, slot(cx, counter)?)),
        ([index, counter], Numbers::IndexAndCounter) => {
            Ok((units::integer(index, 0..=ELEMENTS - 1)?, slot(cx, counter)?))
        }
        _ => {
            let name = String::from_utf8_lossy(&word.bytes()[..open]).into_owned();
            let (what, example) = match which {
                Numbers::Counter => ("the number of a sticky counter", "(0)"),
                Numbers::IndexAndCounter => {
                    ("a place in the array and the number of a sticky counter", "(0,1)")
                }
            };
            Err(Diagnostic::alert(word.span(), format!("{what} is expected in parentheses"))
                .help(format!("write it as in `{name}{example}`")))
        }
    }
}

/// Reads the number of a sticky counter.
fn slot(cx: &ParseCx<'_, '_>, word: &Word<'_>) -> Result<u32, Diagnostic> {
    let most = cx.stick_counters;
    let number: u32 = units::integer(word, 0..=u32::MAX)?;
    if number < most {
        return Ok(number);
    }
    let message = format!("there is no sticky counter {number}");
    let help = match most {
        0 => "`tune.stick-counters 0` switches them off".to_owned(),
        _ => format!(
            "there are {most}, 0 to {}; `tune.stick-counters` in `global` makes more",
            most - 1
        ),
    };
    Err(Diagnostic::alert(word.span(), message).help(help))
}
