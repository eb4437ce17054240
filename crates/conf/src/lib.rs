//! Configuration keywords and sections: text to syntax to plan.

#![forbid(unsafe_code)]

pub mod bind;
mod blame;
pub mod catalogue;
mod check;
mod defaults;
pub mod draft;
mod formats;
pub mod global;
mod health;
mod http_errors;
pub mod keyword;
pub mod late;
mod link;
mod log;
mod log_profile;
mod names;
pub mod option;
mod order;
pub mod plan;
pub mod proxy;
mod read;
pub mod reference;
mod resolvers;
pub mod server;
pub mod unsupported;
mod userlist;
mod values;
mod vars;
mod walk;

pub use catalogue::{Catalogue, LuaPath, NoScripts, Scripts};
pub use plan::Plan;
pub use read::read;
pub use reference::list_unsupported;
