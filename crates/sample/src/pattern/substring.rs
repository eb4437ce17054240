//! Parts of texts, all patterns in one pass; the first one in the list wins.

use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;

#[derive(Debug)]
pub(super) enum Substring {
    One(Box<Finder<'static>>),
    Many(Box<AhoCorasick>),
}

impl Substring {
    pub(super) fn new(patterns: &[&[u8]], icase: bool) -> Result<Self, (usize, String)> {
        if let ([one], false) = (patterns, icase) {
            return Ok(Self::One(Box::new(Finder::new(one).into_owned())));
        }
        let built = AhoCorasick::builder().ascii_case_insensitive(icase).build(patterns);
        built.map(|index| Self::Many(Box::new(index))).map_err(|error| (0, error.to_string()))
    }

    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        match self {
            Self::One(finder) => finder.find(text).is_some(),
            Self::Many(index) => index.is_match(text),
        }
    }

    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        match self {
            Self::One(finder) => finder.find(text).map(|_| 0),
            Self::Many(index) => {
                index.find_overlapping_iter(text).map(|found| found.pattern().as_usize()).min()
            }
        }
    }
}
