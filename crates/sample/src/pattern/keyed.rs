//! Texts by hash: whole ones, beginnings, ends, and parts between delimiters. A text is cut to the
//! lengths that patterns have, and each cut is looked up.

use super::hashed::{Hashed, hash};
use super::needle::{delimits, ends_part, trimmed, unhex};
use super::{Entry, How, Method};
use std::borrow::Cow;
use std::sync::Arc;

/// An index of texts.
#[derive(Clone, Debug)]
pub(super) struct Keyed {
    how: How,
    /// None: the keys are the patterns as written, for which the list has a table of its own.
    table: Option<Hashed>,
    /// The lengths of keys, and how many have each; sorted.
    lengths: Arc<Vec<(usize, usize)>>,
}

impl Keyed {
    pub(super) fn new(how: How) -> Self {
        let written = matches!(how.method, Method::Str | Method::Beg | Method::End) && !how.icase;
        let table = (!written).then(Hashed::default);
        Self { how, table, lengths: Arc::default() }
    }

    pub(super) fn insert(&mut self, entry: &Entry) {
        let how = self.how;
        let key = key(how, entry.pattern());
        self.count(key.len(), 1);
        if let Some(table) = &mut self.table {
            let rehash = |known: &Entry| hash(&self::key(how, known.pattern()));
            table.insert(hash(&key), entry.clone(), rehash);
        }
    }

    pub(super) fn remove(&mut self, entry: &Entry) {
        let key = key(self.how, entry.pattern());
        self.count(key.len(), -1);
        if let Some(table) = &mut self.table {
            table.remove(hash(&key), entry.id());
        }
    }

    pub(super) fn replace(&mut self, entry: &Entry) {
        let key = key(self.how, entry.pattern());
        if let Some(table) = &mut self.table {
            table.replace(hash(&key), entry);
        }
    }

    fn count(&mut self, length: usize, change: isize) {
        // Whole texts are looked up at their one length.
        if matches!(self.how.method, Method::Str | Method::Bin) {
            return;
        }
        let lengths = Arc::make_mut(&mut self.lengths);
        let at = match lengths.binary_search_by_key(&length, |(known, _)| *known) {
            Ok(at) => at,
            Err(at) => {
                lengths.insert(at, (length, 0));
                at
            }
        };
        lengths[at].1 = lengths[at].1.saturating_add_signed(change);
        if lengths[at].1 == 0 {
            lengths.remove(at);
        }
    }

    /// The entry that matches; `texts` is the list's own table. With `any` the first that is found.
    #[inline]
    pub(super) fn find<'e>(
        &'e self,
        text: &[u8],
        texts: &'e Hashed,
        any: bool,
    ) -> Option<&'e Entry> {
        let table = self.table.as_ref().unwrap_or(texts);
        let look = |cut: &[u8]| table.find(hash(cut), |entry| self.is_key(entry.pattern(), cut));
        let fitting = self.lengths.partition_point(|(length, _)| *length <= text.len());
        let lengths = self.lengths[..fitting].iter().map(|(length, _)| *length);
        match self.how.method {
            Method::Beg if !self.how.icase => {
                lengths.rev().find_map(|length| look(&text[..length]))
            }
            Method::Beg => first(lengths.filter_map(|length| look(&text[..length])), any),
            Method::End => {
                first(lengths.filter_map(|length| look(&text[text.len() - length..])), any)
            }
            Method::Dir | Method::Dom => self.part(text, look, any),
            _ => look(text),
        }
    }

    fn part<'e>(
        &self,
        text: &[u8],
        look: impl Fn(&[u8]) -> Option<&'e Entry>,
        any: bool,
    ) -> Option<&'e Entry> {
        let method = self.how.method;
        let starts = (0..text.len())
            .filter(|at| delimits(method, at.checked_sub(1).and_then(|before| text.get(before))));
        let cuts = starts.flat_map(|start| {
            let ends = self.lengths.iter().map(move |(length, _)| start + length);
            ends.take_while(|end| *end <= text.len())
                .filter(move |end| *end > start && delimits(method, text.get(*end)))
                .filter_map(move |end| text.get(start..end))
        });
        let empty = self.lengths.first().is_some_and(|(length, _)| *length == 0);
        let last = (empty && ends_part(text, method)).then_some(&b""[..]);
        first(cuts.chain(last).filter_map(look), any)
    }

    /// Whether a pattern's key is that text.
    fn is_key(&self, pattern: &[u8], text: &[u8]) -> bool {
        match self.how.method {
            Method::Bin => *key(self.how, pattern) == *text,
            Method::Dir | Method::Dom if self.how.icase => {
                trimmed(pattern, self.how.method).eq_ignore_ascii_case(text)
            }
            Method::Dir | Method::Dom => trimmed(pattern, self.how.method) == text,
            _ if self.how.icase => pattern.eq_ignore_ascii_case(text),
            _ => pattern == text,
        }
    }
}

/// The entry that stands first in the list, or with `any` the one that is found first.
fn first<'e>(mut found: impl Iterator<Item = &'e Entry>, any: bool) -> Option<&'e Entry> {
    if any { found.next() } else { found.min_by_key(|entry| entry.id()) }
}

/// What a pattern is looked up by.
fn key(how: How, pattern: &[u8]) -> Cow<'_, [u8]> {
    let text = match how.method {
        // Only what could be read came in.
        Method::Bin => return Cow::Owned(unhex(pattern).unwrap_or_default()),
        Method::Dir | Method::Dom => trimmed(pattern, how.method),
        _ => pattern,
    };
    if how.icase { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) }
}
