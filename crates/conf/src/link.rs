//! Makes the proxies of the plan out of their sections, once all names are known.

use crate::draft::{Draft, Kept, Logs};
use crate::names::Entry;
use crate::plan::{self, Filters, Global, LogTarget, RuleSets, Settings, Sticking};
use moongate_lang::{Diagnostic, Diagnostics, Span};
use moongate_net::KeepAlive;
use moongate_state::{Gauge, Listener, Mode, Proxy, ProxyId, Server, Table};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Connections that may wait to be accepted when nothing says how many.
const DEFAULT_BACKLOG: u32 = 1024;

/// Makes a proxy of the plan and its live side; the draft keeps what is compiled later.
pub(crate) fn proxy(
    draft: &mut Draft<'_>,
    id: ProxyId,
    number: u32,
    global: &Global,
    notes: &mut Diagnostics,
) -> plan::Proxy {
    let section = draft.section;
    let mut settings: Settings = std::mem::take(&mut draft.settings);
    settings.number = Some(number);
    settings.logs = logs(&draft.logs, &global.logs);
    let mode = settings.mode;
    // As documented: backends of HTTP have it unless they are told otherwise.
    settings.options.abortonclose =
        section.is_backend() && draft.abortonclose.unwrap_or(mode == Mode::Http);
    let mut state = Proxy::new(id, &draft.name, mode, section.is_frontend(), section.is_backend());
    state.number = number;
    state.disabled.store(settings.disabled, Relaxed);
    let mut live = std::mem::take(&mut draft.live);
    let mut servers = std::mem::take(&mut draft.servers);
    for server in servers.iter_mut().filter(|server| server.source.is_none()) {
        server.source = settings.source;
        server.interface.clone_from(&settings.source_interface);
    }
    number_servers(draft, &mut live, &servers, notes);
    state.set_servers(live);
    if let Some(table) = &draft.table {
        state.set_table(Table::new(&draft.name, table.spec.clone()));
    }
    let mut binds = std::mem::take(&mut draft.binds);
    number_binds(draft, &mut binds, notes);
    for bind in &mut binds {
        if bind.listen.backlog == 0 {
            let maxconn = settings.maxconn.and_then(|conns| u32::try_from(conns).ok());
            bind.listen.backlog = settings.backlog.or(maxconn).unwrap_or(DEFAULT_BACKLOG);
        }
        if settings.options.clitcpka {
            bind.listen.keepalive = Some(KeepAlive::default());
        }
        [bind.listen.rcvbuf, bind.listen.sndbuf, ..] = global.tune.socket_buffers;
    }
    state.set_listeners(binds.iter().map(listener).collect());
    plan::Proxy {
        id,
        state: Arc::new(state),
        mode,
        http: mode == Mode::Http || draft.late.iter().any(switches),
        span: draft.span,
        binds,
        servers,
        settings,
        rules: RuleSets::default(),
        use_backend: Vec::new(),
        use_server: Vec::new(),
        persist: Vec::new(),
        sticking: Sticking::default(),
        filters: Filters::default(),
        default_backend: None,
        monitor_fail: Vec::new(),
        stats_admin: Vec::new(),
        log_format: None,
        error_log_format: None,
        log_format_sd: None,
        unique_id_format: None,
        unique_id_header: None,
        forwarded: None,
        errors: Vec::new(),
        req_captures: Vec::new(),
        res_captures: Vec::new(),
        cookie_capture: None,
    }
}

/// Whether a line is a rule that makes connections speak HTTP.
fn switches(kept: &Kept<'_>) -> bool {
    let is = |at: usize, text: &str| kept.words.get(at).is_some_and(|word| *word == *text);
    is(0, "tcp-request") && is(1, "content") && is(2, "switch-mode")
}

/// Makes the entry under which others find it.
pub(crate) fn entry(draft: &Draft<'_>, proxy: &plan::Proxy) -> Entry {
    Entry {
        section: draft.section,
        mode: proxy.mode,
        span: draft.span,
        state: Arc::clone(&proxy.state),
    }
}

fn logs(logs: &Logs, global: &[LogTarget]) -> Vec<LogTarget> {
    let mut list = Vec::new();
    if logs.global {
        list.extend_from_slice(global);
    }
    list.extend_from_slice(&logs.own);
    list
}

