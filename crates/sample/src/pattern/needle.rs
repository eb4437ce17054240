//! One pattern, made ready for one way of matching: what it matches, and which of several wins. Short
//! lists are searched with these alone; longer ones have indexes that give the same answers.

use super::int::IntRange;
use super::ip::Network;
use super::{How, Method, bytes};
use crate::{Regex, Sample};
use memchr::memmem::Finder;
use std::sync::Arc;

/// A pattern made ready.
#[derive(Clone, Debug)]
pub(super) enum Needle {
    /// A text, in lower case if case is ignored; without its delimiters for `dir` and `dom`; the bytes
    /// that hexadecimal digits stand for.
    Text(Arc<[u8]>),
    /// A text to find within others.
    Part(Arc<Finder<'static>>),
    /// Integers.
    Range(IntRange),
    /// Addresses.
    Network(Network),
    /// A regular expression.
    Regex(Arc<Regex>),
}

impl Needle {
    /// # Errors
    /// A sentence: the pattern can't be matched that way.
    pub(super) fn new(how: How, pattern: &[u8]) -> Result<Self, String> {
        let cased = |text: &[u8]| -> Vec<u8> {
            if how.icase { text.to_ascii_lowercase() } else { text.to_vec() }
        };
        let part = |text: &[u8]| Self::Part(Arc::new(Finder::new(&cased(text)).into_owned()));
        Ok(match how.method {
            Method::Found | Method::Bool | Method::Str | Method::Beg | Method::End => {
                Self::Text(cased(pattern).into())
            }
            Method::Sub => part(pattern),
            Method::Dir | Method::Dom => part(trimmed(pattern, how.method)),
            Method::Bin => Self::Text(unhex(pattern)?.into()),
            Method::Int => Self::Range(IntRange::read(pattern, how.dotted)?),
            Method::Len => Self::Range(IntRange::read(pattern, false)?),
            Method::Ip => Self::Network(Network::read(pattern, how.resolve)?),
            Method::Reg => {
                let regex = Regex::new(pattern, how.icase).map_err(|error| error.to_string())?;
                Self::Regex(Arc::new(regex))
            }
        })
    }

    /// How well it matches: the greatest wins, of equal ones the first in the list. `value` has the type
    /// that the method takes, and is in lower case if case is ignored.
    #[inline]
    pub(super) fn rank(&self, how: How, value: &Sample<'_>) -> Option<usize> {
        match self {
            Self::Text(text) => {
                let value = bytes(value)?;
                let hit = match how.method {
                    Method::Beg => value.starts_with(text),
                    Method::End => value.ends_with(text),
                    _ => value == &**text,
                };
                // Beginnings are in a tree unless case is ignored: the longest wins.
                let tree = how.method == Method::Beg && !how.icase;
                hit.then_some(if tree { text.len() } else { 0 })
            }
            Self::Part(finder) => {
                let value = bytes(value)?;
                let hit = match how.method {
                    Method::Sub => finder.find(value).is_some(),
                    _ => is_part(finder, value, how.method),
                };
                hit.then_some(0)
            }
            Self::Range(range) => {
                let n = match value {
                    Sample::Sint(n) if how.method == Method::Int => *n,
                    value => i64::try_from(bytes(value)?.len()).ok()?,
                };
                (range.min <= n && n <= range.max).then_some(0)
            }
            Self::Network(network) => network.rank(value),
            Self::Regex(regex) => regex.is_match(bytes(value)?).then_some(0),
        }
    }
}

/// Whether the method's parts end at that byte, or at the text's end.
pub(super) fn delimits(method: Method, byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| match method {
        Method::Dir => matches!(byte, b'/' | b'?'),
        _ => matches!(byte, b'/' | b'?' | b'.' | b':'),
    })
}

/// Delimiters around a pattern don't count.
pub(super) fn trimmed(mut text: &[u8], method: Method) -> &[u8] {
    while let [first, rest @ ..] = text
        && delimits(method, Some(first))
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && delimits(method, Some(last))
    {
        text = rest;
    }
    text
}

fn is_part(finder: &Finder<'_>, text: &[u8], method: Method) -> bool {
    let length = finder.needle().len();
    if length == 0 {
        return ends_part(text, method);
    }
    finder.find_iter(text).any(|at| {
        let before = at.checked_sub(1).and_then(|at| text.get(at));
        delimits(method, before) && delimits(method, text.get(at + length))
    })
}

/// Whether an empty part is at the end of a text, which is where HAProxy finds patterns that are only
/// delimiters.
pub(super) fn ends_part(text: &[u8], method: Method) -> bool {
    delimits(method, text.last())
}

/// The bytes that hexadecimal digits stand for.
pub(super) fn unhex(text: &[u8]) -> Result<Vec<u8>, String> {
    let digit = |byte: u8| (byte as char).to_digit(16);
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some((digit(*high)? * 16 + digit(*low)?) as u8),
        _ => None,
    };
    text.chunks(2).map(pair).collect::<Option<_>>().ok_or_else(|| {
        let text = String::from_utf8_lossy(text);
        format!("`{text}` isn't an even number of hexadecimal digits")
    })
}
