//! `Patref:add`, `add_bulk`, `del` and `set`: changes of the live content, or of the version that is
//! being prepared.

use super::{Patref, outcome, this};
use crate::declaration::{Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};

/// What is said when another version was committed over the one that the script prepared.
const GONE: &str = "the prepared version isn't there any more";

/// Adds entries to what is being prepared, or to the live content.
fn add<'t>(
    patref: &Patref,
    lines: impl IntoIterator<Item = (&'t [u8], Option<&'t [u8]>)>,
) -> Result<(), String> {
    let added = match patref.pending.get() {
        Some(version) => patref.list.add_to(version, lines).map_err(|_| GONE)?,
        None => patref.list.extend(lines),
    };
    added.map_err(|bad| bad.to_string())
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
        let key = call.text(2)?;
        let value = match (patref.list.is_map(), call.given(3)) {
            (true, _) => Some(call.text(3)?),
            (false, true) => {
                let text = "an entry of a list that isn't a map has no value";
                return Ok(outcome(call, Err(text.to_owned())));
            }
            (false, false) => None,
        };
        Ok(outcome(call, add(&patref, [(key, value)])))
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
        let lines: Vec<(&[u8], Option<&[u8]>)> = lines
            .iter()
            .map(|(key, value): &(Vec<u8>, Option<Vec<u8>>)| (&**key, value.as_deref()))
            .collect();
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
        let found = match patref.pending.get() {
            Some(version) => patref.list.del_from(version, key).unwrap_or(false),
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
        let found = match patref.pending.get() {
            Some(version) => patref.list.set_in(version, key, value).map_err(|_| GONE.to_owned()),
            None => patref.list.set(key, value).map_err(|bad| bad.to_string()),
        };
        let found = match found {
            Ok(found) => found,
            Err(message) => return Ok(outcome(call, Err(message))),
        };
        let result = match (found, call.boolean(4)) {
            (true, _) => Ok(()),
            (false, true) => add(&patref, [(key, Some(value))]),
            (false, false) => Err("there is no entry of that key".to_owned()),
        };
        Ok(outcome(call, result))
    }
}
