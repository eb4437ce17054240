//! A part of a table's entries: by their key, and in the order in which they were last used.

use super::entry::Entry;
use std::borrow::Borrow;
use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// So many entries that have to stay are passed over while room is made: a table full of them has
/// none, and to look at all of them each time would cost too much.
const MOST_TRACKED: usize = 1000;

/// An entry that is looked for by its key.
#[derive(Debug)]
struct ByKey(Arc<Entry>);

impl Borrow<[u8]> for ByKey {
    fn borrow(&self) -> &[u8] {
        self.0.key()
    }
}

impl Hash for ByKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.key().hash(state);
    }
}

impl PartialEq for ByKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.key() == other.0.key()
    }
}

impl Eq for ByKey {}

/// Some of a table's entries.
///
/// An entry that is used isn't moved in the order at once: who looks for old ones finds it with a
/// later time of use and puts it where it belongs.
#[derive(Debug, Default)]
pub(super) struct Shard {
    // Keys come from clients: the standard hash is safe from those that are made to collide.
    by_key: HashSet<ByKey>,
    by_use: BTreeMap<(u64, u64), Arc<Entry>>,
    next: u64,
}

impl Shard {
    /// The entry of a key.
    pub fn get(&self, key: &[u8]) -> Option<&Arc<Entry>> {
        self.by_key.get(key).map(|found| &found.0)
    }

    /// Adds an entry whose key isn't there.
    pub fn add(&mut self, entry: Arc<Entry>) {
        self.queue(entry.used(), entry.clone());
        self.by_key.insert(ByKey(entry));
    }

    fn queue(&mut self, at: u64, entry: Arc<Entry>) {
        entry.place.store(self.next, Relaxed);
        entry.queued.store(at, Relaxed);
        self.by_use.insert((at, self.next), entry);
        self.next += 1;
    }

    /// Takes an entry out; whether it was there.
    pub fn remove(&mut self, entry: &Entry) -> bool {
        let place = (entry.queued.load(Relaxed), entry.place.load(Relaxed));
        let there = self.by_use.get(&place).is_some_and(|it| std::ptr::eq(&**it, entry));
        if there {
            self.by_use.remove(&place);
            self.by_key.remove(entry.key());
        }
        there
    }

    /// When the entry was used that was last put first in the order.
    pub fn oldest(&self) -> Option<u64> {
        self.by_use.first_key_value().map(|((at, _), _)| *at)
    }

    /// Takes out the entry that wasn't used for the longest time and that nothing tracks, if it was
    /// used before `limit`; whether there was one.
    pub fn drop_oldest(&mut self, limit: u64, now: u64) -> bool {
        let mut tracked = 0;
        // Each entry is put where it belongs at most once, and then looked at again.
        for _ in 0..=self.by_use.len() * 2 {
            let Some(first) = self.by_use.first_entry() else { return false };
            if first.key().0 >= limit || tracked >= MOST_TRACKED {
                return false;
            }
            let ((queued, _), entry) = first.remove_entry();
            if entry.is_tracked() {
                tracked += 1;
                self.queue(now, entry);
            } else if entry.used() > queued {
                self.queue(entry.used(), entry);
            } else {
                self.by_key.remove(entry.key());
                return true;
            }
        }
        false
    }

    /// Every entry, the one used last at the end.
    pub fn entries(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.by_use.values()
    }
}
