//! A way through all entries of a table that stops often, so that a large one holds nobody up.

use super::{Entry, Filter, Table};
use std::sync::Arc;

/// The entries that meet some comparisons, a few at a time. What is added or taken out meanwhile
/// may be among them or not.
#[derive(Debug)]
pub struct Walk {
    table: Arc<Table>,
    filters: Vec<Filter>,
    /// The part of the table that comes next.
    part: usize,
    /// What is left of the present one.
    list: std::vec::IntoIter<Arc<Entry>>,
}

impl Walk {
    /// Begins with the first entry.
    pub fn new(table: Arc<Table>, filters: Vec<Filter>) -> Self {
        table.expire();
        Self { table, filters, part: 0, list: Vec::new().into_iter() }
    }

    /// Its table.
    pub fn table(&self) -> &Arc<Table> {
        &self.table
    }

    /// Looks at the next `most` entries and hands those that are meant to `each`; whether there are
    /// more.
    pub fn step(&mut self, most: usize, mut each: impl FnMut(&Table, &Arc<Entry>)) -> bool {
        for _ in 0..most {
            let entry = loop {
                match self.list.next() {
                    Some(entry) => break entry,
                    None if self.part == self.table.shards.len() => return false,
                    None => {
                        let shard = self.table.shards[self.part].lock();
                        self.list = shard.entries().cloned().collect::<Vec<_>>().into_iter();
                        self.part += 1;
                    }
                }
            };
            if self.filters.iter().all(|filter| filter.fits(&self.table, &entry)) {
                each(&self.table, &entry);
            }
        }
        self.list.len() > 0 || self.part < self.table.shards.len()
    }
}
