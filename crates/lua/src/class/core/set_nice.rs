//! `core.set_nice`: whether a transaction or a task lets others go first.

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};
use moongate_net::turn;

/// `core.set_nice`
pub(super) struct SetNice;

impl Function for SetNice {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "set_nice",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("nice", "integer")],
        returns: "",
        sentence: "Sets how much this transaction or task lets others of its thread go first, from -1024 (others let it) to 1024.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        turn::set_nice(call.int(1)?);
        Ok(Done::Values(0))
    }
}
