//! Stick tables: what is known of clients by a key, for as long as it is of interest
//! (configuration manual, chapter 11.1).

mod data;
mod entry;
mod filter;
mod key;
mod shard;
mod share;
mod track;
mod values;
mod walk;
mod window;

pub use data::{Data, Shape};
pub use entry::Entry;
pub use filter::{Compare, Filter};
pub use key::{Key, KeyKind};
pub use share::Share;
pub use track::{TableEvent, Tracker, Trackers};
pub use values::Edit;
pub use walk::Walk;

use parking_lot::Mutex;
use shard::Shard;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, LazyLock};
use std::time::Instant;

/// Tables from this size on are cut in parts.
const LARGE: usize = 1024;

/// Parts of a large table: each has a lock, and a lookup takes one of them for a moment.
const SHARDS: usize = 16;

/// Milliseconds on the clock of tables. It begins far from zero: no rate has a window there.
pub fn now() -> u64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    (1 << 40) + u64::try_from(START.elapsed().as_millis()).unwrap_or(0)
}

/// One data type that a table stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which.
    pub data: Data,
    /// How many of it; 1 if it is no array.
    pub count: u32,
    /// The period of rates, in milliseconds.
    pub period: u64,
    /// Its first word in an entry.
    at: usize,
}

impl Column {
    /// One that isn't in a table yet.
    pub fn new(data: Data, count: u32, period: u64) -> Self {
        Self { data, count, period, at: 0 }
    }

    /// The words of its element `index`.
    fn words(&self, index: u32) -> Option<std::ops::Range<usize>> {
        let each = match self.data.shape() {
            Shape::Number => 1,
            Shape::Rate => window::WORDS,
            Shape::Text => return None,
        };
        let at = self.at + index as usize * each;
        (index < self.count).then_some(at..at + each)
    }
}

/// A table's declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// `type`
    pub kind: KeyKind,
    /// `size`
    pub size: usize,
    /// `expire`, milliseconds; none: entries stay until the table is full.
    pub expire: Option<u64>,
    /// `nopurge`
    pub nopurge: bool,
    /// `store`
    pub columns: Vec<Column>,
    /// `srvkey addr`
    pub server_by_address: bool,
}

/// A stick table.
#[derive(Debug)]
pub struct Table {
    /// Its name: that of its proxy.
    pub name: Box<str>,
    spec: TableSpec,
    /// Where each data type is in `spec.columns`.
    places: [u8; Data::COUNT],
    /// Words of an entry.
    words: usize,
    shards: Box<[Mutex<Shard>]>,
    len: AtomicUsize,
}

impl Table {
    /// An empty table.
    pub fn new(name: &str, mut spec: TableSpec) -> Self {
        spec.columns.sort_by_key(|column| column.data as u8);
        spec.columns.dedup_by_key(|column| column.data);
        let mut places = [u8::MAX; Data::COUNT];
        let mut words = 0;
        for (place, column) in (0..).zip(&mut spec.columns) {
            places[column.data as usize] = place;
            column.at = words;
            words = column.words(column.count.saturating_sub(1)).map_or(words, |last| last.end);
        }
        let shards = if spec.size < LARGE { 1 } else { SHARDS };
        Self {
            name: name.into(),
            spec,
            places,
            words,
            shards: (0..shards).map(|_| Mutex::default()).collect(),
            len: AtomicUsize::new(0),
        }
    }

    /// Its declaration; the columns are in the order of listings.
    pub fn spec(&self) -> &TableSpec {
        &self.spec
    }

    /// The type of its keys.
    pub fn kind(&self) -> KeyKind {
        self.spec.kind
    }

