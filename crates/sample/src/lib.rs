//! The expression language: fetches, converters, ACLs and log formats, and the catalogue in which
//! the configuration looks their names up.

#![forbid(unsafe_code)]

pub mod args;
pub mod catalogue;
pub mod convert;
pub mod cx;
pub mod fetch;
pub mod scope;

pub use args::{ArgValue, Args};
pub use catalogue::Catalogue;
pub use convert::Converter;
pub use cx::{Cx, Fetched, Missing};
pub use fetch::Fetch;
pub use moongate_state::{Sample, Type};
pub use scope::{Point, Scope};
