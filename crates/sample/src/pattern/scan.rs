//! Many substrings or regular expressions in one pass over the text: an automaton finds which of the
//! literal texts occur that the patterns need, and only those patterns are tried. It can't be changed, so
//! new patterns are tried one by one until another automaton has been built beside it.

use super::literal::needed;
use super::needle::Needle;
use super::order::Order;
use super::{Entry, How, Method};
use crate::Sample;
use aho_corasick::AhoCorasick;
use regex::bytes::{RegexSet, RegexSetBuilder};
use std::sync::Arc;

/// So many patterns may wait for the next automaton.
pub(super) const WAITING: usize = 32;
/// A piece of those that wait; a change copies one piece.
const PIECE: usize = 64;

/// An index of substrings or regular expressions.
#[derive(Clone, Debug, Default)]
pub(super) struct Scan {
    built: Arc<Automaton>,
    waiting: Vec<Arc<Vec<(u64, Needle)>>>,
    count: usize,
}

/// What was built of the patterns up to a number.
#[derive(Debug, Default)]
pub(super) struct Automaton {
    /// The patterns with their numbers, which grow.
    items: Vec<(u64, Needle)>,
    /// The literals, and the item that needs each.
    literals: Option<(AhoCorasick, Vec<u32>)>,
    /// Items that need no literal and stand in one expression together.
    set: Option<(RegexSet, Vec<u32>)>,
    /// The others, which are tried one by one.
    others: Vec<u32>,
    /// The greatest number.
    last: u64,
}

impl Automaton {
    /// Of patterns in the order of the list.
    pub(super) fn new(how: How, items: Vec<(u64, Needle)>) -> Self {
        let (mut texts, mut owners, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for (at, (_, needle)) in items.iter().enumerate() {
            let at = at as u32;
            match literals(how, needle) {
                Some(needed) => {
                    for text in needed {
                        texts.push(text);
                        owners.push(at);
                    }
                }
                None => others.push(at),
            }
        }
        let built = AhoCorasick::builder().ascii_case_insensitive(how.icase).build(&texts);
        let literals = match built {
            _ if texts.is_empty() => None,
            Ok(automaton) => Some((automaton, owners)),
            // Too large for its numbers: all are tried one by one.
            Err(_) => {
                others = (0..items.len() as u32).collect();
                None
            }
        };
        let set = set(how, &items, &mut others);
        let last = items.last().map_or(0, |(id, _)| *id);
        Self { items, literals, set, others, last }
    }

    /// The first item that hits and is still in the list, with its number; with `any` whichever is found.
    fn find<'o>(
        &self,
        how: How,
        text: &Sample<'_>,
        order: &'o Order,
        any: bool,
    ) -> Option<&'o Entry> {
        let mut best: Option<(u32, &Entry)> = None;
        let mut consider = |at: u32, sure: bool| {
            if best.is_some_and(|(best, _)| best <= at) {
                return false;
            }
            let Some((id, needle)) = self.items.get(at as usize) else { return false };
            let Some(entry) = order.get(*id) else { return false };
            if !sure && needle.rank(how, text).is_none() {
                return false;
            }
            best = Some((at, entry));
            any
        };
        let bytes = super::bytes(text)?;
        if let Some((automaton, owners)) = &self.literals {
            let sure = how.method == Method::Sub;
            // An expression that missed isn't tried again for each place of its literal.
            let mut missed = Tried::default();
            for found in automaton.find_overlapping_iter(bytes) {
                let Some(&at) = owners.get(found.pattern().as_usize()) else { continue };
                if (sure || missed.first(at)) && consider(at, sure) {
                    return best.map(|(_, entry)| entry);
                }
            }
        }
        if let Some((set, which)) = &self.set {
            for at in set.matches(bytes).iter().filter_map(|at| which.get(at)) {
                if consider(*at, true) {
                    break;
                }
            }
        }
        for at in &self.others {
            if consider(*at, false) {
                break;
            }
        }
        best.map(|(_, entry)| entry)
    }
}

/// Which items were tried for one text.
#[derive(Default)]
struct Tried(smallvec::SmallVec<[u32; 32]>);

impl Tried {
    /// Whether this is the first time.
    fn first(&mut self, at: u32) -> bool {
        // Few literals of a long list occur in a text.
        let first = !self.0.contains(&at);
        if first {
            self.0.push(at);
        }
        first
    }
}

