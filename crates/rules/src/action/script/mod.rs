//! Actions in which scripts take part.

use super::ActionSpec;

mod lua;
mod use_service;

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[&lua::LUA, &use_service::USE_SERVICE];
