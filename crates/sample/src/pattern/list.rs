//! The live content of a list or map, its versions that are being prepared, and the views by which it is
//! searched.
//!
//! Readers see a content as a whole and never wait: writers make a copy that shares nearly everything,
//! change it, and show it at once.

use super::content::Content;
use super::keeper::{self, Work};
use super::scan::Automaton;
use super::{Entry, How, Value, prepared};
use crate::{Captures, Sample, Type};
use arc_swap::ArcSwap;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
use std::sync::{Arc, Weak};

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

/// Why a version can't be worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadVersion {
    /// It hasn't been prepared yet.
    Future,
    /// It was committed or left behind.
    OutOfRange,
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

/// What a list is used as, and what its values have to be.
const MAP: u8 = 1;
const ACL: u8 = 2;
const INTEGERS: u8 = 4;
const ADDRESSES: u8 = 8;

/// A list of patterns, perhaps with values: a file read once, or the words of an ACL.
#[derive(Debug)]
pub struct PatternRef {
    /// Its number in the runtime API (`#3`).
    pub id: u32,
    /// The file's name; none for words of an ACL.
    pub name: Option<Box<str>>,
    live: ArcSwap<Content>,
    /// Writers take turns.
    writing: Mutex<Writing>,
    uses: AtomicU8,
    watchers: Watchers,
    /// For the thread that renews indexes.
    own: Weak<PatternRef>,
}

#[derive(Debug, Default)]
struct Writing {
    /// The last number of an entry.
    last: u64,
    /// The version that readers see, and the last one that was prepared.
    current: u32,
    newest: u32,
    /// Versions that are being prepared and aren't empty.
    drafts: BTreeMap<u32, Content>,
    /// How the list is searched, and what is made of its values.
    kinds: Vec<(How, Option<Type>)>,
}

impl Writing {
    fn entry(&mut self, pattern: &[u8], value: Option<&[u8]>) -> Entry {
        self.last += 1;
        Entry::new(self.last, pattern, value)
    }

    /// Versions are numbers that begin again at their end: how far one is ahead of the current one.
    fn ahead(&self, version: u32) -> u32 {
        version.wrapping_sub(self.current)
    }

    fn is_open(&self, version: u32) -> bool {
        let ahead = self.ahead(version);
        ahead > 0 && ahead <= self.ahead(self.newest)
    }
}