/// The next free number from `next` on.
fn free(used: &HashSet<u32>, next: &mut u32) -> u32 {
    while used.contains(next) {
        *next += 1;
    }
    *next += 1;
    *next - 1
}

/// The live side of a `bind` line.
fn listener(bind: &plan::Bind) -> Listener {
    let address = match bind.port {
        0 => bind.address.to_string(),
        port => format!("{}:{port}", bind.address),
    };
    Listener {
        number: bind.number,
        name: bind.name.as_deref().unwrap_or_default().into(),
        address: address.into(),
        sessions: Gauge::default(),
    }
}

/// Numbers of proxies: those that were written, and free ones for the others.
pub(crate) fn proxy_numbers(
    drafts: &[Draft<'_>],
    stats_sockets: bool,
    notes: &mut Diagnostics,
) -> Vec<u32> {
    let mut used: HashSet<u32> = HashSet::new();
    let mut owners: HashMap<u32, Span> = HashMap::new();
    for draft in drafts {
        let Some(number) = draft.settings.number else { continue };
        if let Some(first) = owners.insert(number, draft.span) {
            let message = format!("{} reuses the custom id {number}", draft.title());
            notes.push(Diagnostic::alert(draft.span, message).related(first, "declared here"));
        }
        used.insert(number);
    }
    // The first is of the frontend of the runtime API, where there is one.
    let mut next = if stats_sockets { 2 } else { 1 };
    let number = |draft: &Draft<'_>| match draft.settings.number {
        // As in HAProxy, the next number is left out then.
        Some(number) => {
            next += 1;
            number
        }
        None => free(&used, &mut next),
    };
    drafts.iter().map(number).collect()
}

/// Gives numbers to servers without one, and finds names and numbers used twice.
fn number_servers(
    draft: &Draft<'_>,
    live: &mut [Server],
    servers: &[plan::Server],
    notes: &mut Diagnostics,
) {
    let mut names: HashMap<&str, usize> = HashMap::new();
    let twice = |at: usize, first: usize| {
        let message = format!(
            "{} : another server named '{}' was already defined, please use distinct names",
            draft.title(),
            live[at].name
        );
        Diagnostic::alert(servers[at].span, message).related(servers[first].span, "defined here")
    };
    // A few names are compared faster than hashed.
    let few = live.len() <= 8;
    for (at, server) in live.iter().enumerate() {
        let first = match few {
            true => live[..at].iter().position(|other| other.name == server.name),
            false => names.get(&*server.name).copied(),
        };
        match first {
            Some(first) => notes.push(twice(at, first)),
            None if few => {}
            None => drop(names.insert(&server.name, at)),
        }
    }
    if live.iter().all(|server| server.number == 0) {
        for (number, server) in (1..).zip(live) {
            server.number = number;
        }
        return;
    }
    let mut owners: HashMap<u32, usize> = HashMap::new();
    for (at, server) in live.iter().enumerate().filter(|(_, server)| server.number > 0) {
        if let Some(first) = owners.insert(server.number, at) {
            let message = format!(
                "'server {}' reuses the custom id {} of server '{}'",
                server.name, server.number, live[first].name
            );
            notes.push(
                Diagnostic::alert(servers[at].span, message)
                    .related(servers[first].span, "defined here"),
            );
        }
    }
    let used: HashSet<u32> = owners.into_keys().collect();
    let mut next = 1;
    for server in live.iter_mut().filter(|server| server.number == 0) {
        server.number = free(&used, &mut next);
    }
}

fn number_binds(draft: &Draft<'_>, binds: &mut [plan::Bind], notes: &mut Diagnostics) {
    let mut owners: HashMap<u32, Span> = HashMap::new();
    for bind in binds.iter().filter(|bind| bind.number > 0) {
        if let Some(first) = owners.insert(bind.number, bind.span) {
            let message = format!("{} : custom id {} is used twice", draft.title(), bind.number);
            notes.push(Diagnostic::alert(bind.span, message).related(first, "defined here"));
        }
    }
    let used: HashSet<u32> = owners.into_keys().collect();
    let mut next = 1;
    for bind in binds.iter_mut().filter(|bind| bind.number == 0) {
        bind.number = free(&used, &mut next);
    }
}
