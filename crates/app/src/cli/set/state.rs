//! The administrative state of a server.

use moongate_state::{ProxyId, ServerId, World};
use std::sync::atomic::Ordering::Relaxed;

/// Takes a server out of traffic, or lets it in again. It is up again at once: there are no checks
/// yet that could say otherwise.
pub fn maintain(world: &World, backend: ProxyId, server: ServerId, maintenance: bool) {
    world.change_server(backend, server, |server| {
        server.maintenance.store(maintenance, Relaxed);
        let resolved = server.target.read().is_some();
        server.up.store(!maintenance && resolved, Relaxed);
    });
}
