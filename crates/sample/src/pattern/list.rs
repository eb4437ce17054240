//! The live content of a list or map, and the views by which it is searched.

use super::{How, Index, prepared};
use crate::{Captures, Sample};
use arc_swap::ArcSwap;
use parking_lot::Mutex;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Weak};

/// A map's value.
pub type Value = Arc<[u8]>;

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// A number that no other entry of the list ever had, for the runtime API.
    pub id: u64,
    /// The pattern as written.
    pub pattern: Arc<[u8]>,
    /// What a map gives for it.
    pub value: Option<Value>,
}

/// Why a pattern is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern {
    /// Which one, counted from 0.
    pub index: usize,
    /// The sentence.
    pub message: String,
}

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BadPattern {}

/// What happened to a list's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListChange {
    /// Entries were added.
    Added,
    /// Entries were removed.
    Removed,
    /// Entries have other values.
    Set,
    /// All entries were removed.
    Cleared,
    /// All entries were replaced by others at once.
    Replaced,
}

type Watcher = Box<dyn Fn(ListChange) + Send + Sync>;

/// Who wants to know of changes.
#[derive(Default)]
struct Watchers(Mutex<Vec<Watcher>>);

impl fmt::Debug for Watchers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watchers").field(&self.0.lock().len()).finish()
    }
}

/// A list of patterns, perhaps with values: a file read once, or the words of an ACL.
#[derive(Debug)]
pub struct PatternRef {
    /// Its number in the runtime API (`#3`).
    pub id: u32,
    /// The file's name; none for words of an ACL.
    pub name: Option<Box<str>>,
    content: Mutex<Content>,
    map: AtomicBool,
    watchers: Watchers,
}

#[derive(Debug, Default)]
struct Content {
    entries: Vec<Entry>,
    next: u64,
    views: Vec<Weak<View>>,
}

impl Content {
    fn append(&mut self, lines: impl IntoIterator<Item = (Vec<u8>, Option<Vec<u8>>)>) {
        for (pattern, value) in lines {
            let (id, value) = (self.next, value.map(Into::into));
            self.next += 1;
            self.entries.push(Entry { id, pattern: pattern.into(), value });
        }
    }
}

impl PatternRef {
    pub(super) fn new(id: u32, name: Option<&str>, lines: Vec<(Vec<u8>, Option<Vec<u8>>)>) -> Self {
        let entry = |(id, (pattern, value)): (u64, (Vec<u8>, Option<Vec<u8>>))| Entry {
            id,
            pattern: pattern.into(),
            value: value.map(Into::into),
        };
        let entries: Vec<Entry> = (1..).zip(lines).map(entry).collect();
        let next = entries.len() as u64 + 1;
        let content = Mutex::new(Content { entries, next, views: Vec::new() });
        let name = name.map(Into::into);
        Self { id, name, content, map: AtomicBool::new(false), watchers: Watchers::default() }
    }

    /// Whether it is used as a map: its entries have values.
    pub fn is_map(&self) -> bool {
        self.map.load(Relaxed)
    }

    pub(super) fn used_as_map(&self) {
        self.map.store(true, Relaxed);
    }

    /// Calls `watcher` after every change from now on; it must not take long, nor change the list.
    pub fn watch(&self, watcher: impl Fn(ListChange) + Send + Sync + 'static) {
        self.watchers.0.lock().push(Box::new(watcher));
    }

    fn tell(&self, changed: bool, change: ListChange) -> bool {
        if changed {
            self.watchers.0.lock().iter().for_each(|watcher| watcher(change));
        }
        changed
    }

    /// A view of the list for one way of matching; the same one for all that ask for the same.
    ///
    /// # Errors
    /// A pattern that can't be matched that way.
    pub fn view(self: &Arc<Self>, how: How) -> Result<Arc<View>, BadPattern> {
        let mut content = self.content.lock();
        let known = content.views.iter().filter_map(Weak::upgrade).find(|view| view.how == how);
        if let Some(view) = known {
            return Ok(view);
        }
        let table = Table::new(how, &content.entries)?;
        let view = Arc::new(View { how, list: self.clone(), table: ArcSwap::from_pointee(table) });
        content.views.push(Arc::downgrade(&view));
        Ok(view)
    }

