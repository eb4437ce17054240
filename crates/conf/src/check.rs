//! What is said about the configuration as a whole.

use crate::plan::Proxy;
use crate::walk::Found;
use moongate_lang::Diagnostics;

/// Everything.
pub(crate) fn all(_found: &Found<'_>, _proxies: &[Proxy], _notes: &mut Diagnostics) {}
