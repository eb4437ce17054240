//! `Patref:add`, `add_bulk`, `del` and `set`: changes of the live content, or of the version that is
//! being prepared.

use super::{Lines, Patref, outcome, this};
use crate::declaration::{Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};

/// Adds entries to what is being prepared, or to the live content.
fn add(patref: &Patref, lines: Lines) -> Result<(), String> {
    if let Some(pending) = patref.pending.borrow_mut().as_mut() {
        pending.extend(lines);
        return Ok(());
    }
    patref.list.extend(lines).map_err(|bad| bad.to_string())
}

/// `Patref:add`
pub(super) struct Add;

impl Function for Add {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "add",
        &[param("key", "string"), optional("value", "string")],
        "true?, string?",
        "Adds an entry; a map's has a value. True, or nil and what is wrong.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        let key = call.text(2)?.to_vec();
        let value = match (patref.list.is_map(), call.given(3)) {
            (true, _) => Some(call.text(3)?.to_vec()),
            (false, true) => {
                let text = "an entry of a list that isn't a map has no value";
                return Ok(outcome(call, Err(text.to_owned())));
            }
            (false, false) => None,
        };
        Ok(outcome(call, add(&patref, vec![(key, value)])))
    }
}

/// `Patref:add_bulk`
pub(super) struct AddBulk;

impl Function for AddBulk {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "add_bulk",
        &[param("entries", "table")],
        "true?, string?",
        "Adds many entries at once: a table of keys, or for a map of keys and values. All or none.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        let table = call.table(2).ok_or(Fault::Argument(2, "a table"))?;
        let (map, mut lines, mut bad) = (patref.list.is_map(), Vec::new(), false);
        table.each(|stack, key, value| {
            let line = if map {
                stack
                    .bytes(key)
                    .zip(stack.bytes(value))
                    .map(|(k, v)| (k.to_vec(), Some(v.to_vec())))
            } else {
                stack.bytes(value).map(|key| (key.to_vec(), None))
            };
            match line {
                Some(line) => lines.push(line),
                None => bad = true,
            }
        });
        if bad {
            return Err(Fault::Argument(2, "a table of texts"));
        }
        Ok(outcome(call, add(&patref, lines)))
    }
}

/// `Patref:del`
pub(super) struct Del;

impl Function for Del {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "del",
        &[param("key", "string")],
        "boolean",
        "Removes all entries of a key; whether there was one.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        let key = call.text(2)?;
        let found = match patref.pending.borrow_mut().as_mut() {
            Some(pending) => {
                let before = pending.len();
                pending.retain(|(other, _)| other != key);
                before != pending.len()
            }
            None => patref.list.del(key),
        };
        call.push_boolean(found);
        Ok(Done::Values(1))
    }
}

/// `Patref:set`
pub(super) struct Set;

impl Function for Set {
    const DECLARATION: Declaration = Declaration::new(
        "Patref",
        "set",
        &[param("key", "string"), param("value", "string"), optional("force", "boolean")],
        "true?, string?",
        "Gives all entries of a key another value; with `force` adds one if there is none. True, or \
         nil and what is wrong.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let patref = this(call)?;
        let (key, value) = (call.text(2)?, call.text(3)?);
        if !patref.list.is_map() {
            let text = "the entries of a list that isn't a map have no values";
            return Ok(outcome(call, Err(text.to_owned())));
        }
        let found = match patref.pending.borrow_mut().as_mut() {
            Some(pending) => {
                let mut found = false;
                for (_, old) in pending.iter_mut().filter(|(other, _)| other == key) {
                    *old = Some(value.to_vec());
                    found = true;
                }
                found
            }
            None => patref.list.set(key, value),
        };
        let result = match (found, call.boolean(4)) {
            (true, _) => Ok(()),
            (false, true) => add(&patref, vec![(key.to_vec(), Some(value.to_vec()))]),
            (false, false) => Err("there is no entry of that key".to_owned()),
        };
        Ok(outcome(call, result))
    }
}
