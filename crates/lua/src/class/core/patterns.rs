//! `core.add_acl`, `del_acl`, `set_map` and `del_map`: change lists that the configuration names.

use crate::class::patref::find;
use crate::declaration::{Contexts, Declaration, Param, param};
use crate::raw::{Call, Done, Fault, Function};
use moongate_sample::PatternRef;
use std::sync::Arc;

fn list(call: &Call<'_>) -> Result<Arc<PatternRef>, Fault> {
    let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
    find(&host, call.utf8(1)?)
}

const NAME_AND_KEY: &[Param] = &[param("name", "string"), param("key", "string")];

/// `core.add_acl`
pub(super) struct AddAcl;

impl Function for AddAcl {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "add_acl",
        &[param("name", "string"), param("key", "string")],
        "",
        "Adds a pattern to the list of that name (its file's).",
    )
    .only(Contexts::READ);

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let list = list(call)?;
        list.add(call.text(2)?, None).map_err(|bad| Fault::text(bad.to_string()))?;
        Ok(Done::Values(0))
    }
}

/// `core.del_acl`, `core.del_map`
pub(super) struct Delete<const MAP: bool>;

impl<const MAP: bool> Function for Delete<MAP> {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        if MAP { "del_map" } else { "del_acl" },
        NAME_AND_KEY,
        "",
        if MAP {
            "Removes a key from the map of that name (its file's)."
        } else {
            "Removes a pattern from the list of that name (its file's)."
        },
    )
    .only(Contexts::READ);

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        list(call)?.del(call.text(2)?);
        Ok(Done::Values(0))
    }
}

/// `core.set_map`
pub(super) struct SetMap;

impl Function for SetMap {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "set_map",
        &[param("name", "string"), param("key", "string"), param("value", "string")],
        "",
        "Gives a key of the map of that name (its file's) a value; adds it if it isn't there.",
    )
    .only(Contexts::READ);

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let (list, key, value) = (list(call)?, call.text(2)?, call.text(3)?);
        list.put(key, value).map_err(|bad| Fault::text(bad.to_string()))?;
        Ok(Done::Values(0))
    }
}
