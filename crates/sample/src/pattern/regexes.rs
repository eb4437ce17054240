//! Regular expressions; the first one in the list wins.

use crate::Regex;
use regex::bytes::{RegexSet, RegexSetBuilder};

#[derive(Debug)]
pub(super) struct Regexes {
    list: Box<[Regex]>,
    /// All in one pass, when there are several and the linear engine runs them all.
    set: Option<RegexSet>,
}

impl Regexes {
    pub(super) fn new(patterns: &[&[u8]], icase: bool) -> Result<Self, (usize, String)> {
        let mut list = Vec::with_capacity(patterns.len());
        for (at, text) in patterns.iter().enumerate() {
            list.push(Regex::new(text, icase).map_err(|error| (at, error.to_string()))?);
        }
        let set = (list.len() > 2 && list.iter().all(Regex::is_linear)).then(|| {
            let sources = list.iter().map(Regex::source);
            RegexSetBuilder::new(sources).case_insensitive(icase).unicode(false).build().ok()
        });
        Ok(Self { list: list.into(), set: set.flatten() })
    }

    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        match &self.set {
            Some(set) => set.is_match(text),
            None => self.list.iter().any(|regex| regex.is_match(text)),
        }
    }

    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        match &self.set {
            Some(set) => set.matches(text).iter().next(),
            None => self.list.iter().position(|regex| regex.is_match(text)),
        }
    }

    /// The expression at a place, for its groups (`map_regm`).
    pub(super) fn get(&self, at: usize) -> Option<&Regex> {
        self.list.get(at)
    }
}
