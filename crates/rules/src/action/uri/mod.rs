//! Actions that edit the request line, and the status line.

use super::ActionSpec;

mod normalize_uri;
mod normalizers;
mod replace_uri;
mod set_status;
mod set_uri;

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[
    &set_uri::SET_METHOD,
    &set_uri::SET_URI,
    &set_uri::SET_PATH,
    &set_uri::SET_PATHQ,
    &set_uri::SET_QUERY,
    &replace_uri::REPLACE_URI,
    &replace_uri::REPLACE_PATH,
    &replace_uri::REPLACE_PATHQ,
    &normalize_uri::NORMALIZE_URI,
    &set_status::SET_STATUS,
];
