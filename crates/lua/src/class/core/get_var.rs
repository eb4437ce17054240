//! `core.get_var`: reads a variable of the process.

use crate::declaration::{Contexts, Declaration, param};
use crate::raw::{Call, Done, Fault, Function};
use crate::value;
use moongate_state::{VarRef, VarScope};

/// `core.get_var`
pub(super) struct GetVar;

impl Function for GetVar {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "get_var",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string")],
        returns: "any",
        sentence: "The value of a `proc.` variable, or nil.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let var = VarRef::parse(call.utf8(1)?).filter(|var| var.scope == VarScope::Proc);
        let var = var.ok_or(Fault::Argument(1, "the name of a `proc.` variable"))?;
        // Without a transaction the process isn't at hand: nothing is set before it runs.
        let value = call.running().ok().and_then(|lent| lent.txn().var(var));
        match value {
            Some(value) => value::push(call, &value, call.vm().classes().booleans),
            None => call.push_nil(),
        }
        Ok(Done::Values(1))
    }
}