impl PatternRef {
    pub(super) fn new<'t>(
        id: u32,
        name: Option<&str>,
        lines: impl Iterator<Item = (&'t [u8], Option<&'t [u8]>)>,
    ) -> Arc<Self> {
        let (mut content, mut writing) = (Content::default(), Writing::default());
        for (pattern, value) in lines {
            // Without a way of matching nothing is refused.
            let _ = content.push(writing.entry(pattern, value));
        }
        Arc::new_cyclic(|own| Self {
            id,
            name: name.map(Into::into),
            live: ArcSwap::from_pointee(content),
            writing: Mutex::new(writing),
            uses: AtomicU8::new(0),
            watchers: Watchers::default(),
            own: own.clone(),
        })
    }

    /// Whether it is used as a map: its entries have values.
    pub fn is_map(&self) -> bool {
        self.uses.load(Relaxed) & MAP != 0
    }

    /// Whether it is used by ACLs.
    pub fn is_acl(&self) -> bool {
        self.uses.load(Relaxed) & ACL != 0
    }

    pub(crate) fn used(&self, as_map: bool) {
        self.uses.fetch_or(if as_map { MAP } else { ACL }, Relaxed);
    }

    /// From now on its values have to be of that type.
    pub(crate) fn demand(&self, kind: Type) {
        let demand = match kind {
            Type::Sint => INTEGERS,
            Type::Addr => ADDRESSES,
            _ => 0,
        };
        self.uses.fetch_or(demand, Relaxed);
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

    /// What readers see now.
    pub(super) fn content(&self) -> Arc<Content> {
        self.live.load_full()
    }

    /// A view of the list for one way of matching.
    ///
    /// # Errors
    /// A pattern that can't be matched that way.
    pub fn view(self: &Arc<Self>, how: How) -> Result<Arc<View>, BadPattern> {
        self.view_of(how, None)
    }

    /// A view of a map whose values are taken as that type.
    pub(crate) fn view_of(
        self: &Arc<Self>,
        how: How,
        kind: Option<Type>,
    ) -> Result<Arc<View>, BadPattern> {
        let mut writing = self.writing.lock();
        let content = self.content();
        let known = content.states.iter().position(|state| state.how == how);
        let at = known.unwrap_or(content.states.len());
        if known.is_none() {
            let bad = |(index, message)| BadPattern { index, message };
            let state = super::state::State::of(how, &content.order).map_err(bad)?;
            for draft in writing.drafts.values_mut() {
                let state = super::state::State::of(how, &draft.order).map_err(bad)?;
                draft.states.push(Arc::new(state));
            }
            let mut next = Content::clone(&content);
            next.states.push(Arc::new(state));
            self.live.store(Arc::new(next));
        }
        if !writing.kinds.contains(&(how, kind)) {
            writing.kinds.push((how, kind));
        }
        Ok(Arc::new(View { how, list: self.clone(), at }))
    }

    /// What each use of the list finds for a value: the way of matching, what is made of map values, the
    /// entry that matches, and how it was searched. For the runtime API.
    pub fn look(&self, value: &Sample<'_>) -> Vec<Found> {
        let kinds = self.writing.lock().kinds.clone();
        let content = self.content();
        let found = kinds.into_iter().filter_map(|(how, kind)| {
            let state = content.states.iter().find(|state| state.how == how)?;
            let value = prepared(value.clone(), how.method);
            let entry = value.and_then(|value| state.find(&value, content.room(), false).cloned());
            Some(Found { how, kind, entry, index: state.index_word() })
        });
        found.collect()
    }

    /// The first entry of that very pattern.
    pub fn get(&self, pattern: &[u8]) -> Option<Entry> {
        self.live.load().get(pattern).cloned()
    }

    /// All entries, in order.
    pub fn entries(&self) -> Vec<Entry> {
        self.entries_from(None, 0, usize::MAX)
    }

    /// Up to `most` entries of a version (none: of the one that readers see), from a number on.
    pub fn entries_from(&self, version: Option<u32>, from: u64, most: usize) -> Vec<Entry> {
        let mut list = Vec::new();
        let mut take = |content: &Content| {
            content.order.each(from, |entry| {
                if list.len() < most {
                    list.push(entry.clone());
                }
                list.len() < most
            });
        };
        match version {
            None => take(&self.content()),
            Some(version) => {
                let writing = self.writing.lock();
                match (version == writing.current, writing.drafts.get(&version)) {
                    (true, _) => {
                        drop(writing);
                        take(&self.content());
                    }
                    (false, Some(draft)) => take(draft),
                    (false, None) => {}
                }
            }
        }
        list
    }

    /// How many entries there are, in all versions.
    pub fn len_of_all(&self) -> usize {
        let drafts =
            self.writing.lock().drafts.values().map(|draft| draft.order.len()).sum::<usize>();
        self.len() + drafts
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.live.load().order.len()
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
        self.extend([(pattern, value)])
    }

    /// Adds entries at the end, all or none; a reader sees all or none.
    ///
    /// # Errors
    /// A pattern that the ways in use can't match, or a value that can't be taken as it is used.
    pub fn extend<'t>(
        &self,
        lines: impl IntoIterator<Item = (&'t [u8], Option<&'t [u8]>)>,
    ) -> Result<(), BadPattern> {
        let changed = self.change(|content, writing| {
            self.append(content, writing, lines)?;
            Ok(true)
        })?;
        self.tell(changed, ListChange::Added);
        Ok(())
    }

    fn append<'t>(
        &self,
        content: &mut Content,
        writing: &mut Writing,
        lines: impl IntoIterator<Item = (&'t [u8], Option<&'t [u8]>)>,
    ) -> Result<(), BadPattern> {
        for (index, (pattern, value)) in lines.into_iter().enumerate() {
            let bad = |message| BadPattern { index, message };
            value.map_or(Ok(()), |value| self.check(value)).map_err(bad)?;
            let pushed = content.push(writing.entry(pattern, value));
            pushed.map_err(|error| bad(error.message))?;
        }
        Ok(())
    }

    /// Whether a value can be taken as the uses of the map take it.
    fn check(&self, value: &[u8]) -> Result<(), String> {
        let uses = self.uses.load(Relaxed);
        let fits = (uses & INTEGERS == 0 || made(value, Type::Sint).is_some())
            && (uses & ADDRESSES == 0 || made(value, Type::Addr).is_some());
        let text = String::from_utf8_lossy(value);
        if fits { Ok(()) } else { Err(format!("unable to parse '{text}'")) }
    }

    /// Removes the entries of that very pattern; whether there was one.
    pub fn del(&self, pattern: &[u8]) -> bool {
        self.edit(ListChange::Removed, |content| content.remove(pattern))
    }

    /// Removes the entry of that number; whether there was one.
    pub fn del_id(&self, id: u64) -> bool {
        self.edit(ListChange::Removed, |content| content.remove_id(id))
    }

    /// Removes all.
    pub fn clear(&self) {
        let writing = self.writing.lock();
        let work = self.show(Content::empty(0, self.hows().into_iter()));
        drop(writing);
        work.into_iter().flatten().for_each(keeper::give);
        self.tell(true, ListChange::Cleared);
    }

    /// Gives the entries of that very pattern another value; whether there was one.
    ///
    /// # Errors
    /// A value that can't be taken as it is used.
    pub fn set(&self, pattern: &[u8], value: &[u8]) -> Result<bool, BadPattern> {
        if self.get(pattern).is_none() {
            return Ok(false);
        }
        self.check(value).map_err(|message| BadPattern { index: 0, message })?;
        Ok(self.edit(ListChange::Set, |content| content.set(pattern, value)))
    }

    /// Gives the entry of that number another value; whether there was one.
    ///
    /// # Errors
    /// A value that can't be taken as it is used.
    pub fn set_id(&self, id: u64, value: &[u8]) -> Result<bool, BadPattern> {
        if self.content().order.get(id).is_none() {
            return Ok(false);
        }
        self.check(value).map_err(|message| BadPattern { index: 0, message })?;
        Ok(self.edit(ListChange::Set, |content| content.set_id(id, value)))
    }

    /// Gives a key a value, or adds it; readers see nothing between.
    ///
    /// # Errors
    /// A pattern or a value that the ways in use can't take.
    pub fn put(&self, pattern: &[u8], value: &[u8]) -> Result<(), BadPattern> {
        match self.set(pattern, value)? {
            true => Ok(()),
            false => self.add(pattern, Some(value)),
        }
    }

    fn edit(&self, change: ListChange, edit: impl FnOnce(&mut Content) -> bool) -> bool {
        let changed = self.change(|content, _| Ok(edit(content)));
        self.tell(changed.unwrap_or(false), change)
    }

    /// Changes a copy of the content and shows it, or leaves everything as it was.
    fn change(
        &self,
        edit: impl FnOnce(&mut Content, &mut Writing) -> Result<bool, BadPattern>,
    ) -> Result<bool, BadPattern> {
        let mut writing = self.writing.lock();
        let mut next = Content::clone(&self.live.load());
        if !edit(&mut next, &mut writing)? {
            return Ok(false);
        }
        let worn = next.states.iter().any(|state| state.is_worn());
        self.live.store(Arc::new(next));
        drop(writing);
        if worn {
            keeper::give(Work::Renew(self.own.clone()));
        }
        Ok(true)
    }

    /// The ways of matching in use.
    fn hows(&self) -> Vec<How> {
        self.live.load().states.iter().map(|state| state.how).collect()
    }

    /// Shows another content as a whole; what is left to do then is for the keeper, once the writer's
    /// turn is over.
    fn show(&self, mut next: Content) -> [Option<Work>; 2] {
        let worn = next.states.iter().any(|state| state.is_worn());
        next.epoch = self.live.load().epoch + 1;
        let old = self.live.swap(Arc::new(next));
        [Some(Work::Drop(old)), worn.then(|| Work::Renew(self.own.clone()))]
    }

    /// Takes an index that was built of an earlier state of the content.
    pub(super) fn renewed(&self, epoch: u64, at: usize, built: Arc<Automaton>) {
        let _writing = self.writing.lock();
        let mut next = Content::clone(&self.live.load());
        if let Some(state) = next.states.get_mut(at).filter(|_| next.epoch == epoch) {
            Arc::make_mut(state).renew(built);
            self.live.store(Arc::new(next));
        }
    }
}

