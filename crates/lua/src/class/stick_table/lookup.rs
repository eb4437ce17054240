//! `StickTable:lookup`: one entry by its key, which doesn't count as a use of it.

use super::{fill_values, this};
use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};
use moongate_state::Sample;
use moongate_state::table::{Key, KeyKind};
use std::borrow::Cow;

/// `StickTable:lookup`
pub(super) struct Lookup;

impl Function for Lookup {
    const DECLARATION: Declaration = Declaration::new(
        "StickTable",
        "lookup",
        &[param("key", "string|integer")],
        "table<string, integer|string>?",
        "What is stored for a key, by the names of the data types, with `use`, how many track it, and \
         `expire`, the milliseconds that it has left; nil if there is no such entry.",
    )
    .only(Contexts::READ);

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let table = this(call)?;
        let text = call.text(2)?;
        let entry = key(call, table.kind(), text).and_then(|key| table.find(key.bytes()));
        let Some(entry) = entry else {
            call.push_nil();
            return Ok(Done::Values(1));
        };
        let fields = call.push_table(0, table.spec().columns.len() + 2);
        fields.set_integer("use", entry.trackers().into());
        let left = table.time_left(&entry);
        fields.set_integer("expire", i64::try_from(left).unwrap_or(i64::MAX));
        fill_values(&fields, &table, &entry);
        Ok(Done::Values(1))
    }
}

/// The key that the argument means, if a key of this type can be like that.
fn key<'a>(call: &Call<'_>, kind: KeyKind, text: &'a [u8]) -> Option<Key<'a>> {
    match kind {
        KeyKind::Text(_) => kind.key(Sample::Str(Cow::Borrowed(text))),
        KeyKind::Binary(_) => kind.key(Sample::Bin(Cow::Borrowed(text))),
        KeyKind::Integer => kind.key(Sample::Sint(call.integer(2)?)),
        KeyKind::Ip | KeyKind::Ipv6 => kind.parse(std::str::from_utf8(text).ok()?),
    }
}
