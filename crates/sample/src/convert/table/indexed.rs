//! `table_gpc` and its kin: elements of the arrays of counters and tags that a key has.

use crate::convert::prelude::*;
use crate::found::index;
use moongate_state::table::Data;

const ELEMENT: Converter = Converter { args: &[super::INDEX, super::TABLE], ..super::ANY };

/// `table_gpc`
pub static TABLE_GPC: Converter = Converter {
    name: "table_gpc",
    sentence: "Of the entry of the key in a stick table: an element of the array `gpc`.",
    examples: &[
        Example::absent("", "src,table_gpc(0,be)"),
        Example::plain("ipv4(192.0.2.9),table_gpc(0)", "0"),
    ],
    eval: Eval::Fn(|value, args, _| {
        super::find(value, args, 1)?.element(Data::Gpc, index(args, 0)).ok()
    }),
    ..ELEMENT
};

/// `table_gpt`
pub static TABLE_GPT: Converter = Converter {
    name: "table_gpt",
    sentence: "Of the entry of the key in a stick table: an element of the array `gpt`.",
    examples: &[
        Example::absent("", "src,table_gpt(0,be)"),
        Example::plain("ipv4(192.0.2.9),table_gpt(0)", "0"),
    ],
    eval: Eval::Fn(|value, args, _| {
        super::find(value, args, 1)?.element(Data::Gpt, index(args, 0)).ok()
    }),
    ..ELEMENT
};

/// `table_gpc_rate`
pub static TABLE_GPC_RATE: Converter = Converter {
    name: "table_gpc_rate",
    sentence: "Of the entry of the key in a stick table: how often an element of the array `gpc` grew in the period.",
    examples: &[
        Example::absent("", "src,table_gpc_rate(0,be)"),
        Example::plain("ipv4(192.0.2.9),table_gpc_rate(0)", "0"),
    ],
    eval: Eval::Fn(|value, args, _| {
        super::find(value, args, 1)?.element(Data::GpcRate, index(args, 0)).ok()
    }),
    ..ELEMENT
};

/// `table_inc_gpc`
pub static TABLE_INC_GPC: Converter = Converter {
    name: "table_inc_gpc",
    sentence: "Of the entry of the key in a stick table: an element of the array `gpc`, after adding one.",
    examples: &[
        Example::absent("", "src,table_inc_gpc(0,be)"),
        Example::absent("", "ipv4(192.0.2.9),table_inc_gpc(0)"),
    ],
    eval: Eval::Fn(|value, args, _| {
        super::find(value, args, 1)?.increase_element(Data::Gpc, index(args, 0)).ok()
    }),
    ..ELEMENT
};

/// `table_clr_gpc`
pub static TABLE_CLR_GPC: Converter = Converter {
    name: "table_clr_gpc",
    sentence: "Of the entry of the key in a stick table: an element of the array `gpc`, which is zero from now on.",
    examples: &[
        Example::absent("", "src,table_clr_gpc(0,be)"),
        Example::absent("", "ipv4(192.0.2.9),table_clr_gpc(0)"),
    ],
    eval: Eval::Fn(|value, args, _| {
        super::find(value, args, 1)?.reset_element(Data::Gpc, index(args, 0)).ok()
    }),
    ..ELEMENT
};
