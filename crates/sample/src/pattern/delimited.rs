//! Whole parts of texts between delimiters: directories (`dir`) and domains (`dom`).

use super::lower;
use memchr::memmem::Finder;
use smallvec::SmallVec;

#[derive(Debug)]
pub(super) struct Delimited {
    icase: bool,
    delimiters: &'static [u8],
    patterns: Box<[Finder<'static>]>,
}

impl Delimited {
    /// Parts between slashes; a question mark ends the path.
    pub(super) fn dir(patterns: &[&[u8]], icase: bool) -> Self {
        Self::new(patterns, icase, b"/?")
    }

    /// Parts between dots, colons, slashes and question marks.
    pub(super) fn dom(patterns: &[&[u8]], icase: bool) -> Self {
        Self::new(patterns, icase, b"/?.:")
    }

    fn new(patterns: &[&[u8]], icase: bool, delimiters: &'static [u8]) -> Self {
        let finder = |text: &&[u8]| {
            let text = trim(text, delimiters);
            let text = if icase { text.to_ascii_lowercase() } else { text.to_vec() };
            Finder::new(&text).into_owned()
        };
        Self { icase, delimiters, patterns: patterns.iter().map(finder).collect() }
    }

    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        let mut room = SmallVec::new();
        let text = if self.icase { lower(text, &mut room) } else { text };
        self.patterns.iter().position(|finder| self.is_part(finder, text))
    }

    fn is_part(&self, finder: &Finder<'_>, text: &[u8]) -> bool {
        let length = finder.needle().len();
        let delimiter = |byte: Option<&u8>| byte.is_none_or(|byte| self.delimiters.contains(byte));
        length > 0
            && finder.find_iter(text).any(|at| {
                let before = at.checked_sub(1).and_then(|at| text.get(at));
                delimiter(before) && delimiter(text.get(at + length))
            })
    }
}

/// Delimiters around a pattern don't count.
fn trim<'t>(mut text: &'t [u8], delimiters: &[u8]) -> &'t [u8] {
    while let [first, rest @ ..] = text
        && delimiters.contains(first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && delimiters.contains(last)
    {
        text = rest;
    }
    text
}
