//! Streams that share what an entry says of them: a rate of bytes that all of them together may
//! not exceed.

use super::{Data, Entry, Table};
use std::sync::Arc;

/// A stream's part in an entry, which stays in its table meanwhile.
#[derive(Debug)]
pub struct Share {
    table: Arc<Table>,
    entry: Arc<Entry>,
    data: Data,
}

impl Share {
    /// One more stream.
    pub fn begin(table: Arc<Table>, entry: Arc<Entry>, data: Data) -> Self {
        entry.join();
        Self { table, entry, data }
    }

    /// How many streams there are.
    pub fn streams(&self) -> u32 {
        self.entry.sharers()
    }

    /// What went in the table's period that ends now.
    pub fn rate(&self) -> u64 {
        self.table.value(&self.entry, self.data, 0).unwrap_or(0)
    }

    /// So much more went.
    pub fn count(&self, bytes: u64) {
        self.table.change(&self.entry, |edit| edit.add(self.data, 0, bytes));
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.entry.part();
    }
}

/// The same stream's part in the same entry.
impl PartialEq for Share {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Share {}
