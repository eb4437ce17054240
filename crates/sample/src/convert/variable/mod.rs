//! Converters that set variables, and that compare with them.

use super::Converter;

mod assign;
mod capture;
mod compare;
mod set_var;

pub use assign::{Assign, BadCondition};

/// All of them.
pub(super) static ALL: &[&Converter] = &[
    &set_var::SET_VAR,
    &set_var::UNSET_VAR,
    &compare::STRCMP,
    &compare::SECURE_MEMCMP,
    &capture::CAPTURE_REQ,
    &capture::CAPTURE_RES,
];
