//! `core.get_info`: what `show info` tells.

use crate::class::push_facts;
use crate::declaration::Declaration;
use crate::raw::{Call, Done, Fault, Function};

/// `core.get_info`
pub(super) struct GetInfo;

impl Function for GetInfo {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "get_info",
        &[],
        "table<string, string|number>",
        "Facts and counters of the process by the names of `show info`; none before it serves.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        push_facts(call, |facts| facts.info())
    }
}
