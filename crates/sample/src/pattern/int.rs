//! Integers and ranges of them, with the operators that stand before them (manual 7.1.2).

use std::collections::HashMap;

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

/// Beyond this many single numbers, a hash is used.
const FEW: usize = 8;

#[derive(Debug)]
pub(super) struct Ints {
    ranges: Box<[IntRange]>,
    singles: HashMap<i64, usize>,
}

impl Ints {
    pub(super) fn new(patterns: &[&[u8]], dotted: bool) -> Result<Self, (usize, String)> {
        let mut ranges = Vec::with_capacity(patterns.len());
        for (at, text) in patterns.iter().enumerate() {
            let range =
                std::str::from_utf8(text).ok().and_then(|text| IntRange::parse(text, dotted));
            ranges.push(range.ok_or_else(|| {
                let text = String::from_utf8_lossy(text);
                (at, format!("`{text}` is neither an integer nor a range (as in `1:10`)"))
            })?);
        }
        let mut singles = HashMap::new();
        if ranges.len() > FEW && ranges.iter().all(|range| range.min == range.max) {
            for (at, range) in ranges.iter().enumerate() {
                singles.entry(range.min).or_insert(at);
            }
        }
        Ok(Self { ranges: ranges.into(), singles })
    }

    pub(super) fn find(&self, n: i64) -> Option<usize> {
        if !self.singles.is_empty() {
            return self.singles.get(&n).copied();
        }
        self.ranges.iter().position(|range| range.min <= n && n <= range.max)
    }
}
