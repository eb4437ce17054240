//! Converters that give a value on, or don't.

use super::Converter;

mod debug;
mod when;

/// All of them.
pub(super) static ALL: &[&Converter] = &[&when::WHEN, &debug::DEBUG];
