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
    /// For a word that isn't its source to the letter: the source offset of each byte.
    origins: Option<Box<[u32]>>,
}

impl<'s> Word<'s> {
    /// A word that stands in the source as it is.
    pub fn plain(bytes: &'s [u8], span: Span) -> Self {
        Self { bytes: Cow::Borrowed(bytes), span, origins: None }
    }

    /// A word made by removing quotes or expanding variables; `origins` has one offset a byte.
    pub fn made(bytes: Vec<u8>, span: Span, origins: Vec<u32>) -> Self {
        Self { bytes: Cow::Owned(bytes), span, origins: Some(origins.into()) }
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
        let Some(origins) = &self.origins else {
            let start = self.span.start as usize;
            return Span::new(self.span.file, start + range.start, start + range.end);
        };
        let at = |n: usize| origins.get(n).map_or(self.span.end, |&offset| offset);
        let end = match range.end.checked_sub(1) {
            Some(last) if range.end > range.start => {
                origins.get(last).map_or(self.span.end, |&offset| offset + 1)
            }
            _ => at(range.start),
        };
        Span { file: self.span.file, start: at(range.start), end: end.max(at(range.start)) }
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
            .label("nothing may follow here")),
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
