//! `show table`, `set table`, `clear table`: entries of stick tables.

mod change;
mod entries;
mod show;

use super::{Call, Command};
use moongate_state::Table;
use moongate_state::table::{Data, Entry};
use std::sync::Arc;

/// Every command about stick tables.
pub static ALL: &[&Command] = &[&show::SHOW, &change::SET, &change::CLEAR];

/// The table that the first argument names.
fn named(call: &Call<'_>) -> Result<Arc<Table>, String> {
    let name = call.arg(0);
    let proxies = &call.runtime.shared.plan.proxies;
    let mut tables = proxies.iter().filter_map(|proxy| proxy.state.table());
    tables.find(|table| *table.name == *name).cloned().ok_or_else(|| "No such table".to_owned())
}

/// Reads `data.<type>` or `data.<type>[<index>]`: a data type that the table stores, and its place.
fn data(table: &Table, word: &str) -> Result<Option<(Data, u32)>, String> {
    let Some(name) = word.strip_prefix("data.") else { return Ok(None) };
    let (name, index) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        Some((name, index)) => (name, index.parse().map_err(|_| "Invalid index".to_owned())?),
        None => (name, 0),
    };
    let data = Data::named(name).ok_or("Unknown data type")?;
    match table.column(data) {
        None => Err("Data type not stored in this table".into()),
        Some(column) if index >= column.count => Err("Data index out of range".into()),
        Some(_) => Ok(Some((data, index))),
    }
}

/// An entry's name on the runtime API, `0x…`.
fn pointer(entry: &Arc<Entry>) -> String {
    format!("{:p}", Arc::as_ptr(entry))
}
