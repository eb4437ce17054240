//! `set …`: changes of servers.

mod maxconn;
mod server;
pub mod state;
mod weight;

use super::Command;

/// Every `set` command.
pub static ALL: &[&Command] = &[&server::SERVER, &weight::WEIGHT, &maxconn::MAXCONN];
