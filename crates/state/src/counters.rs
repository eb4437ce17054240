//! Counters that any worker may touch: relaxed atomics, no locks.

use crate::Rate;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn add(&self, by: u64) {
        self.0.fetch_add(by, Relaxed);
    }

    /// How many.
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }

    /// Back to zero (`clear counters`).
    pub fn reset(&self) {
        self.0.store(0, Relaxed);
    }
}

/// A number that goes up and down, and its highest value.
#[derive(Debug, Default)]
pub struct Gauge {
    now: AtomicU64,
    max: AtomicU64,
}

impl Gauge {
    /// One more; gives the new value.
    pub fn enter(&self) -> u64 {
        let now = self.now.fetch_add(1, Relaxed) + 1;
        if now > self.max.load(Relaxed) {
            self.max.fetch_max(now, Relaxed);
        }
        now
    }

    /// One more unless there are `limit` already (0: no limit).
    pub fn enter_below(&self, limit: u64) -> bool {
        if limit == 0 {
            self.enter();
            return true;
        }
        let entered =
            self.now.fetch_update(Relaxed, Relaxed, |now| (now < limit).then_some(now + 1));
        match entered {
            Ok(before) => {
                self.max.fetch_max(before + 1, Relaxed);
                true
            }
            Err(_) => false,
        }
    }

    /// One less.
    pub fn leave(&self) {
        self.now.fetch_sub(1, Relaxed);
    }

    /// The value now.
    pub fn get(&self) -> u64 {
        self.now.load(Relaxed)
    }

    /// The highest value so far.
    pub fn max(&self) -> u64 {
        self.max.load(Relaxed)
    }

    /// Forgets the highest value.
    pub fn reset_max(&self) {
        self.max.store(self.get(), Relaxed);
    }
}

/// What a frontend or a backend counts (`show stat` columns of the same meaning).
#[derive(Debug, Default)]
pub struct ProxyCounters {
    /// Sessions (frontend: connections; backend: streams assigned) now and at most: `scur`, `smax`.
    pub sessions: Gauge,
    /// Sessions a second: `rate`.
    pub session_rate: Rate,
    /// HTTP requests a second: `req_rate`.
    pub request_rate: Rate,
    /// Connections accepted on a frontend: `conn_tot`.
    pub connections: Counter,
    /// Sessions in all: `stot`.
    pub sessions_total: Counter,
    /// Bytes received from clients: `bin`.
    pub bytes_in: Counter,
    /// Bytes sent to clients: `bout`.
    pub bytes_out: Counter,
    /// Requests denied: `dreq`.
    pub denied_requests: Counter,
    /// Responses denied: `dresp`.
    pub denied_responses: Counter,
    /// Bad requests: `ereq`.
    pub request_errors: Counter,
    /// Failed connections: `econ`.
    pub connection_errors: Counter,
    /// Bad responses: `eresp`.
    pub response_errors: Counter,
    /// Retries: `wretr`.
    pub retries: Counter,
    /// Redispatches: `wredis`.
    pub redispatches: Counter,
    /// Connections refused by `tcp-request connection`: `dcon`.
    pub denied_connections: Counter,
    /// Sessions refused by `tcp-request session`: `dses`.
    pub denied_sessions: Counter,
    /// HTTP requests: `req_tot`.
    pub requests: Counter,
    /// HTTP responses by class, 1xx to 5xx and others: `hrsp_*`.
    pub responses: [Counter; 6],
    /// Requests answered by the process itself: `intercepted`.
    pub intercepted: Counter,
    /// Requests waiting for a server: `qcur`, `qmax`.
    pub queue: Gauge,
    /// Client aborts: `cli_abrt`.
    pub client_aborts: Counter,
    /// Server aborts: `srv_abrt`.
    pub server_aborts: Counter,
    /// Times a server was chosen: `lbtot`.
    pub chosen: Counter,
    /// Connections to servers, tried: `connect`.
    pub connects: Counter,
    /// Requests on connections used before: `reuse`.
    pub reuses: Counter,
    /// Evaluations of a rule that failed for lack of room or memory: `eint`.
    pub internal_errors: Counter,
    /// Log lines written (`%lc`).
    pub log_lines: Counter,
    /// Whose turn it is (`balance`).
    pub position: AtomicU64,
    /// Held while weights are compared, so that turns are taken one after the other.
    pub turn: parking_lot::Mutex<()>,
}

/// What a server counts.
#[derive(Debug, Default)]
pub struct ServerCounters {
    /// Streams on it: `scur`, `smax`.
    pub sessions: Gauge,
    /// Streams in all: `stot`.
    pub sessions_total: Counter,
    /// Streams a second: `rate`.
    pub session_rate: Rate,
    /// Waiting for it: `qcur`, `qmax`.
    pub queue: Gauge,
    /// Bytes sent to it: `bin`.
    pub bytes_in: Counter,
    /// Bytes received from it: `bout`.
    pub bytes_out: Counter,
    /// Failed connections: `econ`.
    pub connection_errors: Counter,
    /// Bad responses: `eresp`.
    pub response_errors: Counter,
    /// Retries: `wretr`.
    pub retries: Counter,
    /// Redispatches: `wredis`.
    pub redispatches: Counter,
    /// Responses denied: `dresp`.
    pub denied_responses: Counter,
    /// Requests sent to it: `req_tot`.
    pub requests: Counter,
    /// HTTP responses by class.
    pub responses: [Counter; 6],
    /// Client aborts.
    pub client_aborts: Counter,
    /// Server aborts.
    pub server_aborts: Counter,
    /// Times chosen: `lbtot`.
    pub chosen: Counter,
    /// Connections tried: `connect`.
    pub connects: Counter,
    /// Requests on connections used before: `reuse`.
    pub reuses: Counter,
    /// Idle connections kept: `idle_conn_cur`.
    pub idle: Gauge,
    /// Connections open, idle or not: `used_conn_cur` is this less the idle ones.
    pub open: Gauge,
}

/// What the process counts (`show info`).
#[derive(Debug, Default)]
pub struct ProcessCounters {
    /// Connections from clients now and at most.
    pub connections: Gauge,
    /// Connections from clients in all.
    pub connections_total: Counter,
    /// HTTP requests in all.
    pub requests: Counter,
    /// Log lines that couldn't be sent.
    pub dropped_logs: Counter,
    /// Bytes sent to clients.
    pub bytes_out: Counter,
}
