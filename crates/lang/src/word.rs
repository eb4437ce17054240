//! A word of a configuration line, after quotes, escapes and variables.

use crate::Span;
use std::borrow::Cow;

/// A word and where it stands.
///
/// It borrows from the file when nothing in it was quoted, escaped or expanded.
#[derive(Clone, Debug)]
pub struct Word<'s> {
    bytes: Cow<'s, [u8]>,
    span: Span,
    origins: Origins,
}

/// Which bytes of the source made which bytes of a word.
#[derive(Clone, Debug)]
enum Origins {
    /// Byte for byte, from this offset on.
    Run(u32),
    /// The source range of each byte, for a word that isn't its source to the letter.
    Each(Box<[(u32, u32)]>),
}

impl<'s> Word<'s> {
    /// A word that stands in the source as it is.
    pub fn plain(bytes: &'s [u8], span: Span) -> Self {
        Self { bytes: Cow::Borrowed(bytes), span, origins: Origins::Run(span.start) }
    }

    /// A word that stands in the source as it is, between a pair of quotes that `span` includes.
    pub fn quoted(bytes: &'s [u8], span: Span) -> Self {
        Self { bytes: Cow::Borrowed(bytes), span, origins: Origins::Run(span.start + 1) }
    }

    /// A word made by removing quotes or escapes; `origins` has one offset a byte.
    pub fn made(bytes: Vec<u8>, span: Span, origins: Vec<u32>) -> Self {
        let ranges = origins.into_iter().map(|at| (at, at + 1)).collect();
        Self::traced(bytes, span, ranges)
    }

    /// A word made by removing quotes or expanding variables; `origins` has the source range
    /// that made each byte.
    pub fn traced(bytes: Vec<u8>, span: Span, origins: Vec<(u32, u32)>) -> Self {
        Self { bytes: Cow::Owned(bytes), span, origins: Origins::Each(origins.into()) }
    }

    /// Several words made one again, a single space between two of them.
    pub fn joined(words: &[Word<'_>], end: Span) -> Word<'static> {
        let span = match (words.first(), words.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => end,
        };
        let (mut bytes, mut origins) = (Vec::new(), Vec::new());
        for word in words {
            if !bytes.is_empty() || !std::ptr::eq(word, &words[0]) {
                bytes.push(b' ');
                origins.push((word.span.start.saturating_sub(1), word.span.start));
            }
            origins.extend((0..word.bytes.len()).map(|at| word.origin(at)));
            bytes.extend_from_slice(&word.bytes);
        }
        Word::traced(bytes, span, origins)
    }

    /// The source range that made one byte of the word.
    pub fn origin(&self, at: usize) -> (u32, u32) {
        match &self.origins {
            Origins::Run(start) => {
                let at = start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
                (at, at.saturating_add(1))
            }
            Origins::Each(ranges) => {
                ranges.get(at).copied().unwrap_or((self.span.end, self.span.end))
            }
        }
    }

    /// A part of the word as a word of its own.
    pub fn part(&self, range: std::ops::Range<usize>) -> Word<'static> {
        let range = range.start.min(self.bytes.len())..range.end.min(self.bytes.len());
        let span = self.span_of(range.clone());
        let origins = range.clone().map(|at| self.origin(at)).collect();
        Word::traced(self.bytes.get(range).unwrap_or_default().to_vec(), span, origins)
    }

    /// The word's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The word as text; a word that isn't UTF-8 reads as U+FFFD, which no keyword is.
    pub fn str(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or("\u{fffd}")
    }

    /// Where the whole word stands, quotes included.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Where a range of the word's bytes stands in the source.
    pub fn span_of(&self, range: std::ops::Range<usize>) -> Span {
        let start = match &self.origins {
            Origins::Run(_) => self.origin(range.start).0,
            Origins::Each(ranges) => ranges.get(range.start).map_or(self.span.end, |range| range.0),
        };
        let end = match range.end.checked_sub(1) {
            Some(last) if range.end > range.start => self.origin(last).1,
            _ => start,
        };
        Span { file: self.span.file, start, end: end.max(start) }
    }

    /// The word freed from the file it came from.
    pub fn into_owned(self) -> Word<'static> {
        Word { bytes: Cow::Owned(self.bytes.into_owned()), span: self.span, origins: self.origins }
    }
}

impl PartialEq<str> for Word<'_> {
    fn eq(&self, other: &str) -> bool {
        *self.bytes == *other.as_bytes()
    }
}

impl PartialEq<&str> for Word<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// The words of one line, taken one by one; `end` is where a missing word would stand.
#[derive(Clone, Debug)]
pub struct Words<'w, 's> {
    words: &'w [Word<'s>],
    next: usize,
    end: Span,
}

impl<'w, 's> Words<'w, 's> {
    /// All of `words`, on a line that ends at `end`.
    pub fn new(words: &'w [Word<'s>], end: Span) -> Self {
        Self { words, next: 0, end }
    }

    /// The next word, left where it is.
    pub fn peek(&self) -> Option<&'w Word<'s>> {
        self.words.get(self.next)
    }

    /// The word `ahead` places after the next one.
    pub fn peek_at(&self, ahead: usize) -> Option<&'w Word<'s>> {
        self.words.get(self.next + ahead)
    }

    /// Takes the next word if it is `text`.
    pub fn take(&mut self, text: &str) -> bool {
        let found = self.peek().is_some_and(|word| *word == *text);
        self.next += usize::from(found);
        found
    }

    /// Takes the next word, or says that `what` is missing.
    pub fn expect(&mut self, what: &str) -> Result<&'w Word<'s>, crate::Diagnostic> {
        self.next().ok_or_else(|| {
            crate::Diagnostic::alert(self.here(), format!("{what} is missing"))
                .label(format!("expected {what} here"))
        })
    }

    /// Where the next word stands, or the end of the line.
    pub fn here(&self) -> Span {
        self.peek().map_or(self.end, Word::span)
    }

    /// Where the last taken word stands, or the first.
    pub fn last(&self) -> Span {
        self.words.get(self.next.saturating_sub(1)).map_or(self.end, Word::span)
    }

    /// What hasn't been taken yet.
    pub fn rest(&self) -> &'w [Word<'s>] {
        &self.words[self.next..]
    }

    /// An error if a word is left over.
    pub fn finish(&mut self, after: &str) -> Result<(), crate::Diagnostic> {
        match self.peek() {
            None => Ok(()),
            Some(word) => Err(crate::Diagnostic::alert(
                word.span(),
                format!("`{}` isn't expected after {after}", word.str()),
            )
            .label(crate::diagnostic::TOO_MUCH)),
        }
    }
}

impl<'w, 's> Iterator for Words<'w, 's> {
    type Item = &'w Word<'s>;

    fn next(&mut self) -> Option<Self::Item> {
        let word = self.words.get(self.next)?;
        self.next += 1;
        Some(word)
    }
}
