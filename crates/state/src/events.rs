//! What happens to servers, told to those who asked for it.

use crate::{ProxyId, Server, ServerId, World};
use parking_lot::RwLock;
use std::fmt;
use std::sync::atomic::Ordering::Relaxed;
use std::time::SystemTime;

/// A server's state at one moment, as far as events tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerState {
    /// Takes traffic.
    pub up: bool,
    /// In maintenance.
    pub maintenance: bool,
}

impl ServerState {
    /// The state now.
    pub fn of(server: &Server) -> Self {
        let up = server.up.load(Relaxed);
        Self { up, maintenance: server.maintenance.load(Relaxed) }
    }
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
    /// When.
    pub at: SystemTime,
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
    /// Changes a server's state, and tells it if there was a change.
    pub fn change_server(&self, backend: ProxyId, server: ServerId, change: impl FnOnce(&Server)) {
        let it = self.proxy(backend).server(server);
        let before = ServerState::of(it);
        change(it);
        let after = ServerState::of(it);
        if before != after {
            let at = SystemTime::now();
            self.events.publish(&ServerChange { backend, server, before, after, at });
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
