//! Beginnings of texts; the longest one wins.

use super::{Group, lower};
use smallvec::SmallVec;
use std::collections::HashMap;

/// Up to this many are compared one by one.
const FEW: usize = 8;

#[derive(Debug)]
pub(super) struct Prefix {
    icase: bool,
    /// Longest first.
    few: Box<[(Box<[u8]>, usize)]>,
    /// By length, longest first.
    many: Box<[Group]>,
}

impl Prefix {
    pub(super) fn new(patterns: &[&[u8]], icase: bool) -> Self {
        let mut all: Vec<(Box<[u8]>, usize)> = Vec::with_capacity(patterns.len());
        for (at, text) in patterns.iter().enumerate() {
            all.push((if icase { text.to_ascii_lowercase().into() } else { (*text).into() }, at));
        }
        // A stable sort: of two equal ones the first stays first.
        all.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        if all.len() <= FEW {
            return Self { icase, few: all.into(), many: Box::default() };
        }
        let mut many: Vec<Group> = Vec::new();
        for (text, at) in all {
            if many.last().is_none_or(|(length, _)| *length != text.len()) {
                many.push((text.len(), HashMap::new()));
            }
            if let Some((_, group)) = many.last_mut() {
                group.entry(text).or_insert(at);
            }
        }
        Self { icase, few: Box::default(), many: many.into() }
    }

    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        if self.many.is_empty() {
            let begins = |known: &[u8]| match text.get(..known.len()) {
                Some(start) if self.icase => start.eq_ignore_ascii_case(known),
                Some(start) => start == known,
                None => false,
            };
            return self.few.iter().find(|(known, _)| begins(known)).map(|(_, at)| *at);
        }
        let mut room = SmallVec::new();
        let text = if self.icase { lower(text, &mut room) } else { text };
        let fitting = self.many.iter().filter(|(length, _)| *length <= text.len());
        fitting.filter_map(|(length, group)| group.get(&text[..*length])).next().copied()
    }
}
