//! `show stat`: the counters of frontends, backends, servers and listeners (management manual,
//! chapter 9.1).

mod columns;
pub mod row;

use super::field::{Field, Form, object, typed};
use crate::cli::{Call, Command, find};
use columns::COLUMNS;
use moongate_conf::plan::CliLevel;
use row::{Kind, Row};
use std::fmt::Write as _;

/// `show stat`
pub static STAT: Command = Command {
    words: &["show", "stat"],
    level: CliLevel::User,
    usage: "show stat [{<iid>|<proxy>} <type> <sid>] [typed|json] [desc] [up|no-maint]",
    sentence: "show the counters of proxies and servers",
    run,
};

/// Which rows are wanted.
#[derive(Default)]
struct Filter {
    /// A proxy's number; none: all.
    proxy: Option<u32>,
    /// 1 frontends, 2 backends, 4 servers, 8 listeners.
    kinds: i64,
    /// A server's number; none: all.
    server: Option<u32>,
    /// `up`
    up: bool,
    /// `no-maint`
    no_maintenance: bool,
}

fn run(call: &mut Call<'_>) -> Result<(), String> {
    let (filter, form) = read(call)?;
    let rows = row::all(call.runtime, &|row| filter.wants(row));
    if form.json {
        let list: Vec<serde_json::Value> = rows.iter().map(json).collect();
        call.line(serde_json::Value::from(list));
    } else if form.typed {
        for row in &rows {
            let prefix = format!("{}.{}.{}.", row.kind.letter(), row.proxy, row.number);
            for (place, value) in row.values() {
                call.line(typed(&prefix, &field(place), value, form.described));
            }
            call.line("");
        }
        // The empty lines stand between the rows.
        call.out.truncate(call.out.trim_end().len());
        call.line("");
    } else {
        csv(call, &rows);
    }
    Ok(())
}

fn read(call: &Call<'_>) -> Result<(Filter, Form), String> {
    let mut filter = Filter { kinds: -1, ..Filter::default() };
    let mut form = Form::default();
    let mut args = call.args.as_slice();
    if let [domain, name, rest @ ..] = args
        && *domain == "domain"
    {
        if *name != "proxy" {
            return Err("Invalid statistics domain.".into());
        }
        args = rest;
    }
    let number = |word: &str| word.parse::<i64>().ok();
    if let [proxy, kinds, server, rest @ ..] = args
        && let (Some(kinds), Some(server)) = (number(kinds), number(server))
    {
        filter.proxy = match number(proxy) {
            Some(number) => u32::try_from(number).ok().filter(|&number| number > 0),
            None => {
                let plan = &call.runtime.shared.plan;
                Some(find::any(plan, proxy).ok_or("No such proxy.")?.state.number)
            }
        };
        filter.kinds = kinds;
        filter.server = u32::try_from(server).ok();
        args = rest;
    }
    for word in args {
        match *word {
            "up" => filter.up = true,
            "no-maint" => filter.no_maintenance = true,
            other => {
                form.take(other);
            }
        }
    }
    Ok((filter, form))
}

impl Filter {
    fn wants(&self, row: &Row) -> bool {
        self.proxy.is_none_or(|number| number == row.proxy)
            && self.kinds & row.kind.bit() != 0
            && (row.kind != Kind::Server || self.server.is_none_or(|number| number == row.number))
            && !(self.up && row.kind == Kind::Server && !row.up)
            && !(self.no_maintenance && row.maintenance)
    }
}

/// The column of that place.
pub fn field(place: usize) -> Field {
    let (name, tags, sentence) = COLUMNS[place];
    Field { place, name, tags, sentence }
}

fn json(row: &Row) -> serde_json::Value {
    let list = row.values().map(|(place, value)| {
        let mut map = serde_json::Map::new();
        map.insert("objType".into(), row.kind.name().into());
        map.insert("proxyId".into(), row.proxy.into());
        map.insert("id".into(), row.number.into());
        map.append(&mut object(&field(place), value));
        serde_json::Value::from(map)
    });
    list.collect::<Vec<_>>().into()
}

/// A column `-` ends those whose places never change.
fn csv(call: &mut Call<'_>, rows: &[Row]) {
    let names: Vec<&str> = COLUMNS.iter().map(|column| column.0).collect();
    call.line(format_args!("# {},-,", names.join(",")));
    for row in rows {
        for value in row.cells() {
            if let Some(value) = value {
                // Writing to a String can't fail.
                let _ = write!(call.out, "{}", quoted(&value.to_string()));
            }
            call.out.push(',');
        }
        call.line("-,");
    }
}

/// Quotes text that has a comma or a quote.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_keep_their_places() {
        for (name, place) in [
            ("pxname", 0),
            ("status", 17),
            ("type", 32),
            ("req_tot", 48),
            ("addr", 73),
            ("eint", 94),
            ("cache_hint_hits", 118),
        ] {
            assert_eq!(columns::place(name), Some(place), "{name}");
        }
    }

    #[test]
    fn quotes() {
        assert_eq!(quoted("a"), "a");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
