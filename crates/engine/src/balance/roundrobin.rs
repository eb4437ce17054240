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

/// Weighted turns: a server is due again when as many turns have passed as the sum of all weights
/// holds its own. Of those that are due the one that has been longest goes first; when none is, one
/// that had no turn yet, the heaviest first; else who is due next.
fn weighted(backend: &Proxy, candidates: &Candidates<'_>) -> Option<ServerId> {
    let _turn = backend.be.turn.lock();
    let now = backend.be.position.fetch_add(1, Relaxed);
    let mut total = 0;
    let mut best: Option<(&Server, Turn)> = None;
    for server in candidates.iter() {
        let turn = Turn::of(server);
        total += turn.weight;
        if has_room(server) && best.is_none_or(|(_, best)| turn.goes_before(best, now)) {
            best = Some((server, turn));
        }
    }
    let Some((server, turn)) = best else {
        return candidates.iter().next().map(|server| server.id);
    };
    server.position.store(turn.next(now, total), Relaxed);
    Some(server.id)
}

/// When a server is due: a number of turns and a part of one, in units of one by its weight.
#[derive(Clone, Copy)]
struct Turn {
    weight: u64,
    /// None before its first turn.
    due: Option<u64>,
    part: u64,
}

/// Bits of `Server::position` that hold the part: weights are 256 at most.
const PART_BITS: u32 = 16;

impl Turn {
    fn of(server: &Server) -> Self {
        let kept = server.position.load(Relaxed);
        let weight = u64::from(server.weight.load(Relaxed)).max(1);
        let part = (kept & ((1 << PART_BITS) - 1)).min(weight - 1);
        Self { weight, due: (kept >> PART_BITS).checked_sub(1), part }
    }

    /// What there is to compare: due ones, new ones, those that aren't due.
    fn class(self, now: u64) -> u8 {
        match self.due {
            Some(due) if due <= now => 0,
            None => 1,
            Some(_) => 2,
        }
    }

    fn goes_before(self, other: Self, now: u64) -> bool {
        // Parts are fractions of different weights.
        let parts = (self.part * other.weight).cmp(&(other.part * self.weight));
        let order = self.class(now).cmp(&other.class(now)).then(self.due.cmp(&other.due));
        order.then(parts).then(other.weight.cmp(&self.weight)).is_lt()
    }

    /// What to keep after a turn. One that was passed over for long has no claim to all it missed.
    fn next(self, now: u64, total: u64) -> u64 {
        let from = self.due.map_or(now, |due| due.max(now.saturating_sub(total)));
        let part = self.part + total % self.weight;
        let due = from + total / self.weight + part / self.weight;
        ((due + 1) << PART_BITS) | (part % self.weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first servers in turn, by their weights.
    fn turns(weights: &[u64], count: usize) -> String {
        let total = weights.iter().sum();
        let mut servers: Vec<_> =
            weights.iter().map(|weight| Turn { weight: *weight, due: None, part: 0 }).collect();
        let mut text = String::new();
        for now in 0..count as u64 {
            let mut best = 0;
            for at in 1..servers.len() {
                if servers[at].goes_before(servers[best], now) {
                    best = at;
                }
            }
            let kept = servers[best].next(now, total);
            servers[best].due = (kept >> PART_BITS).checked_sub(1);
            servers[best].part = kept & 0xffff;
            text.push(char::from(b'1' + best as u8));
        }
        text
    }

    #[test]
    fn turns_are_spread_by_weight() {
        assert_eq!(turns(&[1, 1, 1], 6), "123123");
        assert_eq!(turns(&[3, 1], 8), "11121112");
        assert_eq!(turns(&[10, 20, 30], 12), "323132323132");
        assert_eq!(turns(&[1, 1, 4], 12), "331332331332");
        assert_eq!(turns(&[7, 3], 20), "11121121121112112112");
    }

    #[test]
    fn who_was_away_gets_no_more_than_its_share() {
        let back = Turn { weight: 2, due: Some(5), part: 0 };
        assert_eq!(back.next(1000, 4) >> PART_BITS, 1000 - 4 + 2 + 1);
    }
}
