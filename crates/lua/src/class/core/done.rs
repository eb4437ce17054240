//! `core.done`: ends the script from wherever it is.

use crate::declaration::{Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function};

/// `core.done`
pub(super) struct CoreDone;

impl Function for CoreDone {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "done",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[optional("value", "any")],
        returns: "",
        sentence: "Ends the script at once; the value is what a fetch or a converter gives.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        if call.len() == 0 {
            call.push_nil();
        } else {
            call.push_copy(1);
        }
        Err(Fault::Finish)
    }
}
