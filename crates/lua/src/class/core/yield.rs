//! `core.yield`: gives others their turn.

use crate::declaration::{Contexts, Declaration};
use crate::raw::{Call, Done, Fault, Function, Wait};

/// `core.yield`
pub(super) struct Yield;

impl Function for Yield {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "yield",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "",
        sentence: "Lets everything else have its turn, then goes on.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        if call.progress() > 0 {
            return Ok(Done::Values(0));
        }
        call.wait(Wait::Turn, 1)
    }
}
