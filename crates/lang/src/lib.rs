//! The configuration language below its keywords: words with their quotes, escapes and
//! variables, `.if` conditions, spans, diagnostics, and the types that keywords declare
//! themselves with. It knows nothing about proxies.

#![forbid(unsafe_code)]

mod diagnostic;
mod env;
mod facts;
mod span;
mod variable;
mod word;

pub mod arguments;
pub mod condition;
pub mod files;
pub mod lex;
pub mod reader;
pub mod render;
pub mod spec;
pub mod units;

pub use diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
pub use env::Env;
pub use facts::Facts;
pub use reader::{Line, Negation, Reader};
pub use span::{FileId, Source, Sources, Span};
pub use word::{Word, Words};
