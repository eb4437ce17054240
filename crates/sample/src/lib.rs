//! The expression language: fetches, converters, ACLs and log formats, and the catalogue in which
//! the configuration looks their names up.

#![forbid(unsafe_code)]

pub mod acl;
pub mod alias;
pub mod args;
mod args_build;
mod backtracking;
pub mod cast;
pub mod catalogue;
mod chain;
mod compiler;
pub mod convert;
pub mod cx;
pub mod date;
mod digits;
mod expr;
pub mod fetch;
pub mod format;
mod found;
mod known;
mod names;
pub mod pattern;
mod regex;
pub mod scope;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod trace;
mod userlist;

#[cfg(test)]
mod compiler_tests;
#[cfg(test)]
mod toy;

pub use acl::{Acl, AclTable, Condition};
pub use args::{ArgValue, Args};
pub use backtracking::Backtracking;
pub use catalogue::Catalogue;
pub use compiler::{Captures as CaptureSlots, Compiler};
pub use convert::Converter;
pub use cx::{Cx, Fetched, Missing};
pub use expr::Expr;
pub use fetch::{Fetch, credentials, unique_id};
pub use format::{Format, FormatOptions};
pub use found::{key as table_key, key_of as table_key_of, with_rate};
pub use moongate_state::{Sample, Type};
pub use names::{LiveNames, Names, NoNames};
pub use pattern::{PatternRef, PatternStore};
pub use regex::{Captures, Regex, RegexError, Template};
pub use scope::{Point, Scope};
pub use userlist::Userlist;
