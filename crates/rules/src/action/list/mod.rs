//! Actions that change maps and lists of patterns while traffic goes on.

use super::ActionSpec;

mod update;

/// All of them.
pub(super) static ALL: &[&ActionSpec] =
    &[&update::SET_MAP, &update::DEL_MAP, &update::ADD_ACL, &update::DEL_ACL];
