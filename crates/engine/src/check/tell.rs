//! What the logs say of checks and of servers that go up and down, in HAProxy's words.

use crate::worker::Shared;
use moongate_state::{
    CheckResult, LastCheck, LogLevel, Proxy, Server, ServerChange, ServerState, Why,
};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Logs every change of a server's state from now on, whatever brings it about.
pub(crate) fn listen(shared: &Arc<Shared>) {
    let weak = Arc::downgrade(shared);
    let listener = move |change: &ServerChange| {
        if let Some(shared) = weak.upgrade() {
            changed(&shared, change);
        }
    };
    shared.plan.world.events.listen(Box::new(listener));
}

fn changed(shared: &Shared, change: &ServerChange) {
    if matches!(change.why, Why::Reported(_)) {
        return;
    }
    let proxy = shared.plan.world.proxy(change.backend);
    let server = proxy.server(change.server);
    if let Some((level, line)) = line(shared, change, proxy, server) {
        crate::log::proxy(shared, change.backend, level, &line);
    }
    if change.last {
        let line = format!("backend {} has no server available!", proxy.name);
        crate::log::proxy(shared, change.backend, LogLevel::Emerg, &line);
    }
    if !takes(change.before) && takes(change.after) {
        // Requests that waited for a server may have this one.
        let queue = shared.queue(change.backend);
        let room = match server.maxconn.load(Relaxed) {
            0 => queue.len(),
            most => queue.len().min(most as usize),
        };
        (0..room).for_each(|_| queue.call());
    }
}

fn takes(state: ServerState) -> bool {
    state.up && !state.maintenance && !state.stopping
}

fn line(
    shared: &Shared,
    change: &ServerChange,
    proxy: &Proxy,
    server: &Server,
) -> Option<(LogLevel, String)> {
    let (before, after) = (change.before, change.after);
    let title = title(proxy, server);
    let via = match change.why {
        Why::Via(backend, tracked) => {
            let backend = shared.plan.world.proxy(backend);
            format!(" via {}/{}", backend.name, backend.server(tracked).name)
        }
        _ => String::new(),
    };
    let cause = match change.why {
        Why::Cli => ", changed from CLI",
        _ => "",
    };
    let servers = servers(proxy);
    let waiting = shared.queue(change.backend).len();
    let left = || {
        let sessions = server.counters.sessions.get();
        format!(
            "{servers} left.{} {sessions} sessions active, 0 requeued, {waiting} remaining in queue.",
            backup(proxy)
        )
    };
    let online = || {
        format!("{servers} online.{} 0 sessions requeued, {waiting} total in queue.", backup(proxy))
    };
    Some(match (before, after) {
        (
            ServerState { maintenance: false, up: true, .. },
            ServerState { maintenance: true, .. },
        ) => (LogLevel::Alert, format!("{title} is going DOWN for maintenance{via}. {}", left())),
        (ServerState { maintenance: false, .. }, ServerState { maintenance: true, .. }) => {
            (LogLevel::Notice, format!("{title} was DOWN and now enters maintenance."))
        }
        (ServerState { maintenance: true, .. }, ServerState { maintenance: false, up, .. }) => {
            let state = if up { "UP/READY" } else { "DOWN/READY" };
            (LogLevel::Notice, format!("{title} is {state} (leaving forced maintenance)."))
        }
        (ServerState { up: true, .. }, ServerState { up: false, .. }) => {
            (LogLevel::Alert, format!("{title} is DOWN{via}{cause}. {}", left()))
        }
        (_, ServerState { up: true, stopping: true, .. }) => {
            (LogLevel::Notice, format!("{title} is stopping{via}{cause}. {}", online()))
        }
        (_, ServerState { up: true, .. }) => {
            (LogLevel::Notice, format!("{title} is UP{via}{cause}. {}", online()))
        }
        _ => return None,
    })
}

fn title(proxy: &Proxy, server: &Server) -> String {
    let kind = if server.backup { "Backup Server" } else { "Server" };
    format!("{kind} {}/{}", proxy.name, server.name)
}

fn servers(proxy: &Proxy) -> String {
    let (active, backup) = proxy.usable();
    format!("{active} active and {backup} backup servers")
}

/// Said where only backup servers are left.
fn backup(proxy: &Proxy) -> &'static str {
    match proxy.usable() {
        (0, 1..) => " Running on backup.",
        _ => "",
    }
}

/// `option log-health-checks`: what a check found.
pub(crate) fn check(
    shared: &Shared,
    backend: moongate_state::ProxyId,
    server: &Server,
    last: &LastCheck,
) {
    let line = check_line(shared.plan.world.proxy(backend), server, last);
    crate::log::proxy(shared, backend, LogLevel::Notice, &line);
}

fn check_line(proxy: &Proxy, server: &Server, last: &LastCheck) -> String {
    let (_, _, reason) = last.status.known();
    let result = match last.status.result() {
        CheckResult::Conditional => "conditionally succeeded",
        CheckResult::Passed => "succeeded",
        CheckResult::Failed | CheckResult::None => "failed",
    };
    let backup = if server.backup { "backup " } else { "" };
    let mut line = format!(
        "Health check for {backup}server {}/{} {result}, reason: {reason}",
        proxy.name, server.name
    );
    // Writing to a String can't fail.
    if last.status.has_code() {
        let _ = write!(line, ", code: {}", last.code);
    }
    if !last.text.is_empty() {
        let _ = write!(line, ", info: \"{}\"", last.text);
    }
    let health = &server.health;
    let (score, rise) = (health.score.load(Relaxed), health.rise);
    let (now, of, state) = match score.checked_sub(rise) {
        Some(above) => (above + 1, health.fall, "UP"),
        None => (score, rise, "DOWN"),
    };
    let _ = write!(line, ", check duration: {}ms, status: {now}/{of} {state}.", last.duration);
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use moongate_state::{CheckStatus, Health, InitState, Mode, ProxyId, ServerId};

    #[test]
    fn lines_of_checks() {
        let proxy = Proxy::new(ProxyId(0), "b", Mode::Http, false, true);
        let mut server = Server::new(ServerId(0), "s", None);
        server.health = Health::checked(2, 3, InitState::Up);
        server.backup = true;
        let last = LastCheck {
            status: CheckStatus::L7Status,
            code: 404,
            duration: 7,
            text: "Not Found".to_owned(),
        };
        server.health.score.store(0, Relaxed);
        assert_eq!(
            check_line(&proxy, &server, &last),
            "Health check for backup server b/s failed, reason: Layer7 wrong status, code: 404, info: \"Not Found\", check duration: 7ms, status: 0/2 DOWN."
        );
        server.health.score.store(4, Relaxed);
        let last = LastCheck { status: CheckStatus::L4Ok, ..LastCheck::default() };
        assert!(
            check_line(&proxy, &server, &last).ends_with("check duration: 0ms, status: 3/3 UP.")
        );
    }
}