/// Versions (management manual: `prepare map`): contents that nobody sees before they are committed.
impl PatternRef {
    /// The version that readers see, and the last one that was prepared.
    pub fn versions(&self) -> (u32, u32) {
        let writing = self.writing.lock();
        (writing.current, writing.newest)
    }

    /// Begins a new, empty version; its number.
    pub fn prepare(&self) -> u32 {
        let mut writing = self.writing.lock();
        writing.newest = writing.newest.wrapping_add(1);
        writing.newest
    }

    /// Has a version that isn't committed yet edited, or the live content if it is the current one.
    ///
    /// # Errors
    /// What is wrong with the version.
    fn with_draft<T>(
        &self,
        version: u32,
        edit: impl FnOnce(&mut Content, &mut Writing) -> T,
    ) -> Result<T, BadVersion> {
        let mut writing = self.writing.lock();
        if !writing.is_open(version) {
            let past = writing.ahead(version) > u32::MAX / 2;
            return Err(if past { BadVersion::OutOfRange } else { BadVersion::Future });
        }
        let draft = writing.drafts.remove(&version);
        let mut draft = draft.unwrap_or_else(|| Content::empty(0, self.hows().into_iter()));
        let done = edit(&mut draft, &mut writing);
        writing.drafts.insert(version, draft);
        Ok(done)
    }

