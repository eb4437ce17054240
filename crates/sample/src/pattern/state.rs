//! The index of a list for one way of matching: a few patterns are tried one by one, many are looked up.

use super::hashed::Hashed;
use super::int::Ints;
use super::ip::Ips;
use super::keyed::Keyed;
use super::needle::Needle;
use super::order::Order;
use super::scan::{Automaton, Scan};
use super::{Entry, How, Method, bytes, lower};
use crate::{Regex, Sample};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::sync::Arc;

/// Up to this many are tried one by one.
const FEW: usize = 8;
/// The same for what takes longer.
const FEW_SCANS: usize = 2;

/// An index, with the patterns of its list that it was told of.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) how: How,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Few(Vec<(Entry, Needle)>),
    Keyed(Keyed),
    Ints(Ints),
    Ips(Ips),
    Scan(Scan),
    /// `found` and `bool` look at no pattern.
    None,
}

/// What an index looks its list's entries up in.
#[derive(Clone, Copy)]
pub(super) struct Room<'c> {
    /// All entries by number.
    pub(super) order: &'c Order,
    /// All entries by their patterns as written.
    pub(super) texts: &'c Hashed,
}

impl State {
    pub(super) fn new(how: How) -> Self {
        let kind = match how.method.takes_patterns() {
            true => Kind::Few(Vec::new()),
            false => Kind::None,
        };
        Self { how, kind }
    }

    /// An index of all entries.
    ///
    /// # Errors
    /// The place of a pattern that can't be matched that way, and a sentence.
    pub(super) fn of(how: How, order: &Order) -> Result<Self, (usize, String)> {
        let mut state = Self::new(how);
        if matches!(how.method, Method::Sub | Method::Reg) && order.len() > FEW_SCANS {
            let (mut items, mut bad) = (Vec::with_capacity(order.len()), None);
            order.each(0, |entry| match Needle::new(how, entry.pattern()) {
                Ok(needle) => {
                    items.push((entry.id(), needle));
                    true
                }
                Err(message) => {
                    bad = Some((items.len(), message));
                    false
                }
            });
            return match bad {
                Some(bad) => Err(bad),
                None => {
                    state.kind = Kind::Scan(Scan::new(how, items));
                    Ok(state)
                }
            };
        }
        let (mut at, mut bad) = (0, None);
        order.each(0, |entry| {
            match state.ready(entry.pattern()) {
                Ok(needle) => state.insert(entry, needle),
                Err(message) => bad = Some((at, message)),
            }
            at += 1;
            bad.is_none()
        });
        bad.map_or(Ok(state), Err)
    }

    /// Makes a pattern ready, as far as this index needs it.
    ///
    /// # Errors
    /// A sentence: the pattern can't be matched that way.
    pub(super) fn ready(&self, pattern: &[u8]) -> Result<Option<Needle>, String> {
        match &self.kind {
            Kind::None => Ok(None),
            Kind::Keyed(_) if self.how.method != Method::Bin => Ok(None),
            _ => Needle::new(self.how, pattern).map(Some),
        }
    }

    /// Takes a new entry in, the last of the list, with what [`State::ready`] made of it.
    pub(super) fn insert(&mut self, entry: &Entry, needle: Option<Needle>) {
        let how = self.how;
        if let Kind::Few(few) = &mut self.kind {
            let most = match how.method {
                Method::Sub | Method::Reg => FEW_SCANS,
                _ => FEW,
            };
            if few.len() >= most {
                self.kind = many(how, std::mem::take(few));
            }
        }
        self.kind.insert(entry, needle);
    }

    /// Forgets an entry.
    pub(super) fn remove(&mut self, entry: &Entry) {
        match &mut self.kind {
            Kind::Few(few) => few.retain(|(known, _)| known.id() != entry.id()),
            Kind::Keyed(keyed) => keyed.remove(entry),
            Kind::Ints(ints) => ints.remove(entry),
            Kind::Ips(ips) => ips.remove(entry),
            Kind::Scan(scan) => scan.forget(),
            Kind::None => {}
        }
    }

    /// Takes an entry's new value.
    pub(super) fn replace(&mut self, entry: &Entry) {
        match &mut self.kind {
            Kind::Few(few) => {
                if let Some((known, _)) = few.iter_mut().find(|(known, _)| known.id() == entry.id())
                {
                    *known = entry.clone();
                }
            }
            Kind::Keyed(keyed) => keyed.replace(entry),
            Kind::Ints(ints) => ints.replace(entry),
            Kind::Ips(ips) => ips.replace(entry),
            Kind::Scan(_) | Kind::None => {}
        }
    }

