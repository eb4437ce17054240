//! Idle connections to servers, kept for the next request.
//!
//! They are one pool for the process, as in HAProxy, but each worker looks into its own shelf
//! first: its lock is then never contended, and a connection stays with its reactor.

use crate::exchange::{Ends, ServerSide};
use crate::worker::Worker;
use moongate_conf::plan::Server;
use moongate_net::{Stream, Target};
use moongate_state::{ProxyId, ServerId};
use parking_lot::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// A connection without a request.
#[derive(Debug)]
pub(crate) struct Idle {
    pub stream: Stream,
    since: Instant,
    /// Requests it carried.
    pub requests: u32,
    /// Our end and the server's.
    pub ends: Ends,
}

/// The idle connections of one server.
#[derive(Debug)]
pub(crate) struct ServerPool {
    shelves: Box<[Mutex<Vec<Idle>>]>,
    count: AtomicUsize,
    max: Option<u32>,
    max_reuse: Option<u32>,
    purge_delay: Duration,
}

impl ServerPool {
    /// An empty pool with a shelf for each worker.
    pub fn new(server: &Server, workers: usize) -> Self {
        Self {
            shelves: (0..workers).map(|_| Mutex::default()).collect(),
            count: AtomicUsize::new(0),
            max: server.pool_max,
            max_reuse: server.max_reuse,
            purge_delay: Duration::from_millis(server.pool_purge_delay),
        }
    }

    /// A connection that is still good and has carried so many requests, the latest kept first.
    pub fn take(&self, worker: usize, shared: bool, carried: u32) -> Option<Idle> {
        if self.count.load(Relaxed) == 0 {
            return None;
        }
        let workers = self.shelves.len();
        let last = if shared { workers } else { 1 };
        for shelf in (0..last).map(|step| (worker + step) % workers) {
            loop {
                let Some(idle) = pop(&mut self.shelves[shelf].lock(), carried) else { break };
                self.count.fetch_sub(1, Relaxed);
                if !idle.stream.is_quiet() {
                    continue;
                }
                if shelf == worker {
                    return Some(idle);
                }
                let moved = idle.stream.into_std().and_then(Stream::from_std);
                if let Ok(stream) = moved {
                    return Some(Idle { stream, ..idle });
                }
            }
        }
        None
    }

    /// Whether a connection that carried `requests` is worth keeping: more connections than were
    /// ever in use at once are no use.
    fn wants(&self, requests: u32, peak: u64) -> bool {
        let count = self.count.load(Relaxed) as u64;
        let full = self.max.is_some_and(|max| count >= u64::from(max));
        let worn = self.max_reuse.is_some_and(|max| requests > max);
        !full && !worn && count < peak.max(1)
    }

    /// Keeps a connection.
    fn put(&self, worker: usize, idle: Idle) {
        self.count.fetch_add(1, Relaxed);
        self.shelves[worker].lock().push(idle);
    }

    /// Drops what the server closed and what was idle too long; whether anything is left.
    fn purge(&self, worker: usize, now: Instant) -> bool {
        let mut shelf = self.shelves[worker].lock();
        let before = shelf.len();
        shelf.retain(|idle| {
            let young = now.saturating_duration_since(idle.since) < self.purge_delay;
            let keep = young && idle.stream.is_quiet();
            if !keep {
                discard(&idle.stream);
            }
            keep
        });
        self.count.fetch_sub(before - shelf.len(), Relaxed);
        !shelf.is_empty()
    }

    /// Drops all of them.
    pub fn clear(&self) {
        for shelf in &self.shelves {
            let idle = std::mem::take(&mut *shelf.lock());
            self.count.fetch_sub(idle.len(), Relaxed);
            idle.iter().for_each(|idle| discard(&idle.stream));
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count.load(Relaxed)
    }
}

/// The last one of a shelf that has carried so many requests.
fn pop(shelf: &mut Vec<Idle>, carried: u32) -> Option<Idle> {
    let at = shelf.iter().rposition(|idle| idle.requests >= carried)?;
    Some(shelf.remove(at))
}

/// Makes the end of a server's connection a reset: with an ordered end its port would be out of use
/// for a minute (TIME-WAIT), and a busy proxy would run out of ports.
pub(crate) fn discard(stream: &Stream) {
    // It is closed all the same.
    let _ = stream.set_linger_zero();
}

impl Worker {
    /// Keeps a server's connection for later, or closes it.
    pub(crate) fn keep(&self, side: ServerSide) {
        let ServerSide { conn, backend, id: server, requests, ends } = side;
        if self.stopping.get() || conn.eof || conn.broken || !conn.input.is_empty() {
            return discard(&conn.stream);
        }
        if self.is_stale(backend, server, &ends) {
            return discard(&conn.stream);
        }
        let pool = self.shared.pool(backend, server);
        let requests = requests + 1;
        let peak = self.plan().world.proxy(backend).server(server).counters.sessions.max();
        if !pool.wants(requests, peak) {
            // Those that the server closed meanwhile don't count.
            pool.purge(self.index, Instant::now());
            if !pool.wants(requests, peak) {
                return discard(&conn.stream);
            }
        }
        pool.put(self.index, Idle { stream: conn.stream, since: self.now(), requests, ends });
        let mut pooled = self.pooled.borrow_mut();
        if !pooled.contains(&(backend, server)) {
            pooled.push((backend, server));
        }
    }

    /// Whether the name of the server has another address by now.
    fn is_stale(&self, backend: ProxyId, server: ServerId, ends: &Ends) -> bool {
        if self.plan().proxy(backend).servers[server.0 as usize].resolvers.is_none() {
            return false;
        }
        let live = self.plan().world.proxy(backend).server(server);
        match (&*live.target.read(), ends.1) {
            (Some(Target::Inet(now)), Some(then)) => now.ip() != then.ip(),
            (target, _) => target.is_none(),
        }
    }

    /// Closes idle connections that the server closed or that are too old. Called every second.
    pub(crate) fn purge_pools(&self) {
        let now = Instant::now();
        let purge = |&(backend, server): &(ProxyId, ServerId)| {
            self.shared.pool(backend, server).purge(self.index, now)
        };
        self.pooled.borrow_mut().retain(purge);
    }
}