    /// The column of a data type, if it is stored.
    pub fn column(&self, data: Data) -> Option<&Column> {
        self.spec.columns.get(usize::from(self.places[data as usize]))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.expire();
        self.len.load(Relaxed)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry of a key, which doesn't count as a use of it.
    pub fn find(&self, key: &[u8]) -> Option<Arc<Entry>> {
        let shard = self.shard(key).lock();
        shard.get(key).filter(|entry| !self.is_over(entry, now())).cloned()
    }

    /// The entry of a key, made if there is none. None if the table is full of others that have to
    /// stay.
    pub fn find_or_make(&self, key: &[u8]) -> Option<Arc<Entry>> {
        let time = now();
        let mut made = false;
        loop {
            let mut shard = self.shard(key).lock();
            if let Some(entry) = shard.get(key).cloned() {
                if !self.is_over(&entry, time) {
                    entry.touch(time);
                    return Some(entry);
                }
                shard.remove(&entry);
                self.len.fetch_sub(1, Relaxed);
            }
            // Room is made without the lock: it may be in another part.
            if !made && self.len.load(Relaxed) >= self.spec.size {
                drop(shard);
                if !self.make_room(time) {
                    return None;
                }
                made = true;
                continue;
            }
            let entry = Arc::new(Entry::new(key, self.words, time));
            shard.add(entry.clone());
            self.len.fetch_add(1, Relaxed);
            return Some(entry);
        }
    }

    /// Takes an entry out, unless something tracks it; whether it did.
    pub fn remove(&self, entry: &Entry) -> bool {
        let removed = !entry.is_tracked() && self.shard(entry.key()).lock().remove(entry);
        if removed {
            self.len.fetch_sub(1, Relaxed);
        }
        removed
    }

    /// Every entry.
    pub fn entries(&self) -> Vec<Arc<Entry>> {
        self.expire();
        let mut list = Vec::with_capacity(self.len.load(Relaxed));
        for shard in &self.shards {
            list.extend(shard.lock().entries().cloned());
        }
        list
    }

    /// Takes out the entries whose time is over.
    pub fn expire(&self) {
        let Some(expire) = self.spec.expire else { return };
        let time = now();
        let limit = (time + 1).saturating_sub(expire);
        for shard in &self.shards {
            let mut shard = shard.lock();
            while shard.drop_oldest(limit, time) {
                self.len.fetch_sub(1, Relaxed);
            }
        }
    }

    /// Milliseconds until an entry's time is over; 0 for tables without `expire`.
    pub fn time_left(&self, entry: &Entry) -> u64 {
        self.spec.expire.map_or(0, |expire| (entry.used() + expire).saturating_sub(now()))
    }

    /// Milliseconds since an entry was used.
    pub fn idle(&self, entry: &Entry) -> u64 {
        now().saturating_sub(entry.used())
    }

    fn is_over(&self, entry: &Entry, now: u64) -> bool {
        !entry.is_tracked() && self.spec.expire.is_some_and(|expire| entry.used() + expire <= now)
    }

    fn shard(&self, key: &[u8]) -> &Mutex<Shard> {
        // Which part it is needs no good hash.
        let mix = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        let hash = if self.shards.len() == 1 { 0 } else { key.iter().fold(0x811c_9dc5, mix) };
        &self.shards[(hash ^ hash >> 16) as usize % self.shards.len()]
    }

    /// Takes out a few of the entries that weren't used for the longest time; whether there is room.
    fn make_room(&self, time: u64) -> bool {
        self.expire();
        if self.spec.nopurge {
            return self.len.load(Relaxed) < self.spec.size;
        }
        for _ in 0..=self.spec.size >> 8 {
            let oldest = |shard: &&Mutex<Shard>| shard.lock().oldest().unwrap_or(u64::MAX);
            let Some(shard) = self.shards.iter().min_by_key(oldest) else { break };
            if !shard.lock().drop_oldest(u64::MAX, time) {
                break;
            }
            self.len.fetch_sub(1, Relaxed);
        }
        self.len.load(Relaxed) < self.spec.size
    }
}

#[cfg(test)]
mod tests;
