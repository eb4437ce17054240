//! Patterns: what ACLs and maps compare values with. A list's content lives once for the process
//! and can be changed while it runs; each way of matching has an index of it. A reader sees one state of
//! everything and takes no lock, and a change costs the same in a long list as in a short one.

mod content;
mod hashed;
mod int;
mod ip;
mod keeper;
mod keyed;
mod list;
mod literal;
mod method;
mod needle;
mod order;
mod record;
mod scan;
mod state;
mod store;
mod trie;

pub use int::{IntRange, Operator};
pub(crate) use list::made;
pub use list::{BadPattern, BadVersion, Found, ListChange, PatternRef, View};
pub use method::{How, Method};
pub use record::{Entry, Value};
pub use store::PatternStore;

use crate::{Sample, cast};

/// The bytes of a value of a text-like type.
#[inline]
fn bytes<'v>(value: &'v Sample<'_>) -> Option<&'v [u8]> {
    match value {
        Sample::Str(text) | Sample::Bin(text) | Sample::Meth(text) => Some(text),
        _ => None,
    }
}

/// The value as the method takes it.
pub(crate) fn prepared<'a>(value: Sample<'a>, method: Method) -> Option<Sample<'a>> {
    cast::cast(value, method.input())
}

/// `text` in lower case, in `room` if it isn't already.
fn lower<'t>(text: &'t [u8], room: &'t mut smallvec::SmallVec<[u8; 128]>) -> &'t [u8] {
    if !text.iter().any(u8::is_ascii_uppercase) {
        return text;
    }
    room.extend_from_slice(text);
    room.make_ascii_lowercase();
    room
}

#[cfg(test)]
mod tests;
