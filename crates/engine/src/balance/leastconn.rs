//! `balance leastconn`: the server with the fewest streams for its weight.

use super::Candidates;
use moongate_state::{Proxy, ServerId};
use std::sync::atomic::Ordering::Relaxed;

/// Chooses it; equals are taken in turn, starting behind the one chosen last.
pub(crate) fn choose(backend: &Proxy, candidates: &Candidates<'_>) -> Option<ServerId> {
    let count = backend.servers().len() as u64;
    let start = backend.be.position.fetch_add(1, Relaxed) % count.max(1);
    let load = |id: u64| {
        let server = &backend.servers()[id as usize];
        let streams = server.counters.sessions.get() + server.counters.queue.get();
        // Streams for each unit of weight, compared without a division that would round.
        (streams, u64::from(server.weight.load(Relaxed)))
    };
    let lighter = |a: (u64, u64), b: (u64, u64)| a.0 * b.1 < b.0 * a.1;
    let mut best: Option<u64> = None;
    for id in (start..count).chain(0..start) {
        if candidates.has(&backend.servers()[id as usize])
            && best.is_none_or(|best| lighter(load(id), load(best)))
        {
            best = Some(id);
        }
    }
    best.map(|id| ServerId(id as u32))
}
