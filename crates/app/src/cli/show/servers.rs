//! `show servers state`: the live state of servers, in the format of state files.

use crate::cli::{Call, Command, Runtime, find};
use moongate_conf::plan::{CliLevel, Proxy};
use moongate_state::{CheckResult, Server};
use moongate_stats::row::address;
use std::sync::atomic::Ordering::Relaxed;

/// `show servers state [<backend>]`
pub static SERVERS_STATE: Command = Command {
    words: &["show", "servers", "state"],
    level: CliLevel::User,
    usage: "show servers state [<backend>]",
    sentence: "show the state of servers, as state files have it",
    run: |call| {
        call.line("1");
        call.line(
            "# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight \
             srv_iweight srv_time_since_last_change srv_check_status srv_check_result \
             srv_check_health srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id \
             srv_fqdn srv_port srvrecord srv_use_ssl srv_check_port srv_check_addr srv_agent_addr \
             srv_agent_port",
        );
        let runtime = call.runtime;
        each(call, |proxy, server| state(runtime, proxy, server))
    },
};

/// Writes a line for each server of the backend that is named, or of all.
pub fn each(call: &mut Call<'_>, line: impl Fn(&Proxy, &Server) -> String) -> Result<(), String> {
    let shared = call.runtime.shared.clone();
    let plan = &shared.plan;
    let only = match call.args.first() {
        Some(name) => Some(find::any(plan, name).ok_or("Can't find backend.")?.id),
        None => None,
    };
    let wanted = |proxy: &&Proxy| proxy.state.backend && only.is_none_or(|id| id == proxy.id);
    for proxy in plan.proxies.iter().filter(wanted) {
        for server in proxy.state.servers() {
            call.line(line(proxy, server));
        }
    }
    Ok(())
}

fn state(runtime: &Runtime, proxy: &Proxy, server: &Server) -> String {
    let maintenance = server.maintenance.load(Relaxed);
    let operational = match (server.up.load(Relaxed) && !maintenance, server.stopping.load(Relaxed))
    {
        (false, _) => 0,
        (true, false) => 2,
        (true, true) => 3,
    };
    let (address, port) = address(server);
    let plan = &proxy.servers[server.id.0 as usize];
    let initial = runtime.initial_weight(proxy.id, server.id);
    let world = &runtime.shared.plan.world;
    let health = &server.health;
    // A server that takes another's state shows that one's check.
    let status =
        if health.tracks.get().is_some() { 1 } else { health.last.read().status.known().0.max(1) };
    let result = match health.last.read().status.result() {
        CheckResult::None => 0,
        CheckResult::Failed => 2,
        CheckResult::Passed => 3,
        CheckResult::Conditional => 4,
    };
    let score = match health.checked || !maintenance {
        true => health.score.load(Relaxed),
        false => 0,
    };
    let checks = u8::from(health.running.load(Relaxed))
        + if health.checked { 2 } else { 0 }
        + if health.is_active() { 4 } else { 0 }
        + if maintenance { 8 } else { 0 };
    format!(
        "{} {} {} {} {address} {operational} {} {} {initial} {} {status} {result} {score} {checks} 0 0 0 {} {port} - 0 {} {} - 0",
        proxy.state.number,
        proxy.state.name,
        server.number,
        server.name,
        u8::from(maintenance),
        server.weight.load(Relaxed),
        health.since.seconds(world.millis()),
        plan.host.as_deref().unwrap_or("-"),
        health.port.load(Relaxed),
        health.address.read().map_or_else(|| "-".to_owned(), |address| address.to_string()),
    )
}
