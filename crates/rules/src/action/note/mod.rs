//! Actions that note something for logs.

use super::ActionSpec;

mod capture;
mod do_log;
mod set_log_level;

/// All of them.
pub(super) static ALL: &[&ActionSpec] =
    &[&capture::CAPTURE, &do_log::DO_LOG, &set_log_level::SET_LOG_LEVEL];
