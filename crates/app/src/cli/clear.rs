//! `clear counters`: forgets the highest values, or everything that was counted.

use super::{Command, find};
use moongate_conf::plan::CliLevel;
use moongate_engine::Shared;
use moongate_state::{Counter, ProxyCounters, ServerCounters};

/// Every `clear` command.
pub static ALL: &[&Command] = &[&COUNTERS, &COUNTERS_ALL, &COUNTERS_SERVER];

/// `clear counters`
static COUNTERS: Command = Command {
    words: &["clear", "counters"],
    level: CliLevel::Operator,
    usage: "clear counters",
    sentence: "forget the highest values of counters",
    run: |call| {
        clear(&call.runtime.shared, false);
        Ok(())
    },
};

/// `clear counters all`
static COUNTERS_ALL: Command = Command {
    words: &["clear", "counters", "all"],
    level: CliLevel::Admin,
    usage: "clear counters all",
    sentence: "set all counters to zero",
    run: |call| {
        clear(&call.runtime.shared, true);
        Ok(())
    },
};

/// `clear counters server <backend>/<server> [force]`: no counters are shared with other processes, so that
/// nothing has to be forced.
static COUNTERS_SERVER: Command = Command {
    words: &["clear", "counters", "server"],
    level: CliLevel::Admin,
    usage: "clear counters server <backend>/<server> [force]",
    sentence: "set a server's counters to zero",
    run: |call| {
        let shared = call.runtime.shared.clone();
        let (_, one) = find::server(&shared.plan, call.arg(0))?;
        server(&one.counters, true);
        call.line("Server counters cleared.");
        Ok(())
    },
};

fn clear(shared: &Shared, all: bool) {
    for one in &shared.plan.proxies {
        proxy(&one.state.fe, all);
        proxy(&one.state.be, all);
        one.state.servers().iter().for_each(|one| server(&one.counters, all));
        one.state.listeners().iter().for_each(|one| one.sessions.reset_max());
    }
    let process = &shared.plan.world.counters;
    process.connections.reset_max();
}

fn proxy(counters: &ProxyCounters, all: bool) {
    counters.sessions.reset_max();
    counters.queue.reset_max();
    if !all {
        return;
    }
    let list = [
        &counters.connections,
        &counters.sessions_total,
        &counters.bytes_in,
        &counters.bytes_out,
        &counters.denied_requests,
        &counters.denied_responses,
        &counters.request_errors,
        &counters.connection_errors,
        &counters.response_errors,
        &counters.retries,
        &counters.redispatches,
        &counters.denied_connections,
        &counters.denied_sessions,
        &counters.requests,
        &counters.intercepted,
        &counters.client_aborts,
        &counters.server_aborts,
        &counters.chosen,
        &counters.connects,
        &counters.reuses,
        &counters.internal_errors,
    ];
    list.into_iter().chain(&counters.responses).for_each(Counter::reset);
}

fn server(counters: &ServerCounters, all: bool) {
    counters.sessions.reset_max();
    counters.queue.reset_max();
    if !all {
        return;
    }
    let list = [
        &counters.sessions_total,
        &counters.bytes_in,
        &counters.bytes_out,
        &counters.connection_errors,
        &counters.response_errors,
        &counters.retries,
        &counters.redispatches,
        &counters.denied_responses,
        &counters.requests,
        &counters.client_aborts,
        &counters.server_aborts,
        &counters.chosen,
        &counters.connects,
        &counters.reuses,
    ];
    list.into_iter().chain(&counters.responses).for_each(Counter::reset);
}
