//! Reads and changes what is stored with a key.

use super::entry::{Entry, Values};
use super::{Column, Data, Shape, Table, now, window};
use parking_lot::MutexGuard;
use std::ops::Range;
use std::sync::Arc;

/// The values of an entry, held for a few changes at once.
#[derive(Debug)]
pub struct Edit<'t> {
    table: &'t Table,
    values: MutexGuard<'t, Values>,
    now: u64,
}

impl Table {
    /// The values of an entry, for a moment.
    pub fn edit<'t>(&'t self, entry: &'t Entry) -> Edit<'t> {
        Edit { table: self, values: entry.values.lock(), now: now() }
    }

    /// A value of an entry: a number, or how often in the period. None if it isn't stored.
    pub fn value(&self, entry: &Entry, data: Data, index: u32) -> Option<u64> {
        self.place(data, index)?;
        self.edit(entry).get(data, index)
    }

    /// Changes values of an entry, which counts as a use of it.
    pub fn change<R>(&self, entry: &Entry, how: impl FnOnce(&mut Edit<'_>) -> R) -> R {
        let mut edit = self.edit(entry);
        entry.touch(edit.now);
        how(&mut edit)
    }

    /// The column of a data type and the words of its element; those of the array that stands for
    /// it if the table has that instead.
    fn place(&self, data: Data, index: u32) -> Option<(&Column, Range<usize>)> {
        let (column, index) = match self.column(data) {
            Some(column) => (column, index),
            None => {
                let (array, at) = data.in_array()?;
                (self.column(array)?, at)
            }
        };
        Some((column, column.words(index)?))
    }
}

impl Edit<'_> {
    /// A number, or how often in the period. None if it isn't stored.
    pub fn get(&self, data: Data, index: u32) -> Option<u64> {
        let (column, place) = self.table.place(data, index)?;
        let words = self.values.words.get(place)?;
        Some(match column.data.shape() {
            Shape::Rate => window::get(words, column.period, self.now),
            _ => words[0],
        })
    }

    /// So much more, or so many events more; the new value. None if it isn't stored.
    pub fn add(&mut self, data: Data, index: u32, by: u64) -> Option<u64> {
        let (column, place) = self.table.place(data, index)?;
        let words = self.values.words.get_mut(place)?;
        if column.data.shape() == Shape::Rate {
            window::add(words, column.period, self.now, by);
            return Some(window::get(words, column.period, self.now));
        }
        words[0] = words[0].saturating_add(by);
        Some(words[0])
    }

    /// One less, but never less than none.
    pub fn take(&mut self, data: Data) {
        if let Some((_, place)) = self.table.place(data, 0) {
            let word = &mut self.values.words[place.start];
            *word = word.saturating_sub(1);
        }
    }

    /// Sets a number or a rate; the value before. None if it isn't stored.
    pub fn set(&mut self, data: Data, index: u32, to: u64) -> Option<u64> {
        let before = self.get(data, index)?;
        let (column, place) = self.table.place(data, index)?;
        let words = self.values.words.get_mut(place)?;
        match column.data.shape() {
            Shape::Rate => window::set(words, self.now, to),
            _ => words[0] = to,
        }
        Some(before)
    }

    /// `server_key`
    pub fn server(&self) -> Option<Arc<str>> {
        self.values.server.clone()
    }

    /// Sets `server_key`, if it is stored.
    pub fn set_server(&mut self, name: Option<Arc<str>>) {
        if self.table.column(Data::ServerKey).is_some() {
            self.values.server = name;
        }
    }
}
