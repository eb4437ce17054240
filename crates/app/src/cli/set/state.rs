//! The administrative state of a server.

use moongate_state::Server;
use std::sync::atomic::Ordering::Relaxed;

/// Takes a server out of traffic, or lets it in again. It is up again at once: there are no checks
/// yet that could say otherwise.
pub fn maintain(server: &Server, maintenance: bool) {
    server.maintenance.store(maintenance, Relaxed);
    let resolved = server.target.read().is_some();
    server.up.store(!maintenance && resolved, Relaxed);
}
