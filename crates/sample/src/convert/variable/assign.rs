//! Setting a variable under conditions, as the converter and the actions do (`ifexists`, …).

use crate::Sample;
use moongate_lang::nearest;
use moongate_state::{Txn, VarRef, VarScope};

/// A variable to set, and what has to hold for it.
#[derive(Clone, Copy, Debug)]
pub struct Assign {
    /// The variable.
    pub var: VarRef,
    when: u8,
}

/// A word that is no condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCondition {
    /// The condition that was probably meant.
    pub help: String,
}

const CONDITIONS: [&str; 8] =
    ["ifexists", "ifnotexists", "ifempty", "ifnotempty", "ifset", "ifnotset", "ifgt", "iflt"];

impl Assign {
    /// Always sets the variable.
    pub fn new(var: VarRef) -> Self {
        Self { var, when: 0 }
    }

    /// Adds a condition.
    ///
    /// # Errors
    /// There is none of that name.
    pub fn only(&mut self, condition: &str) -> Result<(), BadCondition> {
        match CONDITIONS.iter().position(|known| *known == condition) {
            Some(at) => {
                self.when |= 1 << at;
                Ok(())
            }
            None => Err(BadCondition {
                help: match nearest(condition, CONDITIONS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("one of: {}", CONDITIONS.join(", ")),
                },
            }),
        }
    }

    /// Sets the variable if all conditions hold.
    pub fn assign(&self, txn: &Txn, value: &Sample<'_>) {
        if self.when == 0 || self.holds(txn, value) {
            txn.set_var(self.var, value.clone().into_owned());
        }
    }

    fn holds(&self, txn: &Txn, value: &Sample<'_>) -> bool {
        let old = txn.var(self.var);
        let empty = match value {
            Sample::Str(bytes) | Sample::Bin(bytes) | Sample::Meth(bytes) => bytes.is_empty(),
            _ => false,
        };
        // Variables of the process exist from the moment a configuration names them.
        let exists = old.is_some() || self.var.scope == VarScope::Proc;
        let order = match (&old, value) {
            (Some(Sample::Sint(old)), Sample::Sint(new)) => Some(old.cmp(new)),
            _ => None,
        };
        let facts = [
            exists,
            !exists,
            empty,
            !empty,
            old.is_some(),
            old.is_none(),
            order.is_none_or(std::cmp::Ordering::is_gt),
            order.is_none_or(std::cmp::Ordering::is_lt),
        ];
        facts.iter().enumerate().all(|(at, fact)| self.when >> at & 1 == 0 || *fact)
    }
}
