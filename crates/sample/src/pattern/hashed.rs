//! A table of lines by the hash of a key, of which a changed copy shares all but one path with the
//! original: readers keep the one that they have, and a change costs the same in a large table as in a
//! small one.

use super::Entry;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock};

/// Bits of the hash that choose a child.
const BITS: u32 = 4;
const FAN: usize = 1 << BITS;
/// A leaf with more lines than this becomes a branch, until the bits are used up.
const MOST: usize = 32;
/// Levels of branches.
const DEEPEST: u32 = 32 / BITS;

/// Unknown outside, so that nobody can choose keys that fall together.
static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0_u8));

/// The hash of a key.
#[inline]
pub(super) fn hash(key: &[u8]) -> u64 {
    twox_hash::XxHash3_64::oneshot_with_seed(*SEED, key)
}

/// Lines by hash; those with the same one in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Hashed(Child);

#[derive(Clone, Debug, Default)]
enum Child {
    #[default]
    Empty,
    Leaf(Arc<Leaf>),
    Branch(Arc<[Child; FAN]>),
}

/// Lines, and the upper halves of their hashes beside them.
#[derive(Clone, Debug, Default)]
struct Leaf {
    tags: Vec<u32>,
    entries: Vec<Entry>,
}

fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// The child for a hash at a level.
fn place(hash: u64, level: u32) -> usize {
    (hash >> (level * BITS)) as usize % FAN
}

impl Hashed {
    /// The first line of that hash that fits.
    #[inline]
    pub(super) fn find(&self, hash: u64, mut fits: impl FnMut(&Entry) -> bool) -> Option<&Entry> {
        let leaf = self.leaf(hash)?;
        let tag = tag(hash);
        let found = leaf
            .tags
            .iter()
            .enumerate()
            .find(|(at, other)| **other == tag && leaf.entries.get(*at).is_some_and(&mut fits));
        leaf.entries.get(found?.0)
    }

    /// Every line of that hash that fits.
    pub(super) fn all(&self, hash: u64, fits: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let Some(leaf) = self.leaf(hash) else { return Vec::new() };
        let tags = leaf.tags.iter().zip(&leaf.entries);
        let found = tags.filter(|(other, entry)| **other == tag(hash) && fits(entry));
        found.map(|(_, entry)| entry.clone()).collect()
    }

    #[inline]
    fn leaf(&self, hash: u64) -> Option<&Leaf> {
        let (mut here, mut level) = (&self.0, 0);
        loop {
            match here {
                Child::Empty => return None,
                Child::Leaf(leaf) => return Some(leaf),
                Child::Branch(children) => here = &children[place(hash, level)],
            }
            level += 1;
        }
    }

    /// Adds a line; `rehash` tells the hash of one that is there already.
    pub(super) fn insert(&mut self, hash: u64, entry: Entry, rehash: impl Fn(&Entry) -> u64) {
        insert(&mut self.0, 0, hash, entry, &rehash);
    }

    /// Removes the line of that number; whether it was there.
    pub(super) fn remove(&mut self, hash: u64, id: u64) -> bool {
        edit(&mut self.0, 0, hash, &mut |leaf| {
            let at = leaf.entries.iter().position(|entry| entry.id() == id);
            if let Some(at) = at {
                leaf.entries.remove(at);
                leaf.tags.remove(at);
            }
            at.is_some()
        })
    }

    /// Puts a line in the place of the one of the same number.
    pub(super) fn replace(&mut self, hash: u64, with: &Entry) -> bool {
        edit(&mut self.0, 0, hash, &mut |leaf| {
            let known = leaf.entries.iter_mut().find(|entry| entry.id() == with.id());
            known.map(|known| *known = with.clone()).is_some()
        })
    }
}

fn insert(here: &mut Child, level: u32, hash: u64, entry: Entry, rehash: &dyn Fn(&Entry) -> u64) {
    match here {
        Child::Empty => {
            let leaf = Leaf { tags: vec![tag(hash)], entries: vec![entry] };
            *here = Child::Leaf(Arc::new(leaf));
        }
        Child::Leaf(leaf) if leaf.tags.len() < MOST || level >= DEEPEST => {
            let leaf = Arc::make_mut(leaf);
            if leaf.tags.len() == leaf.tags.capacity() {
                // Twice as many would leave a quarter of a large table's memory unused.
                leaf.tags.reserve_exact(4.max(leaf.tags.len() / 4));
                leaf.entries.reserve_exact(4.max(leaf.tags.len() / 4));
            }
            leaf.tags.push(tag(hash));
            leaf.entries.push(entry);
        }
        Child::Leaf(leaf) => {
            let mut children: [Child; FAN] = Default::default();
            for known in &leaf.entries {
                let known_hash = rehash(known);
                let child = &mut children[place(known_hash, level)];
                insert(child, level + 1, known_hash, known.clone(), rehash);
            }
            insert(&mut children[place(hash, level)], level + 1, hash, entry, rehash);
            *here = Child::Branch(Arc::new(children));
        }
        Child::Branch(children) => {
            let child = &mut Arc::make_mut(children)[place(hash, level)];
            insert(child, level + 1, hash, entry, rehash);
        }
    }
}

/// Changes the leaf of a hash; one that is left empty goes.
fn edit(
    here: &mut Child,
    level: u32,
    hash: u64,
    change: &mut dyn FnMut(&mut Leaf) -> bool,
) -> bool {
    match here {
        Child::Empty => false,
        Child::Leaf(leaf) => {
            let leaf = Arc::make_mut(leaf);
            let changed = change(leaf);
            if leaf.entries.is_empty() {
                *here = Child::Empty;
            }
            changed
        }
        Child::Branch(children) => {
            edit(&mut Arc::make_mut(children)[place(hash, level)], level + 1, hash, change)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_share_and_stay_apart() {
        let key = |entry: &Entry| hash(entry.pattern());
        let mut table = Hashed::default();
        for id in 0..5000_u64 {
            let text = (id % 4000).to_string();
            table.insert(hash(text.as_bytes()), Entry::new(id, text.as_bytes(), None), key);
        }
        let before = table.clone();
        let find = |table: &Hashed, text: &str| {
            table.find(hash(text.as_bytes()), |entry| entry.pattern() == text.as_bytes()).cloned()
        };
        assert_eq!(find(&table, "17").map(|entry| entry.id()), Some(17));
        assert!(table.remove(hash(b"17"), 17) && !table.remove(hash(b"17"), 17));
        assert_eq!(find(&table, "17").map(|entry| entry.id()), Some(4017));
        assert_eq!(find(&before, "17").map(|entry| entry.id()), Some(17));
        assert!(table.replace(hash(b"17"), &Entry::new(4017, b"17", Some(b"x"))));
        assert_eq!(
            find(&table, "17").and_then(|e| e.value().map(<[u8]>::to_vec)),
            Some(b"x".to_vec())
        );
        assert_eq!(before.all(hash(b"17"), |_| true).len(), 2);
        assert_eq!(find(&table, "4000"), None);
        for id in 0..5000_u64 {
            let text = (id % 4000).to_string();
            table.remove(hash(text.as_bytes()), id);
        }
        assert!((0..4000).all(|id| find(&table, &id.to_string()).is_none()));
    }

    #[test]
    fn the_same_hash_many_times() {
        let mut table = Hashed::default();
        for id in 0..200 {
            table.insert(5, Entry::new(id, b"k", None), |_| 5);
        }
        assert_eq!(table.all(5, |_| true).len(), 200);
        assert_eq!(table.find(5, |_| true).map(Entry::id), Some(0));
    }
}
