//! `sc_get_gpc`, `src_inc_gpc` and their kin: elements of the arrays of counters and tags.

use crate::fetch::prelude::*;
use crate::found::index;
use moongate_state::table::Data;

const COUNTED: Fetch = Fetch {
    args: &[super::INDEX, super::COUNTER, super::TABLE],
    output: Type::Sint,
    scope: super::CLI_TOO,
    ..Fetch::PLAIN
};

const SOURCE: Fetch =
    Fetch { args: &[super::INDEX, super::OWN], output: Type::Sint, ..Fetch::PLAIN };

const FIXED: Fetch = Fetch {
    args: &[super::INDEX, super::TABLE],
    output: Type::Sint,
    scope: super::CLI_TOO,
    ..Fetch::PLAIN
};

/// `sc_get_gpc`
pub static SC_GET_GPC: Fetch = Fetch {
    name: "sc_get_gpc",
    sentence: "Of the entry that a sticky counter tracks: an element of the array `gpc`.",
    examples: &[Example::absent("", "sc_get_gpc(0,0)"), Example::absent("", "sc_get_gpc(0,1)")],
    eval: Eval::Fn(|cx, args| {
        super::counter(cx, args.sint(1), args, 2)?.element(Data::Gpc, index(args, 0))
    }),
    ..COUNTED
};

/// `src_get_gpc`
pub static SRC_GET_GPC: Fetch = Fetch {
    name: "src_get_gpc",
    sentence: "Of the entry of the client's address: an element of the array `gpc`.",
    examples: &[Example::absent("", "src_get_gpc(0)"), Example::absent("", "src_get_gpc(1,be)")],
    eval: Eval::Fn(|cx, args| super::source(cx, args, 1)?.element(Data::Gpc, index(args, 0))),
    ..SOURCE
};

/// `sc_get_gpt`
pub static SC_GET_GPT: Fetch = Fetch {
    name: "sc_get_gpt",
    sentence: "Of the entry that a sticky counter tracks: an element of the array `gpt`.",
    examples: &[Example::absent("", "sc_get_gpt(0,0)"), Example::absent("", "sc_get_gpt(0,1)")],
    eval: Eval::Fn(|cx, args| {
        super::counter(cx, args.sint(1), args, 2)?.element(Data::Gpt, index(args, 0))
    }),
    ..COUNTED
};

/// `src_get_gpt`
pub static SRC_GET_GPT: Fetch = Fetch {
    name: "src_get_gpt",
    sentence: "Of the entry of the client's address: an element of the array `gpt`.",
    examples: &[Example::absent("", "src_get_gpt(0)"), Example::absent("", "src_get_gpt(1,be)")],
    eval: Eval::Fn(|cx, args| super::source(cx, args, 1)?.element(Data::Gpt, index(args, 0))),
    ..SOURCE
};

/// `sc_gpc_rate`
pub static SC_GPC_RATE: Fetch = Fetch {
    name: "sc_gpc_rate",
    sentence: "Of the entry that a sticky counter tracks: how often an element of the array `gpc` grew in the period.",
    examples: &[Example::absent("", "sc_gpc_rate(0,0)"), Example::absent("", "sc_gpc_rate(0,1)")],
    eval: Eval::Fn(|cx, args| {
        super::counter(cx, args.sint(1), args, 2)?.element(Data::GpcRate, index(args, 0))
    }),
    ..COUNTED
};

/// `src_gpc_rate`
pub static SRC_GPC_RATE: Fetch = Fetch {
    name: "src_gpc_rate",
    sentence: "Of the entry of the client's address: how often an element of the array `gpc` grew in the period.",
    examples: &[Example::absent("", "src_gpc_rate(0)"), Example::absent("", "src_gpc_rate(1,be)")],
    eval: Eval::Fn(|cx, args| super::source(cx, args, 1)?.element(Data::GpcRate, index(args, 0))),
    ..SOURCE
};

/// `sc_inc_gpc`
pub static SC_INC_GPC: Fetch = Fetch {
    name: "sc_inc_gpc",
    sentence: "Of the entry that a sticky counter tracks: an element of the array `gpc`, after adding one.",
    examples: &[Example::absent("", "sc_inc_gpc(0,0)"), Example::absent("", "sc_inc_gpc(0,1)")],
    eval: Eval::Fn(|cx, args| {
        super::counter(cx, args.sint(1), args, 2)?.increase_element(Data::Gpc, index(args, 0))
    }),
    ..COUNTED
};

/// `src_inc_gpc`
pub static SRC_INC_GPC: Fetch = Fetch {
    name: "src_inc_gpc",
    sentence: "Of the entry of the client's address: an element of the array `gpc`, after adding one.",
    examples: &[Example::absent("", "src_inc_gpc(0)"), Example::absent("", "src_inc_gpc(1,be)")],
    eval: Eval::Fn(|cx, args| {
        super::source(cx, args, 1)?.increase_element(Data::Gpc, index(args, 0))
    }),
    ..SOURCE
};

/// `sc_clr_gpc`
pub static SC_CLR_GPC: Fetch = Fetch {
    name: "sc_clr_gpc",
    sentence: "Of the entry that a sticky counter tracks: an element of the array `gpc`, which is zero from now on.",
    examples: &[Example::absent("", "sc_clr_gpc(0,0)"), Example::absent("", "sc_clr_gpc(0,1)")],
    eval: Eval::Fn(|cx, args| {
        super::counter(cx, args.sint(1), args, 2)?.reset_element(Data::Gpc, index(args, 0))
    }),
    ..COUNTED
};

/// `src_clr_gpc`
pub static SRC_CLR_GPC: Fetch = Fetch {
    name: "src_clr_gpc",
    sentence: "Of the entry of the client's address: an element of the array `gpc`, which is zero from now on.",
    examples: &[Example::absent("", "src_clr_gpc(0)"), Example::absent("", "src_clr_gpc(1,be)")],
    eval: Eval::Fn(|cx, args| super::source(cx, args, 1)?.reset_element(Data::Gpc, index(args, 0))),
    ..SOURCE
};

/// `sc0_clr_gpc`
pub static SC0_CLR_GPC: Fetch = Fetch {
    name: "sc0_clr_gpc",
    sentence: "Of the entry that sticky counter 0 tracks: an element of the array `gpc`, which is zero from now on.",
    examples: &[Example::absent("", "sc0_clr_gpc(0)")],
    eval: Eval::Fn(|cx, args| {
        super::counter(cx, Some(0), args, 1)?.reset_element(Data::Gpc, index(args, 0))
    }),
    ..FIXED
};

/// `sc1_clr_gpc`
pub static SC1_CLR_GPC: Fetch = Fetch {
    name: "sc1_clr_gpc",
    sentence: "Of the entry that sticky counter 1 tracks: an element of the array `gpc`, which is zero from now on.",
    examples: &[Example::absent("", "sc1_clr_gpc(0)")],
    eval: Eval::Fn(|cx, args| {
        super::counter(cx, Some(1), args, 1)?.reset_element(Data::Gpc, index(args, 0))
    }),
    ..FIXED
};

/// `sc2_clr_gpc`
pub static SC2_CLR_GPC: Fetch = Fetch {
    name: "sc2_clr_gpc",
    sentence: "Of the entry that sticky counter 2 tracks: an element of the array `gpc`, which is zero from now on.",
    examples: &[Example::absent("", "sc2_clr_gpc(0)")],
    eval: Eval::Fn(|cx, args| {
        super::counter(cx, Some(2), args, 1)?.reset_element(Data::Gpc, index(args, 0))
    }),
    ..FIXED
};
