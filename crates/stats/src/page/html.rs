//! The page as HTML: a head, then a table for each proxy. It needs no script.

use super::admin::{ACTIONS, STATUSES};
use super::{Asked, Options};
use crate::dump::{Rows, Wanted};
use crate::row::{Kind, Row};
use moongate_conf::Plan;
use moongate_conf::plan::StatsPage;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

const STYLE: &str = include_str!("style.css");

/// The columns: their names, what is shown of a row, and what they mean.
const COLUMNS: [(&str, &[&str], &str); 17] = [
    ("queue", &["qcur", "qmax", "qlimit"], "requests in the queue: now, most, allowed"),
    ("sessions", &["scur", "smax", "slim"], "sessions: now, most, allowed"),
    ("total", &["stot"], "sessions so far"),
    ("requests", &["req_tot"], "requests so far"),
    ("in", &["bin"], "bytes received"),
    ("out", &["bout"], "bytes sent"),
    ("2xx", &["hrsp_2xx"], "responses of class 2xx"),
    ("3xx", &["hrsp_3xx"], "responses of class 3xx"),
    ("4xx", &["hrsp_4xx"], "responses of class 4xx"),
    ("5xx", &["hrsp_5xx"], "responses of class 5xx"),
    ("denied", &["dreq", "dresp"], "denied: requests, responses"),
    ("errors", &["ereq", "econ", "eresp"], "errors: requests, connections, responses"),
    ("retries", &["wretr", "wredis"], "connections tried again, requests given to another server"),
    ("weight", &["weight"], "weight"),
    ("act / bck", &["act", "bck"], "active and backup servers"),
    ("check", &["check_status"], "last health check"),
    ("fails", &["chkfail", "chkdown"], "failed checks, times down"),
];

/// The page under way.
#[derive(Debug)]
pub(super) struct Html {
    rows: Rows,
    plan: Arc<Plan>,
    page: Arc<StatsPage>,
    options: Options,
    admin: bool,
    begun: bool,
    /// The proxy whose table is open, and whether it has a form.
    open: Option<(u32, bool)>,
}

/// Writing to a String can't fail.
macro_rules! put {
    ($out:expr, $($text:tt)*) => { let _ = write!($out, $($text)*); };
}

impl Html {
    pub(super) fn new(asked: &Asked) -> Self {
        let wanted: Wanted = asked.wanted();
        Self {
            rows: Rows::new(asked.plan.clone(), wanted),
            plan: asked.plan.clone(),
            page: asked.page.clone(),
            options: asked.options.clone(),
            admin: asked.admin,
            begun: false,
            open: None,
        }
    }

    /// Adds text until `out` has `most` bytes, or a little more; false once all is written.
    pub(super) fn fill(&mut self, out: &mut String, most: usize) -> bool {
        if !std::mem::replace(&mut self.begun, true) {
            self.head(out);
        }
        while out.len() < most {
            let Some(row) = self.rows.next() else {
                self.close(out);
                out.push_str("</main>\n</body>\n</html>\n");
                return false;
            };
            if self.open.is_none_or(|(number, _)| number != row.proxy) {
                self.close(out);
                self.open(&row, out);
            }
            self.row(&row, out);
        }
        true
    }

