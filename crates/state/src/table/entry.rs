//! One key of a stick table with what is stored for it.

use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

/// An entry. What the words of its values mean is known by its table.
#[derive(Debug)]
pub struct Entry {
    key: Box<[u8]>,
    /// When it was last used; milliseconds of [`super::now`].
    used: AtomicU64,
    /// What its shard knows of its place in the order of use.
    pub(super) queued: AtomicU64,
    pub(super) place: AtomicU64,
    /// How many sessions and streams track it.
    trackers: AtomicU32,
    /// How many streams share a limit by it.
    sharers: AtomicU32,
    /// The counts of a rate change together, so that they have a lock: of one byte, held for a few
    /// instructions, and shared only by those that have the same key.
    pub(super) values: Mutex<Values>,
}

/// What is stored with a key.
#[derive(Debug)]
pub(super) struct Values {
    /// Numbers and rates.
    pub words: Box<[u64]>,
    /// `server_key`
    pub server: Option<Arc<str>>,
}

impl Entry {
    /// One of so many words, all zero.
    pub(super) fn new(key: &[u8], words: usize, now: u64) -> Self {
        Self {
            key: key.into(),
            used: AtomicU64::new(now),
            queued: AtomicU64::new(0),
            place: AtomicU64::new(0),
            trackers: AtomicU32::new(0),
            sharers: AtomicU32::new(0),
            values: Mutex::new(Values { words: vec![0; words].into(), server: None }),
        }
    }

    /// Its key.
    pub fn key(&self) -> &[u8] {
        &self.key
    }

    /// When it was last used.
    pub(super) fn used(&self) -> u64 {
        self.used.load(Relaxed)
    }

    /// It is used now.
    pub(super) fn touch(&self, now: u64) {
        self.used.store(now, Relaxed);
    }

    /// Whether something tracks it: then it stays.
    pub fn is_tracked(&self) -> bool {
        self.trackers() > 0
    }

    /// How many sessions and streams track it, or share a limit by it.
    pub fn trackers(&self) -> u32 {
        self.trackers.load(Relaxed) + self.sharers()
    }

    /// How many streams share a limit by it.
    pub(super) fn sharers(&self) -> u32 {
        self.sharers.load(Relaxed)
    }

    pub(super) fn enter(&self) {
        self.trackers.fetch_add(1, Relaxed);
    }

    pub(super) fn join(&self) {
        self.sharers.fetch_add(1, Relaxed);
    }

    pub(super) fn part(&self) {
        self.sharers.fetch_sub(1, Relaxed);
    }

    pub(super) fn leave(&self) {
        self.trackers.fetch_sub(1, Relaxed);
    }
}
