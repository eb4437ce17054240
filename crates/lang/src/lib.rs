//! The configuration language below its keywords: words with their quotes, escapes and
//! variables, `.if` conditions, spans, diagnostics, and the types that keywords declare
//! themselves with. It knows nothing about proxies.
//!
//! ```
//! use moongate_lang::{Diagnostics, Env, Facts, Line, Reader, Sources};
//!
//! let mut sources = Sources::default();
//! sources.add("x.cfg", b".if feature(LUA)\n  mode \"${MODE-http}\"\n.endif\n".to_vec());
//! let facts = Facts { features: &["LUA"], ..Facts::default() };
//! let (env, mut diagnostics) = (Env::new(), Diagnostics::default());
//! let (mut reader, mut line) = (Reader::new(&sources), Line::default());
//! while reader.next(&mut line, &env, &facts, &mut diagnostics) {
//!     assert_eq!(line.words[0], "mode");
//!     assert_eq!(line.words[1], "http");
//! }
//! assert!(diagnostics.is_empty());
//! ```

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
