//! Whole texts, by hash.

use super::lower;
use smallvec::SmallVec;
use std::collections::HashMap;

/// Below this many, comparing with each is faster than hashing.
const FEW: usize = 4;

#[derive(Debug)]
pub(super) struct Exact {
    icase: bool,
    few: Box<[Box<[u8]>]>,
    many: HashMap<Box<[u8]>, usize>,
}

impl Exact {
    pub(super) fn new(patterns: &[&[u8]], icase: bool) -> Self {
        let key = |text: &[u8]| -> Box<[u8]> {
            if icase { text.to_ascii_lowercase().into() } else { text.into() }
        };
        if patterns.len() <= FEW {
            let few = patterns.iter().map(|text| key(text)).collect();
            return Self { icase, few, many: HashMap::new() };
        }
        let mut many = HashMap::with_capacity(patterns.len());
        for (at, text) in patterns.iter().enumerate() {
            many.entry(key(text)).or_insert(at);
        }
        Self { icase, few: Box::default(), many }
    }

    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        if self.many.is_empty() {
            return self.few.iter().position(|known| {
                if self.icase { known.eq_ignore_ascii_case(text) } else { **known == *text }
            });
        }
        if !self.icase {
            return self.many.get(text).copied();
        }
        let mut room = SmallVec::new();
        self.many.get(lower(text, &mut room)).copied()
    }
}
