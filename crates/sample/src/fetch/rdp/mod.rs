//! Fetches from the first message of the Remote Desktop Protocol.

use super::Fetch;

mod cookie;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[&cookie::COOKIE, &cookie::COUNT];
