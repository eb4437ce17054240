//! A proxy's live side: its name, its servers, its counters.

use crate::{Counter, Gauge, ProxyCounters, Server, ServerId, Since, Table, Txn};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

/// A proxy by its place in the configuration; the same in [`crate::World`] and in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProxyId(pub u32);

/// What a proxy speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `mode tcp`
    Tcp,
    /// `mode http`
    Http,
    /// `mode log`
    Log,
}

/// A frontend, a backend, or both (`listen`).
#[derive(Debug)]
pub struct Proxy {
    /// Its place.
    pub id: ProxyId,
    /// The number users see (`id` keyword, `iid` column).
    pub number: u32,
    /// Its name.
    pub name: Box<str>,
    /// What it speaks.
    pub mode: Mode,
    /// Accepts connections.
    pub frontend: bool,
    /// Has servers.
    pub backend: bool,
    /// `disabled`, or disabled at run time.
    pub disabled: AtomicBool,
    /// As a frontend.
    pub fe: ProxyCounters,
    /// As a backend.
    pub be: ProxyCounters,
    /// No server of it takes clients.
    pub down: AtomicBool,
    /// Since when that is so, or isn't.
    pub since: Since,
    /// Times it went down: `chkdown`.
    pub downs: Counter,
    limits: OnceLock<Limits>,
    /// Makes `unique-id`, for a frontend with `unique-id-format`.
    pub unique_id: OnceLock<Arc<dyn MakeId>>,
    servers: OnceLock<Box<[Server]>>,
    listeners: OnceLock<Box<[Listener]>>,
    table: OnceLock<Arc<Table>>,
}

/// Makes the identifier of a transaction (`unique-id-format`); formats are of a higher room.
pub trait MakeId: Send + Sync + std::fmt::Debug {
    /// The identifier.
    fn make(&self, txn: &Txn) -> Vec<u8>;
}

/// What the configuration says of a proxy that fetches show: times in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// `timeout client`
    pub client: Option<u64>,
    /// `timeout server`
    pub server: Option<u64>,
    /// `timeout tunnel`
    pub tunnel: Option<u64>,
    /// `timeout connect`
    pub connect: Option<u64>,
    /// `timeout queue`
    pub queue: Option<u64>,
    /// `timeout tarpit`
    pub tarpit: Option<u64>,
    /// `retries`
    pub retries: u32,
    /// `default_backend`
    pub default_backend: Option<ProxyId>,
}

/// One address of a frontend, live side.
#[derive(Debug)]
pub struct Listener {
    /// The number users see (`so_id`).
    pub number: u32,
    /// `name`; empty without one.
    pub name: Box<str>,
    /// The address as written, for listings.
    pub address: Box<str>,
    /// Connections now and at most.
    pub sessions: Gauge,
}

impl Proxy {
    /// A proxy without servers yet.
    pub fn new(id: ProxyId, name: &str, mode: Mode, frontend: bool, backend: bool) -> Self {
        Self {
            id,
            number: id.0 + 1,
            name: name.into(),
            mode,
            frontend,
            backend,
            disabled: AtomicBool::new(false),
            fe: ProxyCounters::default(),
            be: ProxyCounters::default(),
            down: AtomicBool::new(false),
            since: Since::default(),
            downs: Counter::default(),
            limits: OnceLock::new(),
            unique_id: OnceLock::new(),
            servers: OnceLock::new(),
            listeners: OnceLock::new(),
            table: OnceLock::new(),
        }
    }

    /// Gives it its servers, once.
    pub fn set_servers(&self, servers: Vec<Server>) {
        debug_assert!(self.servers.get().is_none());
        let _ = self.servers.set(servers.into());
    }

    /// Whether a server takes clients; true without servers.
    pub fn is_up(&self) -> bool {
        let servers = self.servers();
        servers.is_empty() || servers.iter().any(Server::takes_clients)
    }

    /// How many active and how many backup servers take clients.
    pub fn usable(&self) -> (usize, usize) {
        let servers = self.servers().iter().filter(|server| server.takes_clients());
        servers.fold((0, 0), |(active, backup), server| match server.backup {
            true => (active, backup + 1),
            false => (active + 1, backup),
        })
    }

    /// Notes what the configuration says of it, once.
    pub fn set_limits(&self, limits: Limits) {
        let _ = self.limits.set(limits);
    }

    /// What the configuration says of it.
    pub fn limits(&self) -> Limits {
        self.limits.get().copied().unwrap_or_default()
    }

    /// Its servers in the order of the configuration.
    pub fn servers(&self) -> &[Server] {
        self.servers.get().map_or(&[], |list| list)
    }

    /// Gives it its listeners, once.
    pub fn set_listeners(&self, listeners: Vec<Listener>) {
        debug_assert!(self.listeners.get().is_none());
        let _ = self.listeners.set(listeners.into());
    }

    /// Its listeners, one for each address, in the order of the configuration.
    pub fn listeners(&self) -> &[Listener] {
        self.listeners.get().map_or(&[], |list| list)
    }

    /// Gives it its stick table, once.
    pub fn set_table(&self, table: Table) {
        let _ = self.table.set(Arc::new(table));
    }

    /// Its stick table, if it declares one.
    pub fn table(&self) -> Option<&Arc<Table>> {
        self.table.get()
    }

    /// One of its servers.
    pub fn server(&self, id: ServerId) -> &Server {
        &self.servers()[id.0 as usize]
    }
}
