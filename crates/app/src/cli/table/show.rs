//! `show table`: stick tables, or the entries of one.

use super::{entries, named, pointer};
use crate::cli::{Command, Rest};
use moongate_conf::plan::CliLevel;
use moongate_state::Table;
use moongate_state::table::{Entry, Shape};
use std::fmt::Write as _;
use std::sync::Arc;

/// `show table`
pub static SHOW: Command = Command {
    words: &["show", "table"],
    level: CliLevel::User,
    usage: "show table [<name> [data.<type> <operator> <value>]... | [key <key>] | [ptr <ptr>]]",
    sentence: "show stick tables, or the entries of one",
    run: |call| {
        if call.args.is_empty() {
            let shared = call.runtime.shared.clone();
            for table in shared.plan.proxies.iter().filter_map(|proxy| proxy.state.table()) {
                call.line(head(table));
            }
            return Ok(());
        }
        if call.session.level < CliLevel::Operator {
            return Err("Permission denied".into());
        }
        let table = named(call)?;
        let list = entries::selected(call, &table)?;
        call.line(head(&table));
        call.rest = Some(Box::new(Entries { table, list: list.into_iter() }));
        Ok(())
    },
};

fn head(table: &Table) -> String {
    let (kind, size) = (table.kind().name(), table.spec().size);
    format!("# table: {}, type: {kind}, size:{size}, used:{}", table.name, table.len())
}

/// Lines that are made at once.
const PIECE: usize = 100;

struct Entries {
    table: Arc<Table>,
    list: std::vec::IntoIter<Arc<Entry>>,
}

impl Rest for Entries {
    fn next(&mut self, out: &mut String) -> bool {
        for entry in self.list.by_ref().take(PIECE) {
            write(out, &self.table, &entry);
        }
        self.list.len() > 0
    }
}

/// Writes an entry's line.
fn write(out: &mut String, table: &Table, entry: &Arc<Entry>) {
    let (at, key) = (pointer(entry), table.kind().show(entry.key()));
    let (users, left) = (entry.trackers(), table.time_left(entry));
    let edit = table.edit(entry);
    // Writing to a String can't fail.
    let _ = write!(out, "{at}: key={key} use={users} exp={left} shard=0");
    for column in &table.spec().columns {
        let name = column.data.name();
        for index in 0..column.count {
            let _ = match (column.data.shape(), column.data.is_array()) {
                (Shape::Text, _) => {
                    let server = edit.server();
                    write!(out, " {name}={}", server.as_deref().unwrap_or("-"))
                }
                (_, array) => {
                    let value = edit.get(column.data, index).unwrap_or(0);
                    let name = if array { element(name, index) } else { name.to_owned() };
                    match column.period {
                        0 => write!(out, " {name}={value}"),
                        period => write!(out, " {name}({period})={value}"),
                    }
                }
            };
        }
    }
    out.push('\n');
}

/// The name of an array's element: `gpc1`, `gpc_rate` gives `gpc1_rate`.
fn element(name: &str, index: u32) -> String {
    match name.strip_suffix("_rate") {
        Some(name) => format!("{name}{index}_rate"),
        None => format!("{name}{index}"),
    }
}
