//! Actions that change what is known of the connection, and its times.

use super::ActionSpec;

mod set_src;
mod set_timeout;

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[
    &set_src::SET_SRC,
    &set_src::SET_SRC_PORT,
    &set_src::SET_DST,
    &set_src::SET_DST_PORT,
    &set_timeout::SET_TIMEOUT,
];
