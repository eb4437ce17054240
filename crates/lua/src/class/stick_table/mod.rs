//! The class `StickTable`: what a proxy remembers by a key.

mod dump;
mod filter;
mod info;
mod lookup;

use super::{Class, proxy};
use crate::raw::call::function;
use crate::raw::{Call, Fault, Ref, Stack, Table, Vm};
use moongate_state::ProxyId;
use moongate_state::table::{self, Entry, Shape};
use std::sync::Arc;

/// `StickTable`
pub(super) const CLASS: Class = Class {
    name: "StickTable",
    sentence: "A stick table: what a proxy remembers by a key.",
    functions: &[function::<info::Info>(), function::<lookup::Lookup>(), function::<dump::Dump>()],
    fields: &[],
    constants: &[],
};

/// The class of what a dump keeps over its waits.
pub(super) const DUMP: Class = Class {
    name: "StickTable dump",
    sentence: "The way through a table.",
    functions: &[],
    fields: &[],
    constants: &[],
};

/// Pushes the `StickTable` of a proxy.
pub(super) fn push(vm: &Vm, stack: &Stack<'_>, proxy: ProxyId) {
    stack.push_object(proxy.0.into(), vm.classes().kept.stick_table);
}

/// The table of the object at 1.
fn this(call: &Call<'_>) -> Result<Arc<table::Table>, Fault> {
    const WHAT: Fault = Fault::Argument(1, "the object itself (call it with a colon)");
    let class: Ref = call.vm().classes().kept.stick_table;
    if !call.is_of(1, class) {
        return Err(WHAT);
    }
    let host = proxy::host(call)?;
    let (number, _) = call.object(1).ok_or(WHAT)?;
    let proxies = host.live().map(|live| &live.world.proxies);
    let proxy = proxies.and_then(|list| list.get(usize::try_from(number).ok()?));
    proxy.and_then(|proxy| proxy.table()).cloned().ok_or(WHAT)
}

/// The name of an array's element in listings: `gpc1`, and `gpc1_rate` of `gpc_rate`.
fn element(name: &str, index: u32) -> String {
    match name.strip_suffix("_rate") {
        Some(name) => format!("{name}{index}_rate"),
        None => format!("{name}{index}"),
    }
}

/// Sets fields for what an entry holds. An array is there by its name, with its first element as
/// in HAProxy, and element by element.
fn fill_values(fields: &Table<'_>, table: &table::Table, entry: &Entry) {
    let edit = table.edit(entry);
    for column in &table.spec().columns {
        let (data, name) = (column.data, column.data.name());
        if data.shape() == Shape::Text {
            let server = edit.server();
            let text = server.as_deref().unwrap_or("-");
            fields.set(name.as_bytes(), |stack| stack.push_bytes(text.as_bytes()));
            continue;
        }
        let value = |index| {
            let value = edit.get(data, index).unwrap_or(0);
            i64::try_from(value).unwrap_or(i64::MAX)
        };
        fields.set_integer(name, value(0));
        if data.is_array() {
            for index in 0..column.count {
                fields.set_integer(&element(name, index), value(index));
            }
        }
    }
}
