//! Balancing: which server of a backend takes a request. One file an algorithm.

mod leastconn;
mod roundrobin;

use moongate_conf::plan::Balance;
use moongate_state::{Proxy, Server, ServerId};
use std::sync::atomic::Ordering::Relaxed;

/// Chooses a server, leaving out `avoid` if there is another (a redispatch).
pub(crate) fn choose(
    algorithm: Balance,
    all_backups: bool,
    backend: &Proxy,
    avoid: Option<ServerId>,
) -> Option<ServerId> {
    // The usual case of one server needs no algorithm.
    if let [only] = backend.servers() {
        return usable(only).then_some(only.id);
    }
    let candidates = Candidates::of(backend, all_backups)?;
    let pick = |candidates: &Candidates<'_>| match algorithm {
        Balance::RoundRobin => roundrobin::choose(backend, candidates),
        Balance::LeastConn => leastconn::choose(backend, candidates),
    };
    match avoid {
        None => pick(&candidates),
        Some(_) => pick(&Candidates { avoid, ..candidates }).or_else(|| pick(&candidates)),
    }
}

/// The servers that may be chosen: the active ones, or one or all of the backups if none is up
/// (configuration manual, `backup` and `option allbackups`).
#[derive(Clone, Copy)]
pub(crate) struct Candidates<'a> {
    backend: &'a Proxy,
    backups: bool,
    only: Option<ServerId>,
    avoid: Option<ServerId>,
}

impl<'a> Candidates<'a> {
    fn of(backend: &'a Proxy, all_backups: bool) -> Option<Self> {
        let mut backup = None;
        for server in backend.servers() {
            if usable(server) {
                if !server.backup {
                    return Some(Self { backend, backups: false, only: None, avoid: None });
                }
                backup.get_or_insert(server.id);
            }
        }
        let first = backup?;
        let only = (!all_backups).then_some(first);
        Some(Self { backend, backups: true, only, avoid: None })
    }

    /// Whether this server may be chosen.
    pub fn has(&self, server: &Server) -> bool {
        server.backup == self.backups
            && usable(server)
            && self.avoid != Some(server.id)
            && self.only.is_none_or(|only| only == server.id)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &'a Server> {
        let this = *self;
        self.backend.servers().iter().filter(move |server| this.has(server))
    }
}

/// Whether a server takes new requests.
pub(crate) fn usable(server: &Server) -> bool {
    server.weight.load(Relaxed) > 0 && !server.stopping.load(Relaxed) && runs(server)
}

/// Whether a server takes requests of clients that come back to it; its weight may be 0.
pub(crate) fn runs(server: &Server) -> bool {
    server.up.load(Relaxed) && !server.maintenance.load(Relaxed) && server.target.read().is_some()
}

/// Whether a server has room for another stream.
pub(crate) fn has_room(server: &Server) -> bool {
    let limit = u64::from(server.maxconn.load(Relaxed));
    limit == 0 || server.counters.sessions.get() < limit
}
