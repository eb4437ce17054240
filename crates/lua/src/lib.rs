//! Scripts: the Lua machines, the classes that scripts see, and what scripts may be called for.
//!
//! [`Host`] is the door: the configuration loads files through it, and gets fetches, converters,
//! actions and services to use as its own.

#![deny(unsafe_code)]

mod class;
pub mod declaration;
mod facts;
mod handler;
mod host;
mod log;
#[allow(unsafe_code)]
mod raw;
mod run;
pub mod settings;
mod tally;
mod types;
mod value;

pub use class::{CLASSES, Class, Constant, Field};
pub use declaration::{Context, Contexts, Declaration, LuaFn, Param};
pub use facts::{Fact, Facts, Subject};
pub use host::{FunctionFacts, Host, Places};
pub use log::LogSink;
pub use settings::{Libraries, Outgoing, Settings, Stderr};
pub use types::editor_types;
