//! `balance roundrobin`: each server in turn, as often as its weight says, in one order for the
//! process.

use super::{Candidates, has_room};
use moongate_state::{Proxy, Server, ServerId};
use std::sync::atomic::Ordering::Relaxed;

/// Chooses the next one; a server without room is passed over if another has room.
pub(crate) fn choose(backend: &Proxy, candidates: &Candidates<'_>) -> Option<ServerId> {
    let servers = backend.servers();
    let first = servers.iter().find(|server| candidates.has(server))?;
    let weight = first.weight.load(Relaxed);
    let equal = candidates.iter().all(|server| server.weight.load(Relaxed) == weight);
    if equal { in_turn(backend, candidates) } else { weighted(backend, candidates) }
}

/// All weights are equal: a single counter tells whose turn it is.
fn in_turn(backend: &Proxy, candidates: &Candidates<'_>) -> Option<ServerId> {
    let servers = backend.servers();
    let count = servers.len() as u64;
    let turn = backend.be.position.fetch_add(1, Relaxed) % count;
    let order = (turn..count).chain(0..turn).map(|at| &servers[at as usize]);
    let mut full = None;
    for server in order {
        if !candidates.has(server) {
            continue;
        }
        if has_room(server) {
            // Servers passed over on the way don't get a second turn.
            let passed = (u64::from(server.id.0) + count - turn) % count;
            if passed > 0 {
                backend.be.position.fetch_add(passed, Relaxed);
            }
            return Some(server.id);
        }
        full.get_or_insert(server.id);
    }
    full
}

/// Smooth weighted turns: every choice adds to each server its weight and takes the sum of all
/// from the one that has most, which spreads a heavy server's turns evenly.
fn weighted(backend: &Proxy, candidates: &Candidates<'_>) -> Option<ServerId> {
    let _turn = backend.be.turn.lock();
    let mut total = 0i64;
    let mut best: Option<(&Server, i64)> = None;
    for server in candidates.iter().filter(|server| has_room(server)) {
        let weight = i64::from(server.weight.load(Relaxed));
        total += weight;
        let credit = server.position.load(Relaxed) as i64 + weight;
        server.position.store(credit as u64, Relaxed);
        if best.is_none_or(|(_, most)| credit > most) {
            best = Some((server, credit));
        }
    }
    match best {
        Some((server, credit)) => {
            server.position.store((credit - total) as u64, Relaxed);
            Some(server.id)
        }
        None => candidates.iter().next().map(|server| server.id),
    }
}
