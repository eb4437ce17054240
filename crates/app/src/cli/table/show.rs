//! `show table`: stick tables, or the entries of one.

use super::entries::{self, Selected};
use super::{named, pointer};
use crate::cli::{Command, Rest};
use moongate_conf::plan::CliLevel;
use moongate_state::Table;
use moongate_state::table::{Entry, Shape, Walk};
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
        let selected = entries::selected(call, &table)?;
        call.line(head(&table));
        match selected {
            Selected::Many(walk) => call.rest = Some(Box::new(Entries(walk))),
            Selected::One(Some(entry)) => {
                let mut line = String::new();
                write(&mut line, &table, &entry);
                call.line(line.trim_end());
            }
            Selected::One(None) => {}
        }
        Ok(())
    },
};

fn head(table: &Table) -> String {
    let (kind, size) = (table.kind().name(), table.spec().size);
    format!("# table: {}, type: {kind}, size:{size}, used:{}", table.name, table.len())
}

/// Entries that are looked at at once.
const PIECE: usize = 100;

struct Entries(Walk);

impl Rest for Entries {
    fn next(&mut self, out: &mut String) -> bool {
        self.0.step(PIECE, |table, entry| write(out, table, entry))
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
