//! Patterns: what ACLs and maps compare values with. A list's content lives once for the process
//! and can be changed while it runs; each way of matching keeps its own immutable index of it, so
//! that a look-up takes no lock.

mod bin;
mod delimited;
mod exact;
mod int;
mod ip;
mod list;
mod method;
mod prefix;
mod regexes;
mod store;
mod substring;
mod suffix;

pub use int::{IntRange, Operator};
pub use list::{BadPattern, Entry, ListChange, PatternRef, Value, View};
pub use method::{How, Method};
pub use store::PatternStore;

use crate::{Sample, cast};

/// Texts of one length, with the places of their entries.
type Group = (usize, std::collections::HashMap<Box<[u8]>, usize>);

/// An index of a list's entries for one way of matching; entries are known by their place.
#[derive(Debug)]
enum Index {
    Exact(exact::Exact),
    Prefix(prefix::Prefix),
    Suffix(suffix::Suffix),
    Substring(substring::Substring),
    Delimited(delimited::Delimited),
    Int(int::Ints),
    Len(int::Ints),
    Ip(ip::Ips),
    Regex(regexes::Regexes),
    Bin(bin::Bin),
    /// `found` and `bool` look at no pattern.
    None,
}

impl Index {
    /// An index of `patterns`.
    fn new(how: How, patterns: &[&[u8]]) -> Result<Self, (usize, String)> {
        let icase = how.icase;
        Ok(match how.method {
            Method::Found | Method::Bool => Index::None,
            Method::Str => Index::Exact(exact::Exact::new(patterns, icase)),
            Method::Beg => Index::Prefix(prefix::Prefix::new(patterns, icase)),
            Method::End => Index::Suffix(suffix::Suffix::new(patterns, icase)),
            Method::Sub => Index::Substring(substring::Substring::new(patterns, icase)?),
            Method::Dir => Index::Delimited(delimited::Delimited::dir(patterns, icase)),
            Method::Dom => Index::Delimited(delimited::Delimited::dom(patterns, icase)),
            Method::Int => Index::Int(int::Ints::new(patterns, how.dotted)?),
            Method::Len => Index::Len(int::Ints::new(patterns, false)?),
            Method::Ip => Index::Ip(ip::Ips::new(patterns, how.resolve)?),
            Method::Reg => Index::Regex(regexes::Regexes::new(patterns, icase)?),
            Method::Bin => Index::Bin(bin::Bin::new(patterns)?),
        })
    }

    /// Whether any entry matches; the value has the type that the method takes.
    #[inline]
    fn is_match(&self, value: &Sample<'_>) -> bool {
        match (self, value) {
            (Index::Substring(index), value) => {
                bytes(value).is_some_and(|text| index.is_match(text))
            }
            (Index::Regex(index), value) => bytes(value).is_some_and(|text| index.is_match(text)),
            _ => self.find(value).is_some(),
        }
    }

    /// The place of the entry that matches: the longest for prefixes and networks, else the first.
    fn find(&self, value: &Sample<'_>) -> Option<usize> {
        match self {
            Index::Exact(index) => index.find(bytes(value)?),
            Index::Prefix(index) => index.find(bytes(value)?),
            Index::Suffix(index) => index.find(bytes(value)?),
            Index::Substring(index) => index.find(bytes(value)?),
            Index::Delimited(index) => index.find(bytes(value)?),
            Index::Regex(index) => index.find(bytes(value)?),
            Index::Bin(index) => index.find(bytes(value)?),
            Index::Len(index) => index.find(i64::try_from(bytes(value)?.len()).ok()?),
            Index::Int(index) => match value {
                Sample::Sint(n) => index.find(*n),
                _ => None,
            },
            Index::Ip(index) => match value {
                Sample::Ipv4(ip) => index.find_v4(*ip),
                Sample::Ipv6(ip) => index.find_v6(*ip),
                _ => None,
            },
            Index::None => None,
        }
    }
}

/// The bytes of a value of a text-like type.
#[inline]
fn bytes<'v>(value: &'v Sample<'_>) -> Option<&'v [u8]> {
    match value {
        Sample::Str(text) | Sample::Bin(text) | Sample::Meth(text) => Some(text),
        _ => None,
    }
}

/// The value as the method takes it.
pub(crate) fn prepared<'a>(value: Sample<'a>, method: Method) -> Option<Sample<'a>> {
    cast::cast(value, method.input())
}

/// `text` in lower case, in `room` if it isn't already.
fn lower<'t>(text: &'t [u8], room: &'t mut smallvec::SmallVec<[u8; 128]>) -> &'t [u8] {
    if !text.iter().any(u8::is_ascii_uppercase) {
        return text;
    }
    room.extend_from_slice(text);
    room.make_ascii_lowercase();
    room
}

#[cfg(test)]
mod tests;
