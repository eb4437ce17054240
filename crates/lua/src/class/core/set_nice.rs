//! `core.set_nice`: how eagerly a script goes on when others wait for their turn too.

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};

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
        sentence: "Checked only: every task gets its turn in order here, so there is no niceness to set.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.int(1)?;
        Ok(Done::Values(0))
    }
}
