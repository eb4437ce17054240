//! `set table` and `clear table`: entries made, changed and removed by hand.

use super::entries::{self, Selected};
use super::{data, named};
use crate::cli::{Call, Command, Rest};
use moongate_conf::plan::CliLevel;
use moongate_state::Table;
use moongate_state::table::{Data, Entry, Shape, Walk};
use std::sync::Arc;

/// `set table`
pub static SET: Command = Command {
    words: &["set", "table"],
    level: CliLevel::Admin,
    usage: "set table <name> { key <key> | ptr <ptr> } [data.<type> <value>]...",
    sentence: "make an entry of a stick table, or change it",
    run: set,
};

/// `clear table`
pub static CLEAR: Command = Command {
    words: &["clear", "table"],
    level: CliLevel::Admin,
    usage: "clear table <name> [data.<type> <operator> <value>]... | [key <key>] | [ptr <ptr>]",
    sentence: "remove entries of a stick table",
    run: |call| {
        let table = named(call)?;
        match entries::selected(call, &table)? {
            Selected::Many(walk) => call.rest = Some(Box::new(Removal(walk))),
            Selected::One(Some(entry)) if !table.remove(&entry) && entry.is_tracked() => {
                return Err("Entry currently in use, cannot remove".into());
            }
            Selected::One(_) => {}
        }
        Ok(())
    },
};

/// Entries that are looked at at once.
const PIECE: usize = 500;

struct Removal(Walk);

impl Rest for Removal {
    fn next(&mut self, _: &mut String) -> bool {
        self.0.step(PIECE, |table, entry| {
            table.remove(entry);
        })
    }
}

fn set(call: &mut Call<'_>) -> Result<(), String> {
    let table = named(call)?;
    let changes = changes(call, &table)?;
    let entry = match call.arg(1) {
        "key" => {
            let key = table.kind().parse(call.arg(2)).ok_or("Invalid key")?;
            table.find_or_make(key.bytes()).ok_or("Unable to allocate a new entry")?
        }
        "ptr" => match entries::selected(call, &table)? {
            Selected::One(Some(entry)) => entry,
            _ => return Err("No such entry".into()),
        },
        _ => return Err("Required arguments: <key> or <ptr>".into()),
    };
    apply(&table, &entry, changes);
    Ok(())
}

/// What to set: a data type, its place, and its value.
type Change = (Data, u32, String);

fn changes(call: &Call<'_>, table: &Table) -> Result<Vec<Change>, String> {
    let mut list = Vec::new();
    for words in call.args.get(3..).unwrap_or_default().chunks(2) {
        let (data, index) =
            data(table, words[0])?.ok_or("\"data.<type>\" followed by a value expected")?;
        let value = words.get(1).ok_or("Missing value")?;
        if data.shape() != Shape::Text && value.parse::<u64>().is_err() {
            return Err("Require a valid integer value to store".into());
        }
        list.push((data, index, (*value).to_owned()));
    }
    Ok(list)
}

fn apply(table: &Table, entry: &Arc<Entry>, changes: Vec<Change>) {
    table.change(entry, |edit| {
        for (data, index, value) in changes {
            match (data.shape(), value.parse()) {
                (Shape::Text, _) => edit.set_server(Some(value.into())),
                (_, Ok(number)) => drop(edit.set(data, index, number)),
                (_, Err(_)) => {}
            }
        }
    });
}