    /// All entries, in order.
    pub fn entries(&self) -> Vec<Entry> {
        self.content.lock().entries.clone()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.content.lock().entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an entry at the end.
    ///
    /// # Errors
    /// A pattern that the ways in use can't match.
    pub fn add(&self, pattern: &[u8], value: Option<&[u8]>) -> Result<(), BadPattern> {
        self.extend([(pattern.to_vec(), value.map(<[u8]>::to_vec))])
    }

    /// Adds entries at the end, all or none.
    ///
    /// # Errors
    /// A pattern that the ways in use can't match.
    pub fn extend(
        &self,
        lines: impl IntoIterator<Item = (Vec<u8>, Option<Vec<u8>>)>,
    ) -> Result<(), BadPattern> {
        let changed = self.change(|content| {
            content.append(lines);
            true
        })?;
        self.tell(changed, ListChange::Added);
        Ok(())
    }

    /// Puts other entries in the place of all, at once.
    ///
    /// # Errors
    /// A pattern that the ways in use can't match; the list is as before then.
    pub fn replace(
        &self,
        lines: impl IntoIterator<Item = (Vec<u8>, Option<Vec<u8>>)>,
    ) -> Result<(), BadPattern> {
        let changed = self.change(|content| {
            content.entries.clear();
            content.append(lines);
            true
        })?;
        self.tell(changed, ListChange::Replaced);
        Ok(())
    }

    /// Removes the entries of that very pattern; whether there was one.
    pub fn del(&self, pattern: &[u8]) -> bool {
        self.tell(self.shrink(|entry| *entry.pattern != *pattern), ListChange::Removed)
    }

    /// Removes the entry of that number; whether there was one.
    pub fn del_id(&self, id: u64) -> bool {
        self.tell(self.shrink(|entry| entry.id != id), ListChange::Removed)
    }

    /// Removes all.
    pub fn clear(&self) {
        self.shrink(|_| false);
        self.tell(true, ListChange::Cleared);
    }

    /// Gives the entries of that very pattern another value; whether there was one.
    pub fn set(&self, pattern: &[u8], value: &[u8]) -> bool {
        self.update(value, |entry| *entry.pattern == *pattern)
    }

    /// Gives the entry of that number another value; whether there was one.
    pub fn set_id(&self, id: u64, value: &[u8]) -> bool {
        self.update(value, |entry| entry.id == id)
    }

    fn update(&self, value: &[u8], which: impl Fn(&Entry) -> bool) -> bool {
        let changed = self.change(|content| {
            let mut found = false;
            for entry in content.entries.iter_mut().filter(|entry| which(entry)) {
                entry.value = Some(value.into());
                found = true;
            }
            found
        });
        self.tell(changed.unwrap_or(false), ListChange::Set)
    }

    fn shrink(&self, keep: impl Fn(&Entry) -> bool) -> bool {
        let changed = self.change(|content| {
            let before = content.entries.len();
            content.entries.retain(&keep);
            content.entries.len() != before
        });
        changed.unwrap_or(false)
    }

    /// Changes the content and rebuilds the views, or leaves both as they were.
    fn change(&self, edit: impl FnOnce(&mut Content) -> bool) -> Result<bool, BadPattern> {
        let mut content = self.content.lock();
        let before = content.entries.clone();
        if !edit(&mut content) {
            return Ok(false);
        }
        content.views.retain(|view| view.strong_count() > 0);
        let views: Vec<Arc<View>> = content.views.iter().filter_map(Weak::upgrade).collect();
        let mut tables = Vec::with_capacity(views.len());
        for view in &views {
            match Table::new(view.how, &content.entries) {
                Ok(table) => tables.push(table),
                Err(error) => {
                    content.entries = before;
                    return Err(error);
                }
            }
        }
        for (view, table) in views.iter().zip(tables) {
            view.table.store(Arc::new(table));
        }
        Ok(true)
    }
}

/// A list as it is searched in one way.
#[derive(Debug)]
pub struct View {
    how: How,
    list: Arc<PatternRef>,
    table: ArcSwap<Table>,
}

/// The immutable state of a view.
#[derive(Debug)]
struct Table {
    index: Index,
    entries: Box<[Entry]>,
}

impl Table {
    fn new(how: How, entries: &[Entry]) -> Result<Self, BadPattern> {
        let patterns: Vec<&[u8]> = entries.iter().map(|entry| &*entry.pattern).collect();
        let index =
            Index::new(how, &patterns).map_err(|(index, message)| BadPattern { index, message })?;
        Ok(Self { index, entries: entries.into() })
    }
}

impl View {
    /// How it matches.
    pub fn how(&self) -> How {
        self.how
    }

    /// The list that it shows.
    pub fn list(&self) -> &Arc<PatternRef> {
        &self.list
    }

    /// Whether any entry matches a value that has the type which the method takes.
    #[inline]
    pub(crate) fn is_match_prepared(&self, value: &Sample<'_>) -> bool {
        self.table.load().index.is_match(value)
    }

    /// Whether any entry matches.
    pub fn is_match(&self, value: Sample<'_>) -> bool {
        prepared(value, self.how.method).is_some_and(|value| self.is_match_prepared(&value))
    }

    /// The entry that matches.
    pub fn find(&self, value: Sample<'_>) -> Option<Entry> {
        let value = prepared(value, self.how.method)?;
        let table = self.table.load();
        let at = table.index.find(&value)?;
        table.entries.get(at).cloned()
    }

    /// What the map gives for a value.
    pub fn value(&self, value: Sample<'_>) -> Option<Value> {
        let value = prepared(value, self.how.method)?;
        let table = self.table.load();
        let at = table.index.find(&value)?;
        table.entries.get(at)?.value.clone()
    }

    /// What the map gives for a text, and the groups of the expression that matched (`map_regm`).
    pub fn captures(&self, text: &[u8]) -> Option<(Value, Captures)> {
        let table = self.table.load();
        let Index::Regex(index) = &table.index else { return None };
        let at = index.find(text)?;
        let captures = index.get(at)?.captures(text, 0)?;
        Some((table.entries.get(at)?.value.clone()?, captures))
    }
}
