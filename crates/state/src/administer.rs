//! The states into which people put servers, by a command or on the page of statistics.

use crate::{ProxyId, ServerId, Why, World};
use std::sync::atomic::Ordering::Relaxed;

/// What a server is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Administered {
    /// Serve.
    Ready,
    /// Take no new clients.
    Drain,
    /// Rest.
    Maintenance,
}

impl World {
    /// Puts a server into a state.
    pub fn administer(&self, backend: ProxyId, id: ServerId, state: Administered, why: Why) {
        self.maintain(backend, id, state == Administered::Maintenance, why);
        let server = self.proxy(backend).server(id);
        match state {
            // A weight of zero is what draining comes to.
            Administered::Drain => server.weight.store(0, Relaxed),
            Administered::Ready if server.weight.load(Relaxed) == 0 => {
                let initial = server.initial_weight.get().copied().unwrap_or(1);
                server.weight.store(initial, Relaxed);
            }
            _ => {}
        }
    }
}
