//! What happens to servers, told to those who asked for it.

use crate::{CheckStatus, ProxyId, Server, ServerId, World};
use parking_lot::RwLock;
use std::fmt;
use std::sync::atomic::Ordering::Relaxed;
use std::time::SystemTime;

/// A server's state at one moment, as far as events tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerState {
    /// Takes traffic.
    pub up: bool,
    /// Up, but without new clients.
    pub stopping: bool,
    /// In maintenance.
    pub maintenance: bool,
}

impl ServerState {
    /// The state now.
    pub fn of(server: &Server) -> Self {
        let up = server.up.load(Relaxed);
        let stopping = server.stopping.load(Relaxed);
        Self { up, stopping, maintenance: server.maintenance.load(Relaxed) }
    }
}

/// A check as events tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckFact {
    /// What it found.
    pub status: CheckStatus,
    /// The status of an answer; 0: none.
    pub code: u16,
    /// How long it took, in milliseconds.
    pub duration: u64,
    /// The server's score with it, `rise` and `fall`.
    pub score: (u32, u32, u32),
}

/// Why a server's state has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing is said.
    Unsaid,
    /// A command of the runtime API.
    Cli,
    /// A check.
    Check(CheckFact),
    /// Traffic (`observe`).
    Observed,
    /// Another server's state, which it takes.
    Via(ProxyId, ServerId),
    /// There is no change: a check is told.
    Reported(CheckFact),
}

/// A server's state has changed.
#[derive(Clone, Copy, Debug)]
pub struct ServerChange {
    /// Its backend.
    pub backend: ProxyId,
    /// The server.
    pub server: ServerId,
    /// What it was.
    pub before: ServerState,
    /// What it is.
    pub after: ServerState,
    /// Why.
    pub why: Why,
    /// Its backend has no server left by this.
    pub last: bool,
    /// When.
    pub at: SystemTime,
}

/// A health that is set by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forced {
    /// Up.
    Up,
    /// Up, but without new clients.
    Stopping,
    /// Down.
    Down,
}

type Listener = Box<dyn Fn(&ServerChange) + Send + Sync>;

/// Who wants to know.
#[derive(Default)]
pub struct Events(RwLock<Vec<Listener>>);

impl Events {
    /// Calls `listener` at every change from now on; it must not take long.
    pub fn listen(&self, listener: Listener) {
        self.0.write().push(listener);
    }

    /// Tells a change.
    pub fn publish(&self, change: &ServerChange) {
        self.0.read().iter().for_each(|listener| listener(change));
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Events").field(&self.0.read().len()).finish()
    }
}

impl World {
    /// Milliseconds since the process started.
    pub fn millis(&self) -> u64 {
        u64::try_from(self.started.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Changes a server's state, and tells it if there was a change.
    pub fn change_server(&self, backend: ProxyId, server: ServerId, change: impl FnOnce(&Server)) {
        self.change_server_for(backend, server, Why::Unsaid, change);
    }

    /// The same, for a reason. Servers that track this one follow.
    pub fn change_server_for(
        &self,
        backend: ProxyId,
        server: ServerId,
        why: Why,
        change: impl FnOnce(&Server),
    ) {
        let mut change = Some(change);
        self.change(backend, server, why, &mut |server| {
            if let Some(change) = change.take() {
                change(server);
            }
        });
    }

    fn change(
        &self,
        backend: ProxyId,
        server: ServerId,
        why: Why,
        change: &mut dyn FnMut(&Server),
    ) {
        let proxy = self.proxy(backend);
        let it = proxy.server(server);
        let before = ServerState::of(it);
        change(it);
        let after = ServerState::of(it);
        if before == after {
            return;
        }
        let now = self.millis();
        if (before.up, before.stopping) != (after.up, after.stopping) {
            it.health.since.note(now, !before.up);
        }
        if before.up && !after.up && !after.maintenance {
            it.health.downs.add(1);
        }
        let down = !proxy.is_up();
        let was_down = proxy.down.swap(down, Relaxed);
        if down != was_down {
            proxy.since.note(now, was_down);
            proxy.downs.add(u64::from(down));
        }
        let (at, last) = (SystemTime::now(), down && !was_down);
        self.events.publish(&ServerChange { backend, server, before, after, why, last, at });
        let trackers = it.health.trackers.read().clone();
        for (proxy, follower) in trackers {
            self.change(proxy, follower, Why::Via(backend, server), &mut |follower| {
                if !follower.maintenance.load(Relaxed) {
                    follower.up.store(after.up, Relaxed);
                    follower.stopping.store(after.stopping, Relaxed);
                }
            });
        }
    }

    /// Tells what a check found, which didn't have to change anything.
    pub fn report_check(&self, backend: ProxyId, server: ServerId, fact: CheckFact) {
        let state = ServerState::of(self.proxy(backend).server(server));
        let (why, at) = (Why::Reported(fact), SystemTime::now());
        let change =
            ServerChange { backend, server, before: state, after: state, why, last: false, at };
        self.events.publish(&change);
    }

    /// Takes a server out of traffic, or lets it in again: in the state that `init-state` says, and
    /// then its checks decide.
    pub fn maintain(&self, backend: ProxyId, server: ServerId, maintenance: bool, why: Why) {
        self.change_server_for(backend, server, why, |server| {
            if server.maintenance.swap(maintenance, Relaxed) == maintenance {
                return;
            }
            let resolved = server.target.read().is_some();
            let up = !maintenance && resolved && self.begins_up(server);
            server.up.store(up, Relaxed);
            server.stopping.store(false, Relaxed);
        });
    }

    /// Sets what checks would set: up, up without new clients, or down. The next checks may say
    /// otherwise. A server that tracks another one refuses.
    pub fn force_health(
        &self,
        backend: ProxyId,
        server: ServerId,
        forced: Forced,
        why: Why,
    ) -> bool {
        let health = &self.proxy(backend).server(server).health;
        if health.tracks.get().is_some() {
            return false;
        }
        let up = forced != Forced::Down;
        health.score.store(if up { health.best() } else { 0 }, Relaxed);
        self.change_server_for(backend, server, why, |server| {
            if !server.maintenance.load(Relaxed) {
                server.up.store(up, Relaxed);
                server.stopping.store(forced == Forced::Stopping, Relaxed);
            }
        });
        true
    }

    /// Whether a server that comes back is up: as the one that it tracks, or as `init-state` says.
    pub fn begins_up(&self, server: &Server) -> bool {
        match server.health.tracks.get() {
            Some((proxy, tracked)) => self.proxy(*proxy).server(*tracked).up.load(Relaxed),
            None => server.health.restart(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mode, Proxy};
    use std::sync::{Arc, Mutex};

    #[test]
    fn only_changes_are_told() {
        let proxy = Proxy::new(ProxyId(0), "b", Mode::Http, false, true);
        proxy.set_servers(vec![Server::new(ServerId(0), "s", None)]);
        let world = World::new(vec![Arc::new(proxy)]);
        let told: Arc<Mutex<Vec<(bool, bool)>>> = Arc::default();
        let list = Arc::clone(&told);
        world.events.listen(Box::new(move |change| {
            list.lock().unwrap().push((change.before.up, change.after.up));
        }));
        for up in [false, false, true] {
            world.change_server(ProxyId(0), ServerId(0), |server| server.up.store(up, Relaxed));
        }
        assert_eq!(*told.lock().unwrap(), [(true, false), (false, true)]);
    }
}
