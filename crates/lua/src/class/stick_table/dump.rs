//! `StickTable:dump`: all entries, or those that meet some comparisons.

use super::{fill_values, filter, this};
use crate::declaration::{Contexts, Declaration, optional};
use crate::raw::{Call, Done, Fault, Function, Stack, Table, Wait};
use moongate_state::Sample;
use moongate_state::table::{self, KeyKind, Walk};
use std::cell::RefCell;
use std::rc::Rc;

/// Entries that are looked at before others have their turn.
const PIECE: usize = 500;

/// `StickTable:dump`
pub(super) struct Dump;

impl Function for Dump {
    const DECLARATION: Declaration = Declaration::new(
        "StickTable",
        "dump",
        &[optional("filter", "table")],
        "table<string|integer, table>?, string?",
        "All entries by their keys, or those that meet the comparisons of a filter such as \
         `{{\"gpc0\", \"gt\", 30}, {\"conn_rate\", \"le\", 10}}`: at most four, of a data type, an \
         operator (`eq`, `ne`, `lt`, `le`, `gt`, `ge`) and a number. Nil and what is wrong with the \
         filter, if something is. Others have their turn meanwhile where code may wait.",
    )
    .only(Contexts::READ);

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        // Over a wait the result is kept on the stack, with the walk above it.
        let place = match call.progress() {
            0 => match begin(call)? {
                Ok(()) => call.len() - 1,
                Err(wrong) => {
                    call.push_nil();
                    call.push_bytes(wrong.as_bytes());
                    return Ok(Done::Values(2));
                }
            },
            place => i32::try_from(place).unwrap_or(0),
        };
        const GONE: Fault = Fault::Text(std::borrow::Cow::Borrowed("the dump is gone"));
        let result = call.table(place).ok_or(GONE)?;
        let class = call.vm().classes().kept.dump;
        let walk: Rc<RefCell<Walk>> = call.held(place + 1, class).ok_or(GONE)?;
        let mut walk = walk.borrow_mut();
        while walk.step(PIECE, |table, entry| add(&result, table, entry)) {
            if call.may_wait() {
                return call.wait(Wait::Interrupted, place as isize);
            }
        }
        call.push_copy(place);
        Ok(Done::Values(1))
    }
}

/// Pushes an empty result and a walk; or tells what is wrong with the filter.
fn begin(call: &Call<'_>) -> Result<Result<(), String>, Fault> {
    let table = this(call)?;
    let filters = match call.given(2) {
        false => Vec::new(),
        true => match filter::read(&call.table(2).ok_or(FILTER)?, &table) {
            Ok(filters) => filters,
            Err(wrong) => return Ok(Err(wrong)),
        },
    };
    call.push_table(0, if filters.is_empty() { table.len() } else { 0 });
    let walk = RefCell::new(Walk::new(table, filters));
    call.push_held(walk, call.vm().classes().kept.dump);
    Ok(Ok(()))
}

const FILTER: Fault = Fault::Argument(2, "a table of comparisons");

/// Adds an entry to the result.
fn add(result: &Table<'_>, table: &table::Table, entry: &table::Entry) {
    let values = |stack: &Stack<'_>| {
        let fields = stack.push_table(0, table.spec().columns.len());
        fill_values(&fields, table, entry);
    };
    let kind: KeyKind = table.kind();
    match kind.value(entry.key()) {
        Sample::Sint(key) => result.set_item(key, values),
        Sample::Str(key) | Sample::Bin(key) => result.set(&key, values),
        _ => result.set(kind.show(entry.key()).as_bytes(), values),
    }
}
