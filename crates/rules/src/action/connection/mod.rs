//! Actions that change what is known of the connection, and its times.

use super::ActionSpec;

mod disable_l7_retry;
mod expect_proxy;
mod set_mark;
mod set_nice;
mod set_priority;
mod set_retries;
mod set_src;
mod set_timeout;

pub(super) use set_timeout::milliseconds;

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[
    &expect_proxy::EXPECT_PROXY,
    &set_src::SET_SRC,
    &set_src::SET_SRC_PORT,
    &set_src::SET_DST,
    &set_src::SET_DST_PORT,
    &set_timeout::SET_TIMEOUT,
    &set_retries::SET_RETRIES,
    &set_nice::SET_NICE,
    &set_priority::SET_PRIORITY_CLASS,
    &set_priority::SET_PRIORITY_OFFSET,
    &disable_l7_retry::DISABLE_L7_RETRY,
    &set_mark::SET_BC_MARK,
    &set_mark::SET_BC_TOS,
    &set_mark::SET_FC_MARK,
    &set_mark::SET_MARK,
    &set_mark::SET_FC_TOS,
    &set_mark::SET_TOS,
];
