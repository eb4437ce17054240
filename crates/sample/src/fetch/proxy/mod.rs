//! Facts of frontends, backends and servers.

use super::Fetch;
use crate::{ArgValue, Args, Cx, Sample};
use moongate_state::{Proxy, Server};

mod be;
mod current;
mod fe;
mod limits;
mod name;
mod queue;
mod rate;
mod srv;
mod srv_name;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &name::FE_NAME,
    &name::FE_ID,
    &name::BE_NAME,
    &name::BE_ID,
    &srv_name::SRV_NAME,
    &srv_name::SRV_ID,
    &fe::FE_CONN,
    &be::BE_CONN,
    &be::BE_CONN_FREE,
    &be::NBSRV,
    &queue::QUEUE,
    &queue::AVG_QUEUE,
    &srv::SRV_CONN,
    &srv::SRV_CONN_FREE,
    &srv::SRV_IS_UP,
    &srv::SRV_QUEUE,
    &srv::SRV_WEIGHT,
    &srv::SRV_UWEIGHT,
    &srv::SRV_IWEIGHT,
    &be::CONNSLOTS,
    &rate::FE_SESS_RATE,
    &rate::FE_REQ_RATE,
    &rate::BE_SESS_RATE,
    &rate::SRV_SESS_RATE,
    &limits::FE_CLIENT_TIMEOUT,
    &limits::FE_TARPIT_TIMEOUT,
    &limits::FE_DEFBE,
    &limits::BE_CONNECT_TIMEOUT,
    &limits::BE_QUEUE_TIMEOUT,
    &limits::BE_SERVER_TIMEOUT,
    &limits::BE_TARPIT_TIMEOUT,
    &limits::BE_TUNNEL_TIMEOUT,
    &limits::BE_MAX_RETRIES,
    &current::CUR_CLIENT_TIMEOUT,
    &current::CUR_CONNECT_TIMEOUT,
    &current::CUR_QUEUE_TIMEOUT,
    &current::CUR_SERVER_TIMEOUT,
    &current::CUR_TARPIT_TIMEOUT,
    &current::CUR_TUNNEL_TIMEOUT,
    &current::CUR_MAX_RETRIES,
];

/// A counter as a value.
fn number(count: u64) -> Sample<'static> {
    Sample::Sint(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The backend that argument 0 names, or the transaction's own.
fn backend<'a>(cx: &Cx<'a>, args: &Args) -> &'a Proxy {
    match args.0.first() {
        Some(ArgValue::Proxy(id)) => cx.txn.session.world.proxy(*id),
        _ => cx.txn.backend(),
    }
}

/// Whether a server takes new traffic.
fn usable(server: &Server) -> bool {
    server.takes_clients()
}

/// How many servers of a backend take traffic: the active ones, or else one backup server.
pub(crate) fn usable_servers(backend: &Proxy) -> u64 {
    let servers = || backend.servers().iter().filter(|server| usable(server));
    match servers().filter(|server| !server.backup).count() {
        0 => servers().take(1).count() as u64,
        active => active as u64,
    }
}
