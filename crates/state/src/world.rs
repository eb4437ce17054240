//! Everything that is one for the process: proxies by number and name, process variables,
//! counters.

use crate::{Events, ProcessCounters, Proxy, ProxyId, Sample, StatusSet, TableEvent, VarName};
use parking_lot::RwLock;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::{Instant, SystemTime};

/// The process as a transaction sees it.
#[derive(Debug)]
pub struct World {
    /// All proxies; a [`ProxyId`] is a place in here.
    pub proxies: Box<[Arc<Proxy>]>,
    /// `proc.` variables.
    pub vars: RwLock<HashMap<VarName, Sample<'static>>>,
    /// Process-wide counters.
    pub counters: ProcessCounters,
    /// Worker threads; known for sure once the limits of the process are.
    pub threads: AtomicU32,
    /// `node`, or the host's name.
    pub node: Box<str>,
    /// The host's name (`%H`).
    pub hostname: Box<str>,
    /// `description` of the global section.
    pub description: Box<str>,
    /// When the process started.
    pub started: (Instant, SystemTime),
    /// Numbers streams and sessions (`%rt`, `uniq` ids).
    pub next_number: AtomicU64,
    /// At most so many connections from clients; known for sure once the limits of the process are.
    pub maxconn: AtomicU64,
    /// The process accepts no more and finishes what runs (`stopping`).
    pub stopping: AtomicBool,
    /// Who wants to know what happens to servers.
    pub events: Events,
    /// The names of the configuration's files.
    pub files: Box<[Box<str>]>,
    /// The statuses that are a client's error, and those that are a server's failure.
    pub statuses: (StatusSet, StatusSet),
}

impl World {
    /// A world of these proxies.
    pub fn new(proxies: Vec<Arc<Proxy>>) -> Self {
        Self {
            proxies: proxies.into(),
            vars: RwLock::default(),
            counters: ProcessCounters::default(),
            threads: AtomicU32::new(1),
            node: "".into(),
            hostname: "".into(),
            description: "".into(),
            started: (Instant::now(), SystemTime::now()),
            next_number: AtomicU64::new(1),
            maxconn: AtomicU64::new(0),
            stopping: AtomicBool::new(false),
            events: Events::default(),
            files: Box::default(),
            statuses: (StatusSet::errors(), StatusSet::failures()),
        }
    }

    /// The proxy of that number.
    pub fn proxy(&self, id: ProxyId) -> &Proxy {
        &self.proxies[id.0 as usize]
    }

    /// What a server's answer of that status counts as in stick tables, if it does.
    pub fn status_event(&self, status: u16) -> Option<TableEvent> {
        let (errors, failures) = &self.statuses;
        match status {
            _ if errors.has(status) => Some(TableEvent::Error),
            _ if failures.has(status) => Some(TableEvent::Failure),
            _ => None,
        }
    }

    /// Whole seconds from the start of the process to `at`.
    pub fn second(&self, at: Instant) -> u64 {
        at.saturating_duration_since(self.started.0).as_secs()
    }

    /// A number no other stream or session has.
    pub fn number(&self) -> u64 {
        self.next_number.fetch_add(1, Relaxed)
    }
}