    fn head(&self, out: &mut String) {
        let world = &self.plan.world;
        let node = self.page.node.as_deref().map(|node| or(node, &world.node));
        let text = self.page.description.as_deref().map(|text| or(text, &world.description));
        let title = node.map_or("Statistics".to_owned(), |node| format!("Statistics of {node}"));
        let title = Escaped(&title);
        put!(
            out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n"
        );
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            put!(out, "<p>{}</p>\n", Escaped(text));
        }
        let counters = &world.counters;
        let seconds = world.started.0.elapsed().as_secs();
        out.push_str("<dl>");
        if self.page.version {
            put!(out, "<div><dt>version</dt><dd>Moongate {}</dd></div>", env!("CARGO_PKG_VERSION"));
        }
        put!(out, "<div><dt>pid</dt><dd>{}</dd></div>", std::process::id());
        put!(out, "<div><dt>up for</dt><dd>{}</dd></div>", lasting(seconds));
        for (name, value) in [
            ("threads", u64::from(world.threads.load(Relaxed))),
            ("connections", counters.connections.get()),
            ("allowed", world.maxconn.load(Relaxed)),
            ("so far", counters.connections_total.get()),
            ("requests", counters.requests.get()),
            ("bytes out", counters.bytes_out.get()),
        ] {
            put!(out, "<div><dt>{name}</dt><dd>{value}</dd></div>");
        }
        if world.stopping.load(Relaxed) {
            out.push_str("<div><dt>state</dt><dd class=\"down\">stopping</dd></div>");
        }
        out.push_str("</dl>\n");
        self.links(out);
        self.scope(out);
        out.push_str("</header>\n<main>\n");
        let told = self.options.status.as_deref();
        if let Some((_, word, text)) = STATUSES.iter().find(|(_, word, _)| told == Some(*word)) {
            let class = if *word == "DONE" { "good" } else { "bad" };
            let link = self.link(&self.options, "");
            put!(
                out,
                "<p class=\"told {class}\">{text} <a href=\"{}\">OK</a></p>\n",
                Escaped(&link)
            );
        }
    }

    fn link(&self, options: &Options, word: &str) -> String {
        options.link(&String::from_utf8_lossy(&self.page.uri), word)
    }

    fn links(&self, out: &mut String) {
        let own = &self.options;
        let mut list = vec![("Load again", self.link(own, ""))];
        let mut switch = |on: bool, names: (&'static str, &'static str), other: Options| {
            list.push((if on { names.1 } else { names.0 }, self.link(&other, "")));
        };
        switch(
            own.up,
            ("Hide servers that are down", "Show servers that are down"),
            Options { up: !own.up, ..own.clone() },
        );
        switch(
            own.no_maintenance,
            ("Hide servers in maintenance", "Show servers in maintenance"),
            Options { no_maintenance: !own.no_maintenance, ..own.clone() },
        );
        if self.page.refresh.is_some() {
            switch(
                own.no_refresh,
                ("Stop loading again", "Keep loading again"),
                Options { no_refresh: !own.no_refresh, ..own.clone() },
            );
        }
        for (name, word) in [("CSV", "csv"), ("JSON", "json"), ("JSON schema", "json-schema")] {
            list.push((name, self.link(own, word)));
        }
        out.push_str("<nav>");
        for (name, link) in list {
            put!(out, "<a href=\"{}\">{name}</a> ", Escaped(&link));
        }
        out.push_str("</nav>\n");
    }

    /// A form that asks for some proxies only. What the page's URI has behind `?` comes first in it, or
    /// the request wouldn't be one for the page.
    fn scope(&self, out: &mut String) {
        let link = self.link(&Options { scope: String::new(), ..self.options.clone() }, "");
        let (path, query) = link.split_once('?').unwrap_or((&link, ""));
        put!(out, "<form action=\"{}\">", Escaped(path));
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) =
                pair.split_once('=').unwrap_or_else(|| match pair.split_once(';') {
                    Some((name, _)) => (name, &pair[name.len()..]),
                    None => (pair, ""),
                });
            put!(
                out,
                "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
                Escaped(name),
                Escaped(value)
            );
        }
        put!(
            out,
            "<label>Proxies with <input name=\"scope\" size=\"12\" value=\"{}\"> in their names</label> <button>Show</button></form>\n",
            Escaped(&self.options.scope)
        );
    }

    fn open(&mut self, row: &Row, out: &mut String) {
        let name = row.get("pxname");
        let found = self.plan.proxies.iter().find(|proxy| proxy.state.number == row.proxy);
        let form = self.admin
            && found.is_some_and(|proxy| proxy.state.backend && !proxy.state.servers().is_empty());
        self.open = Some((row.proxy, form));
        let name = Escaped(&name);
        put!(out, "<section id=\"{name}\">\n<h2><a href=\"#{name}\">{name}</a>");
        if self.page.legends
            && let Some(proxy) = found
        {
            let sides = match (proxy.state.frontend, proxy.state.backend) {
                (true, true) => "listen",
                (true, false) => "frontend",
                _ => "backend",
            };
            put!(out, " <small>{sides}, mode {}, id {}</small>", row.get("mode"), row.proxy);
        }
        out.push_str("</h2>\n");
        if form {
            put!(
                out,
                "<form method=\"post\" action=\"{}\">\n",
                Escaped(&self.link(&self.options, ""))
            );
        }
        out.push_str("<div class=\"wide\"><table>\n<thead><tr><th>name</th><th>state</th>");
        for (name, _, sentence) in COLUMNS {
            put!(out, "<th title=\"{sentence}\">{name}</th>");
        }
        out.push_str(
            "<th title=\"time in this state, time down\">since / down</th></tr></thead>\n<tbody>\n",
        );
    }

    fn close(&mut self, out: &mut String) {
        let Some((number, form)) = self.open.take() else { return };
        out.push_str("</tbody>\n</table></div>\n");
        if form {
            put!(
                out,
                "<p class=\"act\"><input type=\"hidden\" name=\"b\" value=\"#{number}\"><label>With the chosen servers: <select name=\"action\"><option value=\"\"></option>"
            );
            for (word, sentence) in ACTIONS {
                put!(out, "<option value=\"{word}\">{sentence}</option>");
            }
            out.push_str("</select></label> <button>Do it</button></p>\n</form>\n");
        }
        out.push_str("</section>\n");
    }

    fn row(&self, row: &Row, out: &mut String) {
        let (kind, name) = match row.kind {
            Kind::Frontend => ("frontend", "Frontend".to_owned()),
            Kind::Backend => ("backend", "Backend".to_owned()),
            Kind::Server => ("server", row.get("svname")),
        };
        let (state, shown) = (row.get("status"), Escaped(&name));
        put!(out, "<tr class=\"{kind}\"><th");
        if self.page.legends && row.kind == Kind::Server {
            put!(out, " title=\"{}, id {}\"", Escaped(&row.get("addr")), row.number);
        }
        out.push('>');
        match row.kind == Kind::Server && self.open.is_some_and(|(_, form)| form) {
            true => {
                put!(
                    out,
                    "<label><input type=\"checkbox\" name=\"s\" value=\"{shown}\"> {shown}</label>"
                );
            }
            false => {
                put!(out, "{shown}");
            }
        }
        put!(out, "</th><td class=\"{}\">{}</td>", class(&state), Escaped(&state));
        for (_, names, _) in COLUMNS {
            let values: Vec<String> = names.iter().map(|name| row.get(name)).collect();
            let any = values.iter().any(|value| !value.is_empty());
            let text = if any {
                values.iter().map(|value| or(value, "–")).collect::<Vec<_>>().join(" / ")
            } else {
                String::new()
            };
            let why = row.get("last_chk");
            match names.first() == Some(&"check_status") && !why.is_empty() {
                true => {
                    put!(out, "<td title=\"{}\">{}</td>", Escaped(&why), Escaped(&text));
                }
                false => {
                    put!(out, "<td>{}</td>", Escaped(&text));
                }
            }
        }
        let time = |name: &str| row.get(name).parse().map(lasting).unwrap_or_default();
        let (since, down) = (time("lastchg"), time("downtime"));
        let between = if down.is_empty() { "" } else { " / " };
        put!(out, "<td>{since}{between}{down}</td></tr>\n");
    }
}

