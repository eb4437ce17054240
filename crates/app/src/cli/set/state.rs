//! The administrative state of a server.

use moongate_state::{ProxyId, ServerId, Why, World};

/// Takes a server out of traffic, or lets it in again.
pub fn maintain(world: &World, backend: ProxyId, server: ServerId, maintenance: bool) {
    world.maintain(backend, server, maintenance, Why::Cli);
}