    /// Adds entries to a version.
    ///
    /// # Errors
    /// What is wrong with the version; or, within, with an entry: those before it are in.
    pub fn add_to<'t>(
        &self,
        version: u32,
        lines: impl IntoIterator<Item = (&'t [u8], Option<&'t [u8]>)>,
    ) -> Result<Result<(), BadPattern>, BadVersion> {
        if version == self.versions().0 {
            return Ok(self.extend(lines));
        }
        self.with_draft(version, |draft, writing| {
            let mut result = Ok(());
            for (index, line) in lines.into_iter().enumerate() {
                if let Err(bad) = self.append(draft, writing, [line]) {
                    result = Err(BadPattern { index, ..bad });
                    break;
                }
            }
            result
        })
    }

    /// Removes the entries of that very pattern from a version; whether there was one.
    ///
    /// # Errors
    /// What is wrong with the version.
    pub fn del_from(&self, version: u32, pattern: &[u8]) -> Result<bool, BadVersion> {
        self.with_draft(version, |draft, _| draft.remove(pattern))
    }

    /// Gives the entries of that very pattern in a version another value; whether there was one.
    ///
    /// # Errors
    /// What is wrong with the version.
    pub fn set_in(&self, version: u32, pattern: &[u8], value: &[u8]) -> Result<bool, BadVersion> {
        self.with_draft(version, |draft, _| draft.set(pattern, value))
    }

    /// Forgets a version that isn't to be committed.
    pub fn give_up(&self, version: u32) {
        if version != self.versions().0 {
            self.clear_version(version);
        }
    }

    /// Removes all entries of a version.
    pub fn clear_version(&self, version: u32) {
        let mut writing = self.writing.lock();
        if version == writing.current {
            drop(writing);
            return self.clear();
        }
        let draft = writing.drafts.remove(&version);
        drop(writing);
        draft.into_iter().for_each(|draft| keeper::give(Work::Drop(Arc::new(draft))));
    }

    /// Puts a version in the place of the current one, at once; older ones go.
    ///
    /// # Errors
    /// What is wrong with the version.
    pub fn commit(&self, version: u32) -> Result<(), BadVersion> {
        let mut writing = self.writing.lock();
        if !writing.is_open(version) {
            return Err(BadVersion::OutOfRange);
        }
        let next = writing.drafts.remove(&version);
        let next = next.unwrap_or_else(|| Content::empty(0, self.hows().into_iter()));
        writing.current = version;
        let work = self.show(next);
        let old: Vec<u32> =
            writing.drafts.keys().copied().filter(|&draft| !writing.is_open(draft)).collect();
        let old: Vec<Content> = old.iter().filter_map(|old| writing.drafts.remove(old)).collect();
        drop(writing);
        work.into_iter().flatten().for_each(keeper::give);
        old.into_iter().for_each(|draft| keeper::give(Work::Drop(Arc::new(draft))));
        self.tell(true, ListChange::Replaced);
        Ok(())
    }
}

