//! Statistics as text, row after row: CSV, typed lines or JSON (management manual, chapter 9).

use crate::columns::COLUMNS;
use crate::field::{Field, Form, object, typed};
use crate::row::{self, Kind, Row};
use moongate_conf::Plan;
use moongate_state::ProxyId;
use std::fmt::Write as _;
use std::sync::Arc;

/// Which rows are wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The proxies, in this order.
    pub proxies: Vec<ProxyId>,
    /// 1 frontends, 2 backends, 4 servers; -1: all.
    pub kinds: i64,
    /// A server's number; none: all.
    pub server: Option<u32>,
    /// Servers that are down are left out (`up`).
    pub up: bool,
    /// Servers in maintenance are left out (`no-maint`).
    pub no_maintenance: bool,
}

impl Wanted {
    /// Every row of every proxy.
    pub fn all(plan: &Plan) -> Self {
        let proxies = plan.proxies.iter().map(|proxy| proxy.id).collect();
        Self { proxies, kinds: -1, server: None, up: false, no_maintenance: false }
    }

    fn wants(&self, row: &Row) -> bool {
        self.kinds & row.kind.bit() != 0
            && (row.kind != Kind::Server || self.server.is_none_or(|number| number == row.number))
            && !(self.up && row.kind == Kind::Server && !row.up)
            && !(self.no_maintenance && row.maintenance)
    }
}

/// Rows one by one: for each proxy its frontend, its servers, its backend. Each is made when it is
/// asked for, so that a long list needs no memory.
#[derive(Debug)]
pub struct Rows {
    plan: Arc<Plan>,
    wanted: Wanted,
    /// The proxy among the wanted ones, and the row within it.
    place: (usize, usize),
}

impl Rows {
    /// The rows that are wanted.
    pub fn new(plan: Arc<Plan>, wanted: Wanted) -> Self {
        Self { plan, wanted, place: (0, 0) }
    }

    /// The row at the present place, which moves on.
    fn step(&mut self) -> Option<Option<Row>> {
        let proxy = self.plan.proxy(*self.wanted.proxies.get(self.place.0)?);
        let servers = if proxy.state.backend { proxy.state.servers() } else { &[] };
        let at = self.place.1;
        self.place.1 += 1;
        Some(match at.checked_sub(1) {
            None => proxy.state.frontend.then(|| row::frontend(&self.plan, proxy)),
            Some(at) if at < servers.len() => Some(row::server(&self.plan, proxy, &servers[at])),
            Some(_) => {
                self.place = (self.place.0 + 1, 0);
                let mut backend = proxy.state.backend.then(|| row::backend(&self.plan, proxy));
                if let Some(backend) = &mut backend
                    && (self.wanted.up || self.wanted.no_maintenance)
                {
                    backend.count_servers(proxy);
                }
                backend
            }
        })
    }
}

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            if let Some(row) = self.step()?.filter(|row| self.wanted.wants(row)) {
                return Some(row);
            }
        }
    }
}

/// The column of that place.
pub fn field(place: usize) -> Field {
    let (name, tags, sentence) = COLUMNS[place];
    Field { place, name, tags, sentence }
}

/// Statistics as text, made piece by piece.
#[derive(Debug)]
pub struct Dump {
    rows: Rows,
    form: Form,
    begun: bool,
}

impl Dump {
    /// The text of these rows in that form; CSV is the plain one.
    pub fn new(rows: Rows, form: Form) -> Self {
        Self { rows, form, begun: false }
    }

    /// Adds text until `out` has `most` bytes, or a little more; false once all is written.
    pub fn fill(&mut self, out: &mut String, most: usize) -> bool {
        if !self.begun && !self.form.json && !self.form.typed {
            head(out);
        }
        while out.len() < most {
            let first = !std::mem::replace(&mut self.begun, true);
            let Some(row) = self.rows.next() else {
                if self.form.json {
                    out.push_str(if first { "[]\n" } else { "]\n" });
                }
                return false;
            };
            if self.form.json {
                out.push(if first { '[' } else { ',' });
                // Writing to a String can't fail.
                let _ = write!(out, "{}", json(&row));
            } else if self.form.typed {
                // Empty lines stand between rows.
                out.push_str(if first { "" } else { "\n" });
                typed_lines(&row, self.form.described, out);
            } else {
                csv(&row, out);
            }
        }
        true
    }
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

fn typed_lines(row: &Row, described: bool, out: &mut String) {
    let prefix = format!("{}.{}.{}.", row.kind.letter(), row.proxy, row.number);
    for (place, value) in row.values() {
        out.push_str(&typed(&prefix, &field(place), value, described));
        out.push('\n');
    }
}

/// A column `-` ends those whose places never change.
fn head(out: &mut String) {
    out.push_str("# ");
    for (name, _, _) in &COLUMNS {
        out.push_str(name);
        out.push(',');
    }
    out.push_str("-,\n");
}

fn csv(row: &Row, out: &mut String) {
    for value in row.cells() {
        if let Some(value) = value {
            out.push_str(&quoted(&value.to_string()));
        }
        out.push(',');
    }
    out.push_str("-,\n");
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
    use crate::columns::place;

    #[test]
    fn columns_keep_their_places() {
        for (name, at) in [
            ("pxname", 0),
            ("status", 17),
            ("type", 32),
            ("req_tot", 48),
            ("addr", 73),
            ("eint", 94),
            ("cache_hint_hits", 118),
        ] {
            assert_eq!(place(name), Some(at), "{name}");
        }
    }

    #[test]
    fn quotes() {
        assert_eq!(quoted("a"), "a");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