/// The text, or another one if it is empty.
fn or<'t>(text: &'t str, other: &'t str) -> &'t str {
    if text.is_empty() { other } else { text }
}

/// How a state is coloured.
fn class(state: &str) -> &'static str {
    match state.split(' ').next().unwrap_or_default() {
        "UP" | "OPEN" => "up",
        "DOWN" | "STOP" => "down",
        "MAINT" => "maint",
        "DRAIN" | "NOLB" => "drain",
        _ => "plain",
    }
}

/// `3d04h`, `2h05m`, `1m30s`, `7s`
fn lasting(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{}h{:02}m", seconds / 3600, seconds / 60 % 60),
        _ => format!("{}d{:02}h", seconds / 86_400, seconds / 3600 % 24),
    }
}

/// Text in which nothing is markup.
struct Escaped<'t>(&'t str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for piece in self.0.split_inclusive(['&', '<', '>', '"', '\'']) {
            let mut chars = piece.chars();
            let escape = match chars.next_back() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\'') => "&#39;",
                _ => {
                    f.write_str(piece)?;
                    continue;
                }
            };
            f.write_str(chars.as_str())?;
            f.write_str(escape)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(Escaped("a<b>&\"c'").to_string(), "a&lt;b&gt;&amp;&quot;c&#39;");
    }

    #[test]
    fn times() {
        assert_eq!(lasting(7), "7s");
        assert_eq!(lasting(3725), "1h02m");
        assert_eq!(lasting(90_000), "1d01h");
    }
}
