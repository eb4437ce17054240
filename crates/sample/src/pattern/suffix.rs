//! Ends of texts; the first one in the list wins.

use super::{Group, lower};
use smallvec::SmallVec;
use std::collections::HashMap;

/// Up to this many are compared one by one.
const FEW: usize = 8;

#[derive(Debug)]
pub(super) struct Suffix {
    icase: bool,
    few: Box<[Box<[u8]>]>,
    /// By length.
    many: Box<[Group]>,
}

impl Suffix {
    pub(super) fn new(patterns: &[&[u8]], icase: bool) -> Self {
        let key = |text: &&[u8]| -> Box<[u8]> {
            if icase { text.to_ascii_lowercase().into() } else { (*text).into() }
        };
        if patterns.len() <= FEW {
            return Self { icase, few: patterns.iter().map(key).collect(), many: Box::default() };
        }
        let mut many: Vec<Group> = Vec::new();
        for (at, text) in patterns.iter().enumerate() {
            let group = match many.iter().position(|(length, _)| *length == text.len()) {
                Some(group) => group,
                None => {
                    many.push((text.len(), HashMap::new()));
                    many.len() - 1
                }
            };
            many[group].1.entry(key(text)).or_insert(at);
        }
        Self { icase, few: Box::default(), many: many.into() }
    }

    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        let end = |length: usize| text.len().checked_sub(length).map(|start| &text[start..]);
        if self.many.is_empty() {
            return self.few.iter().position(|known| match end(known.len()) {
                Some(end) if self.icase => end.eq_ignore_ascii_case(known),
                Some(end) => *end == **known,
                None => false,
            });
        }
        let mut room = SmallVec::new();
        let text = if self.icase { lower(text, &mut room) } else { text };
        let fitting = self.many.iter().filter(|(length, _)| *length <= text.len());
        fitting.filter_map(|(length, group)| group.get(&text[text.len() - length..])).min().copied()
    }
}
