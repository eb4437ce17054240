//! The configuration language below its keywords: words with their quotes, escapes and
//! variables, `.if` conditions, spans, diagnostics, and the types that keywords declare
//! themselves with. It knows nothing about proxies.

#![forbid(unsafe_code)]

mod diagnostic;
mod span;
mod word;

pub mod spec;

pub use diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
pub use span::{FileId, Source, Sources, Span};
pub use word::{Word, Words};
