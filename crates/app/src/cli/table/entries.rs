//! Which entries of a table a command is about.

use super::{data, pointer};
use crate::cli::Call;
use moongate_state::Table;
use moongate_state::table::{Compare, Entry, Filter, Walk};
use std::sync::Arc;

/// Comparisons in one command, at most.
const FILTERS: usize = 4;

/// Which entries the arguments behind a table's name mean.
pub(super) enum Selected {
    /// Those of a way through the table.
    Many(Walk),
    /// One that was asked for.
    One(Option<Arc<Entry>>),
}

/// The entries that the arguments behind a table's name mean: all, those that meet comparisons, or
/// one.
///
/// # Errors
/// What is wrong with the arguments.
pub(super) fn selected(call: &Call<'_>, table: &Arc<Table>) -> Result<Selected, String> {
    match call.arg(1) {
        "" => Ok(Selected::Many(Walk::new(table.clone(), Vec::new()))),
        "key" | "ptr" => one(call, table).map(Selected::One),
        word if word.starts_with("data.") => {
            Ok(Selected::Many(Walk::new(table.clone(), filters(call, table)?)))
        }
        _ => {
            Err("Optional argument only supports \"data.<store_data_type>\", \"key\" or \"ptr\""
                .into())
        }
    }
}

/// The entry that `key <key>` or `ptr <ptr>` means, if there is one.
fn one(call: &Call<'_>, table: &Table) -> Result<Option<Arc<Entry>>, String> {
    let given = call.arg(2);
    if call.arg(1) == "ptr" {
        if !given.starts_with("0x") {
            return Err("\"ptr\" is expected as in 0xffff".into());
        }
        return Ok(table.entries().into_iter().find(|entry| pointer(entry) == given));
    }
    if call.args.len() < 3 {
        return Err("Key value expected".into());
    }
    let key = table.kind().parse(given).ok_or("Invalid key")?;
    Ok(table.find(key.bytes()))
}

fn filters(call: &Call<'_>, table: &Table) -> Result<Vec<Filter>, String> {
    let mut list = Vec::new();
    for words in call.args[1..].chunks(3) {
        if list.len() == FILTERS {
            return Err(format!("At most {FILTERS} comparisons are supported"));
        }
        let [what, compare, with] = words else {
            return Err(
                "Require a valid operator (eq, ne, lt, le, gt, ge) and an integer value".into()
            );
        };
        let (data, index) = data(table, what)?.ok_or(
            "Optional argument only supports \"data.<store_data_type>\", \"key\" or \"ptr\"",
        )?;
        let compare = Compare::named(compare)
            .ok_or("Require and operator among \"eq\", \"ne\", \"le\", \"lt\", \"ge\", \"gt\"")?;
        let with = with.parse().map_err(|_| "Require a valid integer value to store")?;
        list.push(Filter { data, index, compare, with });
    }
    Ok(list)
}
