//! Actions that end a rule set.

use super::ActionSpec;

mod accept;
mod pause;
mod reject;
mod set_bandwidth_limit;
mod silent_drop;
mod strict_mode;
mod switch_mode;
mod wait_for_body;

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[
    &accept::ACCEPT,
    &accept::ALLOW,
    &reject::REJECT,
    &silent_drop::SILENT_DROP,
    &strict_mode::STRICT_MODE,
    &pause::PAUSE,
    &wait_for_body::WAIT_FOR_BODY,
    &wait_for_body::WAIT_FOR_HANDSHAKE,
    &switch_mode::SWITCH_MODE,
    &set_bandwidth_limit::SET_BANDWIDTH_LIMIT,
];
