//! Entries that sessions and streams track: what happens to them is counted there.

use super::{Data, Edit, Entry, Table};
use std::cell::RefCell;
use std::sync::Arc;

/// What tracked entries count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableEvent {
    /// Rules let a connection become a session.
    Session,
    /// An HTTP request.
    Request,
    /// A client's mistake: a bad or denied request, an answer 4xx.
    Error,
    /// A server's failure: no or a bad answer, or 5xx.
    Failure,
    /// Bytes from the client and to it.
    Bytes(u64, u64),
}

impl TableEvent {
    fn count(self, edit: &mut Edit<'_>) {
        let mut one = |count: Data, rate: Data, by: u64| {
            edit.add(count, 0, by);
            edit.add(rate, 0, by);
        };
        match self {
            Self::Session => one(Data::SessCnt, Data::SessRate, 1),
            Self::Request => one(Data::HttpReqCnt, Data::HttpReqRate, 1),
            Self::Error => one(Data::HttpErrCnt, Data::HttpErrRate, 1),
            Self::Failure => one(Data::HttpFailCnt, Data::HttpFailRate, 1),
            Self::Bytes(received, sent) => {
                one(Data::BytesInCnt, Data::BytesInRate, received);
                one(Data::BytesOutCnt, Data::BytesOutRate, sent);
            }
        }
    }
}

/// An entry that is tracked until this is dropped.
#[derive(Debug)]
pub struct Tracker {
    slot: u32,
    table: Arc<Table>,
    entry: Arc<Entry>,
}

impl Tracker {
    /// Begins to track an entry: one more connection.
    pub fn begin(slot: u32, table: Arc<Table>, entry: Arc<Entry>) -> Self {
        entry.enter();
        table.change(&entry, |edit| {
            edit.add(Data::ConnCur, 0, 1);
            edit.add(Data::ConnCnt, 0, 1);
            edit.add(Data::ConnRate, 0, 1);
        });
        Self { slot, table, entry }
    }

    /// Its table.
    pub fn table(&self) -> &Arc<Table> {
        &self.table
    }

    /// Its entry.
    pub fn entry(&self) -> &Arc<Entry> {
        &self.entry
    }

    /// Counts something that happened.
    pub fn count(&self, event: TableEvent) {
        self.table.change(&self.entry, |edit| event.count(edit));
    }
}

impl Drop for Tracker {
    fn drop(&mut self) {
        self.table.change(&self.entry, |edit| edit.take(Data::ConnCur));
        self.entry.leave();
    }
}

/// What a session or a stream tracks, by the number in `track-sc0`. Nothing takes no memory.
#[derive(Debug, Default)]
pub struct Trackers(RefCell<Vec<Tracker>>);

impl Trackers {
    /// Whether nothing is tracked.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// Whether that counter is in use.
    pub fn has(&self, slot: u32) -> bool {
        self.0.borrow().iter().any(|tracker| tracker.slot == slot)
    }

    /// Tracks one more.
    pub fn add(&self, tracker: Tracker) {
        self.0.borrow_mut().push(tracker);
    }

    /// Tracks nothing more.
    pub fn clear(&self) {
        // Out of the cell first: what is dropped looks at tables, not at this.
        let list = std::mem::take(&mut *self.0.borrow_mut());
        drop(list);
    }

    /// The table and the entry of a counter.
    pub fn get(&self, slot: u32) -> Option<(Arc<Table>, Arc<Entry>)> {
        let list = self.0.borrow();
        let found = list.iter().find(|tracker| tracker.slot == slot)?;
        Some((found.table.clone(), found.entry.clone()))
    }

    /// Counts something in the entries of all counters that `hidden` doesn't have.
    pub fn count(&self, event: TableEvent, hidden: Option<&Trackers>) {
        for tracker in &*self.0.borrow() {
            if !hidden.is_some_and(|other| other.has(tracker.slot)) {
                tracker.count(event);
            }
        }
    }
}
