//! What stick tables know of a key.

use super::Converter;
use super::prelude::*;
use crate::found::{self, Found};

mod counts;
mod indexed;
mod presence;

/// Those that look at a single thing of the entry.
pub(super) use counts::ALL as COUNTS;

/// The others.
pub(super) static ALL: &[&Converter] = &[
    &presence::IN_TABLE,
    &presence::TABLE_EXPIRE,
    &presence::TABLE_IDLE,
    &indexed::TABLE_GPC,
    &indexed::TABLE_GPT,
    &indexed::TABLE_GPC_RATE,
    &indexed::TABLE_INC_GPC,
    &indexed::TABLE_CLR_GPC,
];

const TABLE: Arg = Arg::required("table", ArgKind::Table);
const INDEX: Arg = Arg::required("idx", ArgKind::Sint);

/// What all of them share.
const ANY: Converter =
    Converter { args: &[TABLE], input: Type::Any, output: Type::Sint, ..Converter::PLAIN };

/// The entry of a key in the table that argument `at` names.
fn find<'a>(value: Sample<'a>, args: &Args, at: usize) -> Option<Found<'a>> {
    Found::of_value(value, found::table(args, at))
}
