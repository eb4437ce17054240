//! Aliases of log formats: `%ci`, `%ST`, … (manual 8.2.6). One file a family.

mod bytes;
mod client;
mod dates;
mod http;
mod names;
mod times;

use crate::Cx;
use std::borrow::Cow;
use std::cell::RefCell;
use std::net::IpAddr;
use std::time::SystemTime;

/// An alias's declaration.
#[derive(Debug)]
pub struct Alias {
    /// Its letters.
    pub name: &'static str,
    /// One sentence.
    pub sentence: &'static str,
    /// Its value.
    pub eval: for<'a> fn(&Cx<'a>) -> Value<'a>,
    /// Exists only in logs.
    pub log_only: bool,
}

impl Alias {
    /// One that may be used in any format.
    const fn new(
        name: &'static str,
        sentence: &'static str,
        eval: for<'a> fn(&Cx<'a>) -> Value<'a>,
    ) -> Self {
        Self { name, sentence, eval, log_only: false }
    }
}

/// What an alias gives; the kind decides which flags count.
#[derive(Debug)]
pub enum Value<'a> {
    /// Nothing.
    Missing,
    /// Text that may be quoted and escaped.
    Text(Cow<'a, [u8]>),
    /// A part of a request line: unsafe bytes are written as `#XX`.
    Uri(Cow<'a, [u8]>),
    /// A few letters that never are quoted.
    Letters([u8; 4], usize),
    /// A date.
    Date(SystemTime, DateStyle),
    /// A number of retries, with a plus sign if another server took over.
    Retries(u32, bool),
    /// A number.
    Num(i64),
    /// A number that isn't final: `+5`.
    Partial(i64),
    /// A number that `X` shows in hexadecimal, with so many digits at least.
    Hexable(i64, usize),
    /// An address.
    Addr(Option<IpAddr>),
    /// A port.
    Port(Option<u16>),
    /// Captured headers.
    Headers(&'a RefCell<Vec<Option<Vec<u8>>>>, HeaderStyle),
}

impl Value<'static> {
    /// Constant text.
    const fn constant(text: &'static str) -> Self {
        Value::Text(Cow::Borrowed(text.as_bytes()))
    }
}

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// As in CLF, in UTC.
    Utc,
    /// As in CLF, in the system's zone.
    Local,
    /// With milliseconds, in the system's zone.
    Millis,
    /// The milliseconds alone.
    OnlyMillis,
}

/// How captured headers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderStyle {
    /// `{a|b}`
    Braces,
    /// One word for each, as CLF has it.
    Words,
}

/// Every alias, by family.
pub static FAMILIES: &[(&str, &[Alias])] = &[
    ("client", client::ALL),
    ("dates", dates::ALL),
    ("times", times::ALL),
    ("bytes", bytes::ALL),
    ("names", names::ALL),
    ("http", http::ALL),
];

/// The alias of those letters.
pub fn find(name: &str) -> Option<&'static Alias> {
    FAMILIES.iter().flat_map(|(_, list)| *list).find(|alias| alias.name == name)
}

/// Every alias's letters.
pub fn names() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|(_, list)| *list).map(|alias| alias.name)
}
