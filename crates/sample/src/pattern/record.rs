//! One line of a list: its number, its pattern and its value in one block of memory, which all indexes
//! share.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The number, the pattern's length, and whether there is a value.
const HEAD: usize = 8 + 4 + 1;

/// One line of a list. A copy costs a counter; a line that gets another value is another record of the
/// same number.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry(Arc<[u8]>);

impl Entry {
    pub(super) fn new(id: u64, pattern: &[u8], value: Option<&[u8]>) -> Self {
        let length = u32::try_from(pattern.len()).unwrap_or(u32::MAX);
        let pattern = &pattern[..length as usize];
        let mut block = Vec::with_capacity(HEAD + pattern.len() + value.map_or(0, <[u8]>::len));
        block.extend_from_slice(&id.to_le_bytes());
        block.extend_from_slice(&length.to_le_bytes());
        block.push(u8::from(value.is_some()));
        block.extend_from_slice(pattern);
        block.extend_from_slice(value.unwrap_or_default());
        Self(block.into())
    }

    /// A number that no other line of the list ever had, for the runtime API.
    pub fn id(&self) -> u64 {
        self.0.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    fn split(&self) -> usize {
        let length = self.0.get(8..).and_then(<[u8]>::first_chunk);
        HEAD + length.map_or(0, |bytes| u32::from_le_bytes(*bytes)) as usize
    }

    /// The pattern as written.
    pub fn pattern(&self) -> &[u8] {
        &self.0[HEAD..self.split()]
    }

    /// What a map gives for it.
    pub fn value(&self) -> Option<&[u8]> {
        (self.0[HEAD - 1] != 0).then(|| &self.0[self.split()..])
    }

    /// The same line with another value.
    pub(super) fn with_value(&self, value: &[u8]) -> Self {
        Self::new(self.id(), self.pattern(), Some(value))
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        f.debug_tuple("Entry")
            .field(&self.id())
            .field(&text(self.pattern()))
            .field(&self.value().map(text))
            .finish()
    }
}

/// A map's value: the line that has it.
#[derive(Clone, Debug)]
pub struct Value(Entry);

impl Value {
    /// Of a line that has one.
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        entry.value().is_some().then(|| Self(entry.clone()))
    }
}

impl Deref for Value {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0.value().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_it_was_given() {
        let entry = Entry::new(7, b"/a", Some(b"x y"));
        assert_eq!(
            (entry.id(), entry.pattern(), entry.value()),
            (7, &b"/a"[..], Some(&b"x y"[..]))
        );
        let entry = Entry::new(1 << 40, b"", None);
        assert_eq!((entry.id(), entry.pattern(), entry.value()), (1 << 40, &b""[..], None));
        assert_eq!(entry.with_value(b"").value(), Some(&b""[..]));
        assert!(Value::of(&entry).is_none());
    }
}
