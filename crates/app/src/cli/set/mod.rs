//! `set …`: changes of servers and variables.

mod health;
mod maxconn;
mod server;
pub mod state;
mod var;
mod weight;

use super::Command;

/// Every `set` command.
pub static ALL: &[&Command] = &[&server::SERVER, &weight::WEIGHT, &maxconn::MAXCONN, &var::VAR];
