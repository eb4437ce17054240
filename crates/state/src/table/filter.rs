//! Which entries of a table are meant: comparisons with what is stored, as the runtime API and
//! scripts have them.

use super::{Data, Entry, Table};

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `eq`
    Eq,
    /// `ne`
    Ne,
    /// `le`
    Le,
    /// `ge`
    Ge,
    /// `lt`
    Lt,
    /// `gt`
    Gt,
}

impl Compare {
    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "le" => Self::Le,
            "ge" => Self::Ge,
            "lt" => Self::Lt,
            "gt" => Self::Gt,
            _ => return None,
        })
    }

    fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::Eq => left == right,
            Self::Ne => left != right,
            Self::Le => left <= right,
            Self::Ge => left >= right,
            Self::Lt => left < right,
            Self::Gt => left > right,
        }
    }
}

/// A comparison with one stored value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Which value.
    pub data: Data,
    /// Which element of an array.
    pub index: u32,
    /// How.
    pub compare: Compare,
    /// With what.
    pub with: i64,
}

impl Filter {
    /// Whether an entry is meant.
    pub fn fits(&self, table: &Table, entry: &Entry) -> bool {
        let value = table.value(entry, self.data, self.index);
        value.is_some_and(|value| {
            self.compare.holds(i64::try_from(value).unwrap_or(i64::MAX), self.with)
        })
    }
}
