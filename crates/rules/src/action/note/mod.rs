//! Actions that note something for logs.

use super::ActionSpec;

mod capture;
mod set_log_level;

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[&capture::CAPTURE, &set_log_level::SET_LOG_LEVEL];
