//! `get …`: single values.

mod var;
mod weight;

use super::Command;

/// Every `get` command.
pub static ALL: &[&Command] = &[&weight::WEIGHT, &var::VAR];
