//! Integers and ranges of them, with the operators that stand before them (manual 7.1.2).

use super::Entry;
use super::hashed::{Hashed, hash};
use std::sync::Arc;

/// A range, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntRange {
    /// The least.
    pub min: i64,
    /// The greatest.
    pub max: i64,
}

/// What may stand before integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `eq`
    Eq,
    /// `ge`
    Ge,
    /// `gt`
    Gt,
    /// `le`
    Le,
    /// `lt`
    Lt,
}

impl Operator {
    /// The operator of that name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "eq" => Operator::Eq,
            "ge" => Operator::Ge,
            "gt" => Operator::Gt,
            "le" => Operator::Le,
            "lt" => Operator::Lt,
            _ => return None,
        })
    }

    /// The range that it makes of one; with `eq` any range, with the others the end that counts.
    pub fn apply(self, range: IntRange) -> IntRange {
        match self {
            Operator::Eq => range,
            Operator::Ge => IntRange { min: range.min, max: i64::MAX },
            Operator::Gt => IntRange { min: range.max.saturating_add(1), max: i64::MAX },
            Operator::Le => IntRange { min: i64::MIN, max: range.max },
            Operator::Lt => IntRange { min: i64::MIN, max: range.min.saturating_sub(1) },
        }
    }
}

impl IntRange {
    /// Reads `5`, `5:`, `:5` or `1:5`; with `dotted` also `3.1`.
    pub fn parse(text: &str, dotted: bool) -> Option<Self> {
        let number = |text: &str| if dotted { version(text) } else { text.parse().ok() };
        let (low, high) = match text.split_once(':') {
            None => {
                let value = number(text)?;
                return Some(Self { min: value, max: value });
            }
            Some(("", "")) => return None,
            Some((low, "")) => (number(low)?, i64::MAX),
            Some(("", high)) => (i64::MIN, number(high)?),
            Some((low, high)) => (number(low)?, number(high)?),
        };
        (low <= high).then_some(Self { min: low, max: high })
    }

    /// As a pattern is written.
    pub fn text(self) -> String {
        match self {
            Self { min, max } if min == max => min.to_string(),
            Self { min: i64::MIN, max } => format!(":{max}"),
            Self { min, max: i64::MAX } => format!("{min}:"),
            Self { min, max } => format!("{min}:{max}"),
        }
    }
}

/// A version, major above minor: `3.1` is 0x30001.
fn version(text: &str) -> Option<i64> {
    let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
    let part = |text: &str| text.parse::<u16>().ok().map(i64::from);
    Some(part(major)? << 16 | part(minor)?)
}

impl IntRange {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence.
    pub(super) fn read(text: &[u8], dotted: bool) -> Result<Self, String> {
        let range = std::str::from_utf8(text).ok().and_then(|text| Self::parse(text, dotted));
        range.ok_or_else(|| {
            let text = String::from_utf8_lossy(text);
            format!("`{text}` is neither an integer nor a range (as in `1:10`)")
        })
    }
}

/// An index of integers: single ones by hash, ranges one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Ints {
    dotted: bool,
    singles: Hashed,
    ranges: Arc<Vec<(IntRange, Entry)>>,
}

impl Ints {
    pub(super) fn new(dotted: bool) -> Self {
        Self { dotted, ..Self::default() }
    }

    fn range(dotted: bool, entry: &Entry) -> IntRange {
        // Only what could be read came in.
        IntRange::read(entry.pattern(), dotted).unwrap_or(IntRange { min: 0, max: -1 })
    }

    pub(super) fn insert(&mut self, entry: &Entry) {
        let dotted = self.dotted;
        let key = |entry: &Entry| hash(&Self::range(dotted, entry).min.to_le_bytes());
        let range = Self::range(dotted, entry);
        match range.min == range.max {
            true => self.singles.insert(key(entry), entry.clone(), key),
            false => Arc::make_mut(&mut self.ranges).push((range, entry.clone())),
        }
    }

    pub(super) fn remove(&mut self, entry: &Entry) {
        let range = Self::range(self.dotted, entry);
        if !self.singles.remove(hash(&range.min.to_le_bytes()), entry.id()) {
            Arc::make_mut(&mut self.ranges).retain(|(_, known)| known.id() != entry.id());
        }
    }

    pub(super) fn replace(&mut self, entry: &Entry) {
        let range = Self::range(self.dotted, entry);
        if !self.singles.replace(hash(&range.min.to_le_bytes()), entry) {
            let ranges = Arc::make_mut(&mut self.ranges);
            let known = ranges.iter_mut().find(|(_, known)| known.id() == entry.id());
            if let Some((_, known)) = known {
                *known = entry.clone();
            }
        }
    }

    pub(super) fn find(&self, n: i64) -> Option<&Entry> {
        let is = |entry: &Entry| Self::range(self.dotted, entry).min == n;
        let single = self.singles.find(hash(&n.to_le_bytes()), is);
        let range = self.ranges.iter().find(|(range, _)| range.min <= n && n <= range.max);
        let range = range.map(|(_, entry)| entry);
        single.into_iter().chain(range).min_by_key(|entry| entry.id())
    }
}
