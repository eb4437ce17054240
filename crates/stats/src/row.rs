//! The rows of the statistics: what each kind of object has in which column.

use crate::columns::{COLUMNS, place};
use crate::field::Value;
use moongate_conf::Plan;
use moongate_conf::plan::{Balance, Proxy};
use moongate_net::Target;
use moongate_state::{CheckStatus, Counter, Health, Mode, Server};
use std::sync::atomic::Ordering::Relaxed;

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A frontend.
    Frontend,
    /// A backend.
    Backend,
    /// A server.
    Server,
}

impl Kind {
    /// Its letter in typed output.
    pub fn letter(self) -> char {
        match self {
            Self::Frontend => 'F',
            Self::Backend => 'B',
            Self::Server => 'S',
        }
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Frontend => "Frontend",
            Self::Backend => "Backend",
            Self::Server => "Server",
        }
    }

    /// Its bit in the command's filter.
    pub fn bit(self) -> i64 {
        1 << self as i64
    }
}

/// One object's values.
#[derive(Debug)]
pub struct Row {
    /// What it is about.
    pub kind: Kind,
    /// The proxy's number.
    pub proxy: u32,
    /// The server's number; 0 for others.
    pub number: u32,
    /// A server that takes traffic.
    pub up: bool,
    /// A server in maintenance.
    pub maintenance: bool,
    cells: Vec<Option<Value>>,
}

impl Row {
    fn new(kind: Kind, proxy: &Proxy, name: &str, number: u32) -> Self {
        let cells = COLUMNS.iter().map(|_| None).collect();
        let up = true;
        let mut row =
            Self { kind, proxy: proxy.state.number, number, up, maintenance: false, cells };
        row.text("pxname", &proxy.state.name);
        row.text("svname", name);
        row.small("pid", 1);
        row.small("iid", u64::from(proxy.state.number));
        row.small("sid", u64::from(number));
        row.small("type", kind as u64);
        row.text("mode", if proxy.mode == Mode::Http { "http" } else { "tcp" });
        row
    }

    /// The value of a column as text; empty if there is none.
    pub fn get(&self, name: &str) -> String {
        let value = place(name).and_then(|at| self.cells[at].as_ref());
        value.map(Value::to_string).unwrap_or_default()
    }

    /// All cells in the order of the columns.
    pub fn cells(&self) -> impl Iterator<Item = Option<&Value>> {
        self.cells.iter().map(Option::as_ref)
    }

    /// The cells that aren't empty, with their places.
    pub fn values(&self) -> impl Iterator<Item = (usize, &Value)> {
        self.cells.iter().enumerate().filter_map(|(at, value)| Some((at, value.as_ref()?)))
    }

    /// Says behind a backend's state how many of its servers aren't down, for lists that leave some
    /// of them out.
    pub fn count_servers(&mut self, proxy: &Proxy) {
        let servers = proxy.state.servers();
        let up = servers.iter().filter(|server| server.up.load(Relaxed)).count();
        if let Some(Value::Str(status)) = place("status").and_then(|at| self.cells[at].as_mut()) {
            status.push_str(&format!(" ({up}/{})", servers.len()));
        }
    }

    fn set(&mut self, name: &str, value: Value) {
        debug_assert!(place(name).is_some(), "{name}");
        if let Some(place) = place(name) {
            self.cells[place] = Some(value);
        }
    }

    fn text(&mut self, name: &str, value: &str) {
        self.set(name, Value::Str(value.into()));
    }

    fn small(&mut self, name: &str, value: u64) {
        self.set(name, Value::U32(u32::try_from(value).unwrap_or(u32::MAX)));
    }

    fn count(&mut self, name: &str, counter: &Counter) {
        self.set(name, Value::U64(counter.get()));
    }

    fn responses(&mut self, mode: Mode, counters: &[Counter; 6]) {
        if mode != Mode::Http {
            return;
        }
        let names = ["hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other"];
        for (name, counter) in names.into_iter().zip(counters) {
            self.count(name, counter);
        }
    }
}

