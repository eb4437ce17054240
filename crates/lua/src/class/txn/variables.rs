//! `get_var`, `set_var` and `unset_var`: variables of rules (configuration manual, chapter 2.8).

use super::OWNERS;
use crate::declaration::{Contexts, Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};
use crate::value;
use moongate_state::{VarRef, VarScope};

/// The variable named at 2; none if that isn't a variable's name.
fn variable(call: &Call<'_>) -> Result<Option<VarRef>, Fault> {
    Ok(std::str::from_utf8(call.text(2)?).ok().and_then(VarRef::parse))
}

/// `get_var`
pub(crate) struct GetVar<const OWNER: usize>;

impl<const OWNER: usize> Function for GetVar<OWNER> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[OWNER],
        name: "get_var",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string")],
        returns: "any",
        sentence: "The value of a variable (`txn.user`), or nil.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let var = variable(call)?;
        let lent = call.lent()?;
        match var.and_then(|var| lent.txn().var(var)) {
            Some(value) => value::push(call, &value, call.vm().classes().booleans),
            None => call.push_nil(),
        }
        Ok(Done::Values(1))
    }
}

/// `set_var`
pub(crate) struct SetVar<const OWNER: usize>;

impl<const OWNER: usize> Function for SetVar<OWNER> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[OWNER],
        name: "set_var",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[
            param("name", "string"),
            param("value", "string|integer|boolean"),
            optional("ifexist", "boolean"),
        ],
        returns: "boolean",
        sentence: "Sets a variable (`txn.user`); with `ifexist` a `proc.` variable only if it exists.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let var = variable(call)?;
        if call.len() < 3 {
            return Err(Fault::Argument(3, "a value, or nil"));
        }
        let lent = call.lent()?;
        let set = var.is_some_and(|var| {
            let txn = lent.txn();
            let exists = || txn.session.world.vars.read().contains_key(&var.name);
            let wanted = var.scope != VarScope::Proc || var.is_used() || exists();
            if call.boolean(4) && !wanted {
                return false;
            }
            txn.set_var(var, value::sample(call, 3));
            true
        });
        call.push_boolean(set);
        Ok(Done::Values(1))
    }
}

/// `unset_var`
pub(crate) struct UnsetVar<const OWNER: usize>;

impl<const OWNER: usize> Function for UnsetVar<OWNER> {
    const DECLARATION: Declaration = Declaration {
        class: OWNERS[OWNER],
        name: "unset_var",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("name", "string")],
        returns: "boolean",
        sentence: "Removes a variable if there is one; false if there can't be one of that name.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let var = variable(call)?;
        let lent = call.lent()?;
        if let Some(var) = var {
            lent.txn().unset_var(var);
        }
        call.push_boolean(var.is_some());
        Ok(Done::Values(1))
    }
}
