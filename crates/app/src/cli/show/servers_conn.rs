//! `show servers conn`: connections to servers, in use and idle.

use super::servers::each;
use crate::cli::Command;
use moongate_conf::plan::CliLevel;
use moongate_stats::row::address;

/// `show servers conn [<backend>]`
pub static SERVERS_CONN: Command = Command {
    words: &["show", "servers", "conn"],
    level: CliLevel::User,
    usage: "show servers conn [<backend>]",
    sentence: "show connections to servers, in use and idle",
    run: |call| {
        call.line(
            "# bkname/svname bkid/svid addr port - purge_delay served used_cur used_max need_est \
             idle_sess unsafe_nb safe_nb idle_lim idle_cur",
        );
        each(call, |proxy, server| {
            let (address, port) = address(server);
            let plan = &proxy.servers[server.id.0 as usize];
            let idle = server.counters.idle.get();
            let open = server.counters.open.get();
            let used = open.saturating_sub(idle);
            format!(
                "{}/{} {}/{} {address} {port} - {} {} {used} {} {used} 0 0 {idle} {} {idle}",
                proxy.state.name,
                server.name,
                proxy.state.number,
                server.number,
                plan.pool_purge_delay,
                server.counters.sessions.get(),
                server.counters.open.max(),
                plan.pool_max.map_or(-1, i64::from),
            )
        })
    },
};