/// A frontend's row.
pub fn frontend(plan: &Plan, proxy: &Proxy) -> Row {
    let mut row = Row::new(Kind::Frontend, proxy, "FRONTEND", 0);
    let counters = &proxy.state.fe;
    row.small("scur", counters.sessions.get());
    row.small("smax", counters.sessions.max());
    row.small("slim", proxy.settings.maxconn.unwrap_or_else(|| plan.world.maxconn.load(Relaxed)));
    let stopped = proxy.state.disabled.load(Relaxed) || plan.world.stopping.load(Relaxed);
    row.text("status", if stopped { "STOP" } else { "OPEN" });
    for (name, counter) in [
        ("stot", &counters.sessions_total),
        ("bin", &counters.bytes_in),
        ("bout", &counters.bytes_out),
        ("dreq", &counters.denied_requests),
        ("dresp", &counters.denied_responses),
        ("ereq", &counters.request_errors),
        ("conn_tot", &counters.connections),
        ("dcon", &counters.denied_connections),
        ("dses", &counters.denied_sessions),
        ("eint", &counters.internal_errors),
    ] {
        row.count(name, counter);
    }
    row.responses(proxy.mode, &counters.responses);
    if proxy.mode == Mode::Http {
        row.count("req_tot", &counters.requests);
        row.count("intercepted", &counters.intercepted);
    }
    row
}

/// A backend's row.
pub fn backend(plan: &Plan, proxy: &Proxy) -> Row {
    let mut row = Row::new(Kind::Backend, proxy, "BACKEND", 0);
    let counters = &proxy.state.be;
    row.small("qcur", counters.queue.get());
    row.small("qmax", counters.queue.max());
    row.small("scur", counters.sessions.get());
    row.small("smax", counters.sessions.max());
    if let Some(fullconn) = proxy.settings.fullconn {
        row.small("slim", fullconn);
    }
    let servers = proxy.state.servers();
    let (active, backup) = proxy.state.usable();
    let group = servers.iter().filter(|one| one.takes_clients() && one.backup == (active == 0));
    let weight: u64 = group.map(|one| u64::from(one.weight.load(Relaxed))).sum();
    let up = active + backup > 0 || servers.is_empty();
    row.text("status", if up { "UP" } else { "DOWN" });
    row.small("weight", weight);
    row.small("uweight", weight);
    row.small("act", active as u64);
    row.small("bck", backup as u64);
    for (name, counter) in [
        ("stot", &counters.sessions_total),
        ("bin", &counters.bytes_in),
        ("bout", &counters.bytes_out),
        ("dreq", &counters.denied_requests),
        ("dresp", &counters.denied_responses),
        ("econ", &counters.connection_errors),
        ("eresp", &counters.response_errors),
        ("wretr", &counters.retries),
        ("wredis", &counters.redispatches),
        ("lbtot", &counters.chosen),
        ("cli_abrt", &counters.client_aborts),
        ("srv_abrt", &counters.server_aborts),
        ("connect", &counters.connects),
        ("reuse", &counters.reuses),
        ("eint", &counters.internal_errors),
    ] {
        row.count(name, counter);
    }
    row.responses(proxy.mode, &counters.responses);
    if proxy.mode == Mode::Http {
        row.count("req_tot", &counters.requests);
    }
    row.text(
        "algo",
        match proxy.settings.balance {
            Balance::RoundRobin => "roundrobin",
            Balance::LeastConn => "leastconn",
        },
    );
    let (since, now) = (&proxy.state.since, plan.world.millis());
    row.small("lastchg", since.seconds(now));
    row.count("chkdown", &proxy.state.downs);
    row.small("downtime", since.down_seconds(now, !up));
    row
}

