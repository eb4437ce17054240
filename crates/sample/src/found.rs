//! Entries of stick tables as fetches and converters find them, and what they read there.

use crate::{ArgValue, Args, Cx, Expr, Fetched, Missing, Sample, cast};
use moongate_state::Table;
use moongate_state::table::{Data, Entry, Key};
use std::sync::Arc;

/// A table, and perhaps an entry of it.
pub(crate) struct Found<'a> {
    table: Arc<Table>,
    entry: Option<Arc<Entry>>,
    /// The key of an entry that isn't there; none if it can't be one of this table.
    key: Option<Key<'a>>,
}

/// The table that argument `at` names.
pub(crate) fn table(args: &Args, at: usize) -> Option<&Arc<Table>> {
    match args.0.get(at) {
        Some(ArgValue::Made(made)) => made.downcast_ref(),
        _ => None,
    }
}

/// The key that a value is in a table.
pub fn key<'a>(table: &Table, value: Sample<'a>) -> Option<Key<'a>> {
    table.kind().key(cast::cast(value, table.kind().value_type())?)
}

/// The key that an expression gives for a table.
///
/// # Errors
/// There is none, or not yet.
pub fn key_of<'a>(table: &Table, expr: &'a Expr, cx: &Cx<'a>) -> Result<Key<'a>, Missing> {
    key(table, expr.eval(cx)?).ok_or(Missing::Absent)
}

fn number(value: u64) -> Sample<'static> {
    Sample::Sint(i64::try_from(value).unwrap_or(i64::MAX))
}

impl<'a> Found<'a> {
    /// What a sticky counter tracks; its key in another table if one is named.
    pub fn counter(
        cx: &Cx<'a>,
        slot: Option<i64>,
        named: Option<&Arc<Table>>,
    ) -> Result<Self, Missing> {
        let slot = u32::try_from(slot.unwrap_or(0)).map_err(|_| Missing::Absent)?;
        let (table, entry) = cx.txn.tracked(slot).ok_or(Missing::Absent)?;
        let Some(other) = named.filter(|other| !Arc::ptr_eq(other, &table)) else {
            return Ok(Self { table, entry: Some(entry), key: None });
        };
        let key = (other.kind() == table.kind()).then(|| Key::Long(entry.key().to_vec().into()));
        let entry = key.as_ref().and_then(|key| other.find(key.bytes()));
        Ok(Self { table: other.clone(), entry, key })
    }

    /// The entry of the client's address.
    pub fn source(cx: &Cx<'a>, named: Option<&Arc<Table>>) -> Result<Self, Missing> {
        let src = cx.session().src.get().ok_or(Missing::Absent)?;
        Self::of_value(Sample::ip(src.ip()), named).ok_or(Missing::Absent)
    }

    /// The entry of a value; none if it is no key of that table.
    pub fn of_value(value: Sample<'a>, named: Option<&Arc<Table>>) -> Option<Self> {
        let table = named?.clone();
        let key = key(&table, value)?;
        let entry = table.find(key.bytes());
        Some(Self { table, entry, key: Some(key) })
    }

    /// Whether there is an entry.
    pub fn there(&self) -> bool {
        self.entry.is_some()
    }

    /// A stored value; 0 if there is no entry.
    pub fn read(&self, data: Data) -> Fetched<'static> {
        self.element(data, 0)
    }

    /// The same, in units of 1024.
    pub fn read_kb(&self, data: Data) -> Fetched<'static> {
        match self.element(data, 0)? {
            Sample::Sint(bytes) => Ok(Sample::Sint(bytes >> 10)),
            other => Ok(other),
        }
    }

    /// An element of a stored array.
    pub fn element(&self, data: Data, index: u32) -> Fetched<'static> {
        let Some(entry) = &self.entry else { return Ok(Sample::Sint(0)) };
        self.table.value(entry, data, index).map(number).ok_or(Missing::Absent)
    }

    /// The entry, made if there is none.
    fn made(&self) -> Result<Arc<Entry>, Missing> {
        let make = || self.table.find_or_make(self.key.as_ref()?.bytes());
        self.entry.clone().or_else(make).ok_or(Missing::Absent)
    }

    /// One more, and its new value; the entry is made if there is none.
    pub fn increase(&self, data: Data) -> Fetched<'static> {
        self.increase_element(data, 0)
    }

    /// The same for an element of an array.
    pub fn increase_element(&self, data: Data, index: u32) -> Fetched<'static> {
        let entry = self.made()?;
        let (count, rate) = with_rate(data);
        self.table.change(&entry, |edit| {
            let often = edit.add(rate, index, 1);
            edit.add(count, index, 1).or(often).map(number).ok_or(Missing::Absent)
        })
    }

    /// Back to 0, and its value before; the entry is made if there is none.
    pub fn reset(&self, data: Data) -> Fetched<'static> {
        self.reset_element(data, 0)
    }

    /// The same for an element of an array.
    pub fn reset_element(&self, data: Data, index: u32) -> Fetched<'static> {
        let entry = self.made()?;
        self.table
            .change(&entry, |edit| edit.set(data, index, 0).map(number).ok_or(Missing::Absent))
    }

    /// One more connection, and how many there were.
    pub fn connect(&self) -> Fetched<'static> {
        let entry = self.made()?;
        self.table
            .change(&entry, |edit| edit.add(Data::ConnCnt, 0, 1).map(number).ok_or(Missing::Absent))
    }

    /// How many sessions and streams track the entry.
    pub fn trackers(&self) -> Fetched<'static> {
        Ok(Sample::Sint(self.entry.as_ref().map_or(0, |entry| entry.trackers().into())))
    }

    /// Its key.
    pub fn key(&self) -> Fetched<'static> {
        let entry = self.entry.as_ref().ok_or(Missing::Absent)?;
        Ok(self.table.kind().value(entry.key()))
    }

    /// Milliseconds until its time is over.
    pub fn time_left(&self) -> Option<Sample<'static>> {
        self.entry.as_ref().map(|entry| number(self.table.time_left(entry)))
    }

    /// Milliseconds since it was used.
    pub fn idle(&self) -> Option<Sample<'static>> {
        self.entry.as_ref().map(|entry| number(self.table.idle(entry)))
    }
}

/// A general purpose counter and the rate that goes with it.
pub fn with_rate(data: Data) -> (Data, Data) {
    match data {
        Data::Gpc0 => (data, Data::Gpc0Rate),
        Data::Gpc1 => (data, Data::Gpc1Rate),
        _ => (data, Data::GpcRate),
    }
}

/// The index in an array that argument `at` gives; one that no array has if it is none.
pub(crate) fn index(args: &Args, at: usize) -> u32 {
    args.sint(at).and_then(|index| u32::try_from(index).ok()).unwrap_or(u32::MAX)
}