    /// The entry that matches a value of the type that the method takes; with `any` whichever is found.
    #[inline]
    pub(super) fn find<'e>(
        &'e self,
        value: &Sample<'_>,
        room: Room<'e>,
        any: bool,
    ) -> Option<&'e Entry> {
        // Expressions ignore case themselves.
        let cased = !self.how.icase || matches!(self.how.method, Method::Reg | Method::Bin);
        let Some(text) = bytes(value).filter(|_| !cased) else {
            return self.find_cased(value, room, any);
        };
        let mut lowered = SmallVec::new();
        let text = Sample::Str(Cow::Borrowed(lower(text, &mut lowered)));
        self.find_cased(&text, room, any)
    }

    #[inline]
    fn find_cased<'e>(
        &'e self,
        value: &Sample<'_>,
        room: Room<'e>,
        any: bool,
    ) -> Option<&'e Entry> {
        match &self.kind {
            Kind::Few(few) => best(self.how, few, value, any),
            Kind::Keyed(keyed) => keyed.find(bytes(value)?, room.texts, any),
            Kind::Ips(ips) => ips.find(value),
            Kind::Ints(ints) => match value {
                Sample::Sint(n) => ints.find(*n),
                value => ints.find(i64::try_from(bytes(value)?.len()).ok()?),
            },
            Kind::Scan(scan) => scan.find(self.how, value, room.order, any),
            Kind::None => None,
        }
    }

    /// The regular expression of an entry.
    pub(super) fn regex(&self, id: u64) -> Option<&Regex> {
        let needle = match &self.kind {
            Kind::Few(few) => {
                few.iter().find(|(known, _)| known.id() == id).map(|(_, needle)| needle)
            }
            Kind::Scan(scan) => scan.needle(id),
            _ => None,
        };
        match needle {
            Some(Needle::Regex(regex)) => Some(regex),
            _ => None,
        }
    }

    /// The patterns of which a new automaton should be built, if that is worth its while.
    pub(super) fn worn(&self, order: &Order) -> Option<Vec<(u64, Needle)>> {
        match &self.kind {
            Kind::Scan(scan) if scan.is_worn() => Some(scan.items(order)),
            _ => None,
        }
    }

    /// Whether [`State::worn`] would say something.
    pub(super) fn is_worn(&self) -> bool {
        matches!(&self.kind, Kind::Scan(scan) if scan.is_worn())
    }

    /// Takes a new automaton.
    pub(super) fn renew(&mut self, built: Arc<Automaton>) {
        if let Kind::Scan(scan) = &mut self.kind {
            scan.renew(built);
        }
    }

    /// How it searches, in HAProxy's words.
    pub(super) fn index_word(&self) -> &'static str {
        match self.how.method {
            Method::Str | Method::Beg if !self.how.icase => "tree",
            Method::Ip => "tree",
            _ => "list",
        }
    }
}

/// The index that takes over from the patterns that were tried one by one.
fn many(how: How, few: Vec<(Entry, Needle)>) -> Kind {
    let mut kind = match how.method {
        Method::Int => Kind::Ints(Ints::new(how.dotted)),
        Method::Len => Kind::Ints(Ints::new(false)),
        Method::Ip => Kind::Ips(Ips::default()),
        Method::Sub | Method::Reg => Kind::Scan(Scan::default()),
        _ => Kind::Keyed(Keyed::new(how)),
    };
    for (entry, needle) in few {
        kind.insert(&entry, Some(needle));
    }
    kind
}

impl Kind {
    fn insert(&mut self, entry: &Entry, needle: Option<Needle>) {
        match (self, needle) {
            (Kind::Few(few), Some(needle)) => few.push((entry.clone(), needle)),
            (Kind::Keyed(keyed), _) => keyed.insert(entry),
            (Kind::Ints(ints), _) => ints.insert(entry),
            (Kind::Ips(ips), Some(Needle::Network(network))) => ips.insert(network, entry),
            (Kind::Scan(scan), Some(needle)) => scan.insert(entry.id(), needle),
            _ => {}
        }
    }
}

/// The best of several; of equal ones the first.
#[inline]
fn best<'e>(
    how: How,
    few: &'e [(Entry, Needle)],
    value: &Sample<'_>,
    any: bool,
) -> Option<&'e Entry> {
    let mut best: Option<(usize, &Entry)> = None;
    for (entry, needle) in few {
        if let Some(rank) = needle.rank(how, value)
            && best.is_none_or(|(known, _)| known < rank)
        {
            best = Some((rank, entry));
            if any {
                break;
            }
        }
    }
    best.map(|(_, entry)| entry)
}