/// Texts of which at least one has to occur for a pattern to match; `None`: it may match without.
fn literals(how: How, needle: &Needle) -> Option<Vec<Vec<u8>>> {
    match needle {
        // Everything has the empty text in it, which the automaton finds at every place.
        Needle::Part(finder) if finder.needle().is_empty() => None,
        Needle::Part(finder) => Some(vec![finder.needle().to_vec()]),
        Needle::Regex(regex) if regex.is_linear() => needed(regex.source(), how.icase),
        _ => None,
    }
}

/// All expressions among `which` that the linear engine runs, in one; they leave `which`.
fn set(how: How, items: &[(u64, Needle)], which: &mut Vec<u32>) -> Option<(RegexSet, Vec<u32>)> {
    let source = |at: &u32| match items.get(*at as usize) {
        Some((_, Needle::Regex(regex))) if regex.is_linear() => Some(regex.source()),
        _ => None,
    };
    let members: Vec<u32> = which.iter().copied().filter(|at| source(at).is_some()).collect();
    if members.len() < 3 {
        return None;
    }
    let sources = members.iter().filter_map(source);
    let built = RegexSetBuilder::new(sources).case_insensitive(how.icase).unicode(false).build();
    let built = built.ok()?;
    which.retain(|at| source(at).is_none());
    Some((built, members))
}

impl Scan {
    /// Of patterns in the order of the list.
    pub(super) fn new(how: How, items: Vec<(u64, Needle)>) -> Self {
        let count = items.len();
        Self { built: Arc::new(Automaton::new(how, items)), waiting: Vec::new(), count }
    }

    /// Adds a pattern.
    pub(super) fn insert(&mut self, id: u64, needle: Needle) {
        self.count += 1;
        match self.waiting.last_mut().filter(|piece| piece.len() < PIECE) {
            Some(piece) => Arc::make_mut(piece).push((id, needle)),
            None => self.waiting.push(Arc::new(vec![(id, needle)])),
        }
    }

    /// An entry went: whoever finds it sees that the list hasn't got it any more.
    pub(super) fn forget(&mut self) {
        self.count = self.count.saturating_sub(1);
    }

    fn waiting(&self) -> impl Iterator<Item = &(u64, Needle)> {
        self.waiting.iter().flat_map(|piece| piece.iter())
    }

    /// Whether another automaton is worth its while.
    pub(super) fn is_worn(&self) -> bool {
        let known = self.built.items.len() + self.waiting().count();
        self.waiting().count() > WAITING || known - self.count.min(known) > WAITING + self.count
    }

    /// The patterns that are still in the list, for another automaton.
    pub(super) fn items(&self, order: &Order) -> Vec<(u64, Needle)> {
        let all = self.built.items.iter().chain(self.waiting());
        all.filter(|(id, _)| order.get(*id).is_some()).cloned().collect()
    }

    /// Takes another automaton, which was built of an earlier state of this list.
    pub(super) fn renew(&mut self, built: Arc<Automaton>) {
        let rest: Vec<(u64, Needle)> =
            self.waiting().filter(|(id, _)| *id > built.last).cloned().collect();
        self.built = built;
        self.waiting = rest.chunks(PIECE).map(|piece| Arc::new(piece.to_vec())).collect();
    }

    /// The entry that matches; with `any` whichever is found.
    pub(super) fn find<'o>(
        &self,
        how: How,
        text: &Sample<'_>,
        order: &'o Order,
        any: bool,
    ) -> Option<&'o Entry> {
        // Those that wait came later: they count only if nothing else matches.
        self.built.find(how, text, order, any).or_else(|| {
            let live = self.waiting().filter_map(|(id, needle)| Some((needle, order.get(*id)?)));
            live.filter(|(needle, _)| needle.rank(how, text).is_some())
                .map(|(_, entry)| entry)
                .next()
        })
    }

    /// The expression of an entry, for its groups.
    pub(super) fn needle(&self, id: u64) -> Option<&Needle> {
        let built = &self.built.items;
        let known =
            built.binary_search_by_key(&id, |(id, _)| *id).ok().and_then(|at| built.get(at));
        known.or_else(|| self.waiting().find(|(known, _)| *known == id)).map(|(_, needle)| needle)
    }
}
