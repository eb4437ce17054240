//! `sc_tracked`, `sc_key` and `sc_trackers`: whether a sticky counter tracks something, and what.

use crate::fetch::prelude::*;
use crate::found::Found;

counters! { TRACKERS: super::CLI_TOO;
    "trackers" trackers() "1" "how many sessions and streams track it now";
}

const TRACKED: Fetch =
    Fetch { args: &[super::TABLE], output: Type::Bool, scope: super::CLI_TOO, ..Fetch::PLAIN };

const KEY: Fetch = Fetch { output: Type::Any, scope: super::CLI_TOO, ..Fetch::PLAIN };

/// `sc_tracked`
pub static SC_TRACKED: Fetch = Fetch {
    name: "sc_tracked",
    args: &[super::COUNTER, super::TABLE],
    sentence: "Whether a sticky counter tracks an entry.",
    examples: &[Example::plain("sc_tracked(0)", "1"), Example::plain("sc_tracked(2)", "0")],
    eval: Eval::Fn(|cx, args| tracked(cx, args.sint(0), args, 1)),
    ..TRACKED
};

/// `sc_key`
pub static SC_KEY: Fetch = Fetch {
    name: "sc_key",
    args: &[super::COUNTER],
    sentence: "The key of the entry that a sticky counter tracks.",
    examples: &[Example::plain("sc_key(0)", "192.0.2.1"), Example::absent("", "sc_key(1)")],
    eval: Eval::Fn(|cx, args| Found::counter(cx, args.sint(0), None)?.key()),
    ..KEY
};

/// `sc0_tracked`
pub static SC0_TRACKED: Fetch = Fetch {
    name: "sc0_tracked",
    sentence: "Whether sticky counter 0 tracks an entry.",
    examples: &[Example::plain("sc0_tracked", "1")],
    eval: Eval::Fn(|cx, args| tracked(cx, Some(0), args, 0)),
    ..TRACKED
};

/// `sc0_key`
pub static SC0_KEY: Fetch = Fetch {
    name: "sc0_key",
    sentence: "The key of the entry that sticky counter 0 tracks.",
    examples: &[Example::plain("sc0_key", "192.0.2.1")],
    eval: Eval::Fn(|cx, _| Found::counter(cx, Some(0), None)?.key()),
    ..KEY
};

/// `sc1_tracked`
pub static SC1_TRACKED: Fetch = Fetch {
    name: "sc1_tracked",
    sentence: "Whether sticky counter 1 tracks an entry.",
    examples: &[Example::plain("sc1_tracked", "0")],
    eval: Eval::Fn(|cx, args| tracked(cx, Some(1), args, 0)),
    ..TRACKED
};

/// `sc1_key`
pub static SC1_KEY: Fetch = Fetch {
    name: "sc1_key",
    sentence: "The key of the entry that sticky counter 1 tracks.",
    examples: &[Example::absent("", "sc1_key")],
    eval: Eval::Fn(|cx, _| Found::counter(cx, Some(1), None)?.key()),
    ..KEY
};

/// `sc2_tracked`
pub static SC2_TRACKED: Fetch = Fetch {
    name: "sc2_tracked",
    sentence: "Whether sticky counter 2 tracks an entry.",
    examples: &[Example::plain("sc2_tracked", "0")],
    eval: Eval::Fn(|cx, args| tracked(cx, Some(2), args, 0)),
    ..TRACKED
};

/// `sc2_key`
pub static SC2_KEY: Fetch = Fetch {
    name: "sc2_key",
    sentence: "The key of the entry that sticky counter 2 tracks.",
    examples: &[Example::absent("", "sc2_key")],
    eval: Eval::Fn(|cx, _| Found::counter(cx, Some(2), None)?.key()),
    ..KEY
};

fn tracked(cx: &Cx<'_>, slot: Option<i64>, args: &Args, at: usize) -> Fetched<'static> {
    let found = super::counter(cx, slot, args, at);
    Ok(Sample::Bool(found.is_ok_and(|found| found.there())))
}