/// What one use of a list finds.
#[derive(Clone, Debug)]
pub struct Found {
    /// How it searches.
    pub how: How,
    /// What it makes of a map's value; none for an ACL.
    pub kind: Option<Type>,
    /// The entry that matches.
    pub entry: Option<Entry>,
    /// How it is searched, in HAProxy's words.
    pub index: &'static str,
}

impl Found {
    /// The type of the map's value.
    pub fn value_kind(&self) -> Type {
        let value = self.entry.as_ref().and_then(Entry::value).unwrap_or_default();
        let made = made(value, self.kind.unwrap_or(Type::Str));
        made.map_or(Type::Str, |value| value.kind())
    }
}

/// A map's text as a value.
pub(crate) fn made(text: &[u8], kind: Type) -> Option<Sample<'static>> {
    match kind {
        Type::Sint => {
            let text = std::str::from_utf8(text).ok()?;
            text.trim_ascii().parse().ok().map(Sample::Sint)
        }
        Type::Addr => crate::cast::cast(Sample::string(text), Type::Addr),
        _ => Some(Sample::string(text)),
    }
}

/// A list as it is searched in one way.
#[derive(Debug)]
pub struct View {
    how: How,
    list: Arc<PatternRef>,
    /// The place of its index in each content of the list.
    at: usize,
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

    /// Hands over the entry that matches a value of the type which the method takes.
    #[inline]
    fn with<T>(
        &self,
        value: &Sample<'_>,
        any: bool,
        take: impl FnOnce(&Content, &Entry) -> Option<T>,
    ) -> Option<T> {
        let content = self.list.live.load();
        let state = content.states.get(self.at)?;
        take(&content, state.find(value, content.room(), any)?)
    }

    /// Whether any entry matches a value that has the type which the method takes.
    #[inline]
    pub(crate) fn is_match_prepared(&self, value: &Sample<'_>) -> bool {
        self.with(value, true, |_, _| Some(())).is_some()
    }

    /// Whether any entry matches.
    pub fn is_match(&self, value: Sample<'_>) -> bool {
        prepared(value, self.how.method).is_some_and(|value| self.is_match_prepared(&value))
    }

    /// The entry that matches.
    pub fn find(&self, value: Sample<'_>) -> Option<Entry> {
        let value = prepared(value, self.how.method)?;
        self.with(&value, false, |_, entry| Some(entry.clone()))
    }

    /// What the map gives for a value.
    pub fn value(&self, value: Sample<'_>) -> Option<Value> {
        let value = prepared(value, self.how.method)?;
        self.with(&value, false, |_, entry| Value::of(entry))
    }

    /// What the map gives for a text, and the groups of the expression that matched (`map_regm`).
    pub fn captures(&self, text: &[u8]) -> Option<(Value, Captures)> {
        let value = Sample::str(text);
        self.with(&value, false, |content, entry| {
            let regex = content.states.get(self.at)?.regex(entry.id())?;
            Some((Value::of(entry)?, regex.captures(text, 0)?))
        })
    }
}
