//! What a list holds at one moment: its entries and their indexes. It never changes once it is shown to
//! readers; writers change a copy, which shares nearly all with the original.

use super::hashed::{Hashed, hash};
use super::order::Order;
use super::state::{Room, State};
use super::{BadPattern, Entry, How};
use smallvec::SmallVec;
use std::sync::Arc;

/// Entries, and an index for each way of matching in use.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// Distinguishes contents that took the place of each other as a whole.
    pub(super) epoch: u64,
    pub(super) order: Order,
    texts: Hashed,
    pub(super) states: Vec<Arc<State>>,
}

/// Entries by their patterns as written.
fn text_hash(entry: &Entry) -> u64 {
    hash(entry.pattern())
}

impl Content {
    /// Nothing, to be matched in these ways.
    pub(super) fn empty(epoch: u64, hows: impl Iterator<Item = How>) -> Self {
        let states = hows.map(|how| Arc::new(State::new(how))).collect();
        Self { epoch, states, ..Self::default() }
    }

    /// For indexes to look entries up.
    pub(super) fn room(&self) -> Room<'_> {
        Room { order: &self.order, texts: &self.texts }
    }

    /// Adds an entry, whose number is greater than all others'.
    ///
    /// # Errors
    /// A pattern that one of the ways can't match; the content is as it was then.
    pub(super) fn push(&mut self, entry: Entry) -> Result<(), BadPattern> {
        let bad = |message| BadPattern { index: 0, message };
        let ready = self.states.iter().map(|state| state.ready(entry.pattern()));
        let needles: SmallVec<[_; 2]> = ready.collect::<Result<_, _>>().map_err(bad)?;
        for (state, needle) in self.states.iter_mut().zip(needles) {
            Arc::make_mut(state).insert(&entry, needle);
        }
        self.texts.insert(text_hash(&entry), entry.clone(), text_hash);
        self.order.insert(entry);
        Ok(())
    }

    /// The first entry of that very pattern.
    pub(super) fn get(&self, pattern: &[u8]) -> Option<&Entry> {
        self.texts.find(hash(pattern), |entry| entry.pattern() == pattern)
    }

    /// All entries of that very pattern.
    fn all(&self, pattern: &[u8]) -> Vec<Entry> {
        self.texts.all(hash(pattern), |entry| entry.pattern() == pattern)
    }

    /// Removes the entries of that very pattern; whether there was one.
    pub(super) fn remove(&mut self, pattern: &[u8]) -> bool {
        let found = self.all(pattern);
        found.iter().for_each(|entry| self.remove_entry(entry));
        !found.is_empty()
    }

    /// Removes the entry of that number; whether there was one.
    pub(super) fn remove_id(&mut self, id: u64) -> bool {
        let found = self.order.get(id).cloned();
        found.as_ref().inspect(|entry| self.remove_entry(entry)).is_some()
    }

    fn remove_entry(&mut self, entry: &Entry) {
        self.order.remove(entry.id());
        self.texts.remove(text_hash(entry), entry.id());
        self.states.iter_mut().for_each(|state| Arc::make_mut(state).remove(entry));
    }

    /// Gives the entries of that very pattern another value; whether there was one.
    pub(super) fn set(&mut self, pattern: &[u8], value: &[u8]) -> bool {
        let found = self.all(pattern);
        found.iter().for_each(|entry| self.set_entry(entry, value));
        !found.is_empty()
    }

    /// Gives the entry of that number another value; whether there was one.
    pub(super) fn set_id(&mut self, id: u64, value: &[u8]) -> bool {
        let found = self.order.get(id).cloned();
        found.as_ref().inspect(|entry| self.set_entry(entry, value)).is_some()
    }

    fn set_entry(&mut self, entry: &Entry, value: &[u8]) {
        let with = entry.with_value(value);
        self.texts.replace(text_hash(&with), &with);
        self.states.iter_mut().for_each(|state| Arc::make_mut(state).replace(&with));
        self.order.insert(with);
    }
}
