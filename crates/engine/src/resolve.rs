//! Servers whose addresses follow their names (configuration manual, chapter 5.3).

use crate::worker::Shared;
use moongate_conf::plan;
use moongate_net::Target;
use moongate_net::dns::{Failure, Name, Prefer, Resolvers};
use moongate_state::{LogLevel, ProxyId, Server};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Names are asked for at most so often.
const SHORTEST: Duration = Duration::from_millis(10);

/// Servers of one backend that share a name.
struct Group {
    backend: ProxyId,
    name: Name,
    prefer: Prefer,
    resolvers: Arc<Resolvers>,
    /// Their places.
    servers: Vec<usize>,
}

/// Begins to follow the names of all servers that have resolvers. Call it on one worker.
pub(crate) fn start(shared: &Arc<Shared>) {
    for proxy in &shared.plan.proxies {
        for group in groups(proxy) {
            tokio::task::spawn_local(follow(Arc::clone(shared), group));
        }
    }
}

fn groups(proxy: &plan::Proxy) -> Vec<Group> {
    let mut list: Vec<Group> = Vec::new();
    for (at, server) in proxy.servers.iter().enumerate() {
        let (Some(resolvers), Some(host)) = (&server.resolvers, &server.host) else { continue };
        let Some(name) = Name::parse(host.as_bytes()) else { continue };
        let prefer = server.resolve.prefer;
        let same = |group: &&mut Group| {
            group.name == name && group.prefer == prefer && Arc::ptr_eq(&group.resolvers, resolvers)
        };
        match list.iter_mut().find(same) {
            Some(group) => group.servers.push(at),
            None => {
                let resolvers = Arc::clone(resolvers);
                list.push(Group { backend: proxy.id, name, prefer, resolvers, servers: vec![at] });
            }
        }
    }
    list
}

/// Asks again and again.
async fn follow(shared: Arc<Shared>, group: Group) {
    let settings = group.resolvers.settings.clone();
    // An address that the configuration gave counts as a good answer.
    let mut valid = Some(Instant::now());
    while !shared.is_stopping() {
        match group.resolvers.addresses(&group.name, group.prefer).await {
            Ok(list) => {
                valid = Some(Instant::now());
                assign(&shared, &group, &list);
            }
            Err(failure) => {
                let hold = match failure {
                    Failure::NoName => settings.hold.nx,
                    Failure::Refused => settings.hold.refused,
                    Failure::Timeout => settings.hold.timeout,
                    Failure::Empty | Failure::Other => settings.hold.other,
                };
                if valid.is_some_and(|valid| valid.elapsed() >= hold) {
                    valid = None;
                    assign(&shared, &group, &[]);
                }
            }
        }
        tokio::time::sleep(settings.resolve.max(SHORTEST)).await;
    }
}

/// Gives the servers of a group their addresses. Who has a good one keeps it; those without one get
/// what is left, in order.
fn assign(shared: &Shared, group: &Group, list: &[IpAddr]) {
    let plan = shared.plan.proxy(group.backend);
    let mut given: Vec<Option<IpAddr>> = vec![None; group.servers.len()];
    for (place, at) in group.servers.iter().enumerate() {
        let now = address(&plan.state.servers()[*at]);
        let shares = plan.servers[*at].resolve.shares;
        given[place] =
            now.filter(|ip| list.contains(ip) && (shares || !given.contains(&Some(*ip))));
    }
    for (place, at) in group.servers.iter().enumerate() {
        if given[place].is_none() {
            let wish = &plan.servers[*at].resolve;
            let free = |ip: &&IpAddr| wish.shares || !given.contains(&Some(**ip));
            let near = list.iter().filter(free).find(|ip| wish.is_near(**ip));
            given[place] = near.or_else(|| list.iter().find(free)).copied();
        }
    }
    for (ip, at) in given.into_iter().zip(&group.servers) {
        change(shared, plan, *at, ip);
    }
}

fn address(server: &Server) -> Option<IpAddr> {
    match &*server.target.read() {
        Some(Target::Inet(address)) => Some(address.ip()),
        _ => None,
    }
}

/// Sets a server's address; without one it takes no traffic.
fn change(shared: &Shared, plan: &plan::Proxy, at: usize, ip: Option<IpAddr>) {
    let server = &plan.state.servers()[at];
    let before = address(server);
    if before == ip {
        return;
    }
    let port = plan.servers[at].port;
    shared.plan.world.change_server(plan.id, server.id, |server| {
        *server.target.write() = ip.map(|ip| Target::Inet(SocketAddr::new(ip, port)));
        // One that had an address stays as its checks found it.
        let up = match (before, ip) {
            (_, None) => false,
            (Some(_), Some(_)) => server.up.load(Relaxed),
            (None, Some(_)) => {
                !server.maintenance.load(Relaxed) && shared.plan.world.begins_up(server)
            }
        };
        server.up.store(up, Relaxed);
    });
    // Connections to the old address are no use any more.
    shared.pool(plan.id, server.id).clear();
    let title = format!("{}/{}", plan.state.name, server.name);
    let section = plan.servers[at].resolvers.as_ref().map_or("", |resolvers| &resolvers.name);
    let (level, line) = match (before, ip) {
        (Some(old), Some(new)) => {
            (LogLevel::Notice, format!("{title} changed its IP from {old} to {new} by {section}."))
        }
        (None, Some(new)) => {
            (LogLevel::Notice, format!("Server {title} has the address {new} by {section}."))
        }
        _ => (LogLevel::Warning, format!("Server {title} has no address: {section} gave none.")),
    };
    crate::log::proxy(shared, plan.id, level, &line);
}