/// A server's row.
pub fn server(plan: &Plan, proxy: &Proxy, server: &Server) -> Row {
    let mut row = Row::new(Kind::Server, proxy, &server.name, server.number);
    let counters = &server.counters;
    row.maintenance = server.maintenance.load(Relaxed);
    row.up = server.up.load(Relaxed) && !row.maintenance;
    row.small("qcur", counters.queue.get());
    row.small("qmax", counters.queue.max());
    row.small("scur", counters.sessions.get());
    row.small("smax", counters.sessions.max());
    let maxconn = server.maxconn.load(Relaxed);
    if maxconn > 0 {
        row.small("slim", maxconn.into());
    }
    let line = &proxy.servers[server.id.0 as usize];
    let weight = server.weight.load(Relaxed);
    let world = &plan.world;
    let tracked = server.health.tracks.get().map(|(backend, id)| (world.proxy(*backend), *id));
    let source = tracked.map_or(server, |(backend, id)| backend.server(id));
    row.text("status", &server.state_text(source));
    row.small("weight", weight.into());
    row.small("uweight", weight.into());
    row.small("act", u64::from(!server.backup));
    row.small("bck", u64::from(server.backup));
    for (name, counter) in [
        ("stot", &counters.sessions_total),
        ("bin", &counters.bytes_in),
        ("bout", &counters.bytes_out),
        ("dresp", &counters.denied_responses),
        ("econ", &counters.connection_errors),
        ("eresp", &counters.response_errors),
        ("wretr", &counters.retries),
        ("wredis", &counters.redispatches),
        ("lbtot", &counters.chosen),
        ("cli_abrt", &counters.client_aborts),
        ("srv_abrt", &counters.server_aborts),
        ("connect", &counters.connects),
        ("reuse", &counters.reuses),
    ] {
        row.count(name, counter);
    }
    row.responses(proxy.mode, &counters.responses);
    if proxy.mode == Mode::Http {
        row.count("req_tot", &counters.requests);
    }
    let idle = counters.idle.get();
    row.small("srv_icur", idle);
    row.small("idle_conn_cur", 0);
    row.small("safe_conn_cur", idle);
    row.small("used_conn_cur", counters.open.get().saturating_sub(idle));
    if let Some(limit) = line.pool_max {
        row.small("src_ilim", limit.into());
    }
    let (address, port) = address(server);
    row.text(
        "addr",
        &if address.contains(':') && !address.contains('@') {
            format!("[{address}]:{port}")
        } else if address.contains('@') {
            address
        } else {
            format!("{address}:{port}")
        },
    );
    row.small("lastchg", server.health.since.seconds(world.millis()));
    if let Some((backend, id)) = tracked {
        row.text("tracked", &format!("{}/{}", backend.name, backend.server(id).name));
    }
    if server.health.checked {
        health(&mut row, &server.health, world.millis(), server.up.load(Relaxed));
    }
    row
}

/// Address and port of a server; a name that isn't resolved has none.
pub fn address(server: &Server) -> (String, u16) {
    match &*server.target.read() {
        Some(Target::Inet(address)) => (address.ip().to_string(), address.port()),
        Some(Target::Unix(path)) => (format!("unix@{}", path.display()), 0),
        Some(other) => (other.peer().to_string(), 0),
        None => ("-".into(), 0),
    }
}

/// What checks of a server found.
fn health(row: &mut Row, health: &Health, now: u64, up: bool) {
    row.count("chkfail", &health.failures);
    row.count("chkdown", &health.downs);
    row.small("downtime", health.since.down_seconds(now, !up));
    if !health.is_active() {
        return;
    }
    let last = health.last.read();
    let (_, name, sentence) = last.status.known();
    let running = if health.running.load(Relaxed) { "* " } else { "" };
    row.text("check_status", &format!("{running}{name}"));
    if last.status.has_code() {
        row.small("check_code", last.code.into());
    }
    if last.status != CheckStatus::Initial {
        row.set("check_duration", Value::U64(last.duration));
    }
    row.text("check_desc", sentence);
    row.text("last_chk", &last.text);
    row.small("check_rise", health.rise.into());
    row.small("check_fall", health.fall.into());
    row.small("check_health", health.score.load(Relaxed).into());
    if health.observed.get() > 0 {
        row.count("hanafail", &health.observed);
    }
}
