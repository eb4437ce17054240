//! A server's live side: address, weight, state and counters.

use crate::{Health, ServerCounters};
use moongate_net::Target;
use parking_lot::RwLock;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64};

/// A server by its place in its backend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ServerId(pub u32);

/// A server.
#[derive(Debug)]
pub struct Server {
    /// Its place.
    pub id: ServerId,
    /// The number users see (`id` keyword, `sid` column).
    pub number: u32,
    /// Its name.
    pub name: Box<str>,
    /// Where it listens; none until its name resolves. Port 0 takes the port that the client
    /// connected to. Changes at run time (`set server addr`, resolvers).
    pub target: RwLock<Option<Target>>,
    /// The configured weight, 0 to 256.
    pub weight: AtomicU32,
    /// The weight that the configuration gave; [`Server::weight`] until it is noted.
    pub initial_weight: OnceLock<u32>,
    /// `backup`
    pub backup: bool,
    /// Takes traffic: not in maintenance, not found down by checks.
    pub up: AtomicBool,
    /// Up, but asked for no new clients (`http-check disable-on-404`).
    pub stopping: AtomicBool,
    /// In maintenance (`disabled`, `set server state maint`).
    pub maintenance: AtomicBool,
    /// At most so many streams at once; 0: no limit.
    pub maxconn: AtomicU32,
    /// What its checks found.
    pub health: Health,
    /// What it counts.
    pub counters: ServerCounters,
    /// For balancing algorithms: whatever position they keep.
    pub position: AtomicU64,
}

impl Server {
    /// A server that is up, of weight 1.
    pub fn new(id: ServerId, name: &str, target: Option<Target>) -> Self {
        Self {
            id,
            number: id.0 + 1,
            name: name.into(),
            target: RwLock::new(target),
            weight: AtomicU32::new(1),
            initial_weight: OnceLock::new(),
            backup: false,
            up: AtomicBool::new(true),
            stopping: AtomicBool::new(false),
            maintenance: AtomicBool::new(false),
            health: Health::default(),
            maxconn: AtomicU32::new(0),
            counters: ServerCounters::default(),
            position: AtomicU64::new(0),
        }
    }
}
