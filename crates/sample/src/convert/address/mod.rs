//! Converters of addresses.

use super::Converter;

mod ipmask;

/// All of them.
pub(super) static ALL: &[&Converter] = &[&ipmask::IPMASK];
