//! What stick tables know of the client: in the entries that sticky counters track (`sc_…`), and in
//! the entry of its address (`src_…`).

use super::Fetch;
use super::prelude::*;
use crate::found::{self, Found};
use moongate_state::Table;
use std::sync::Arc;

const TABLE: Arg = Arg::optional("table", ArgKind::Table);
const OWN: Arg = Arg::required("table", ArgKind::Table);
const COUNTER: Arg = Arg::required("ctr", ArgKind::Sint);
const INDEX: Arg = Arg::required("idx", ArgKind::Sint);

/// Everywhere but in the parser.
const CLI_TOO: Scope = Scope::table("YYYYYYYYYYYYYYYYYYYY.Y");

/// Declares fetches of what a sticky counter tracks: of any one by its number, and of the first
/// three by name.
macro_rules! counters {
    ($all:ident: $scope:expr; $($name:literal $call:ident($($data:ident)?) $gives:literal $what:literal;)*) => {
        /// The forms with a sticky counter.
        pub(in crate::fetch) static $all: &[&Fetch] = &[$(
            {
                static IT: Fetch = Fetch {
                    name: concat!("sc_", $name),
                    args: &[super::COUNTER, super::TABLE],
                    output: Type::Sint,
                    scope: $scope,
                    sentence: concat!("Of the entry that a sticky counter tracks: ", $what, "."),
                    examples: &[
                        Example::plain(concat!("sc_", $name, "(0)"), $gives),
                        Example::absent("", concat!("sc_", $name, "(1)")),
                    ],
                    eval: Eval::Fn(|cx, args| {
                        super::counter(cx, args.sint(0), args, 1)?.$call($(Data::$data)?)
                    }),
                    ..Fetch::PLAIN
                };
                &IT
            },
            counters!(@one "sc0_", 0, $scope; $name $call($($data)?) $what; &[
                Example::plain(concat!("sc0_", $name), $gives),
                Example::plain(concat!("sc0_", $name, "(be)"), $gives),
            ]),
            counters!(@one "sc1_", 1, $scope; $name $call($($data)?) $what; &[
                Example::absent("", concat!("sc1_", $name)),
            ]),
            counters!(@one "sc2_", 2, $scope; $name $call($($data)?) $what; &[
                Example::absent("", concat!("sc2_", $name)),
            ]),
        )*];
    };
    (@one $slot:literal, $number:literal, $scope:expr; $name:literal $call:ident($($data:ident)?) $what:literal; $examples:expr) => {{
        static IT: Fetch = Fetch {
            name: concat!($slot, $name),
            args: &[super::TABLE],
            output: Type::Sint,
            scope: $scope,
            sentence: concat!("Of the entry that sticky counter ", $number, " tracks: ", $what, "."),
            examples: $examples,
            eval: Eval::Fn(|cx, args| {
                super::counter(cx, Some($number), args, 0)?.$call($(Data::$data)?)
            }),
            ..Fetch::PLAIN
        };
        &IT
    }};
}

/// Declares fetches of the entry that a table has for the client's address.
macro_rules! source {
    ($all:ident; $($name:literal $call:ident($($data:ident)?) $gives:literal $what:literal;)*) => {
        /// The forms with the client's address.
        pub(in crate::fetch) static $all: &[&Fetch] = &[$({
            static IT: Fetch = Fetch {
                name: concat!("src_", $name),
                args: &[super::OWN],
                output: Type::Sint,
                sentence: concat!("Of the entry of the client's address: ", $what, "."),
                examples: &[
                    Example::plain(concat!("src_", $name, "(be)"), $gives),
                    Example::plain(concat!("src_", $name), $gives),
                ],
                eval: Eval::Fn(|cx, args| super::source(cx, args, 0)?.$call($(Data::$data)?)),
                ..Fetch::PLAIN
            };
            &IT
        }),*];
    };
}

mod counts;
mod general;
mod indexed;
mod size;
mod tracked;

pub(super) use counts::{BYTES, COUNTS, SOURCE as SOURCE_COUNTS};
pub(super) use general::{GENERAL, SOURCE as SOURCE_GENERAL};
pub(super) use tracked::TRACKERS;

/// Those that aren't one for each of the first counters.
pub(super) static ALL: &[&Fetch] = &[
    &size::TABLE_CNT,
    &size::TABLE_AVL,
    &tracked::SC_TRACKED,
    &tracked::SC0_TRACKED,
    &tracked::SC1_TRACKED,
    &tracked::SC2_TRACKED,
    &tracked::SC_KEY,
    &tracked::SC0_KEY,
    &tracked::SC1_KEY,
    &tracked::SC2_KEY,
    &indexed::SC_GET_GPC,
    &indexed::SC_GET_GPT,
    &indexed::SC_GPC_RATE,
    &indexed::SC_INC_GPC,
    &indexed::SC_CLR_GPC,
    &indexed::SC0_CLR_GPC,
    &indexed::SC1_CLR_GPC,
    &indexed::SC2_CLR_GPC,
    &indexed::SRC_GET_GPC,
    &indexed::SRC_GET_GPT,
    &indexed::SRC_GPC_RATE,
    &indexed::SRC_INC_GPC,
    &indexed::SRC_CLR_GPC,
];

/// The table that argument `at` names.
fn named(args: &Args, at: usize) -> Option<&Arc<Table>> {
    found::table(args, at)
}

/// What the counter tracks, in the table that argument `at` names.
fn counter<'a>(
    cx: &Cx<'a>,
    slot: Option<i64>,
    args: &Args,
    at: usize,
) -> Result<Found<'a>, Missing> {
    Found::counter(cx, slot, named(args, at))
}

/// The entry of the client's address, in the table that argument `at` names.
fn source<'a>(cx: &Cx<'a>, args: &Args, at: usize) -> Result<Found<'a>, Missing> {
    Found::source(cx, named(args, at))
}
