//! Actions that scripts bring.

use super::ActionSpec;

mod lua;

/// All of them.
pub(super) static ALL: &[&ActionSpec] = &[&lua::LUA];
