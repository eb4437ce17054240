//! Resolvers: name servers, how they are asked, and what they answered lately.

use super::{Accept, Name, Prefer};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};
use tokio::sync::{OnceCell, Semaphore};

/// Names that are kept at once. Clients choose them, so that there has to be a limit.
const NAMES: usize = 8192;

/// Names that are asked for at once; each takes a descriptor for each name server.
const AT_ONCE: usize = 128;

/// A `resolvers` section.
#[derive(Debug)]
pub struct Resolvers {
    /// Its name.
    pub name: Box<str>,
    /// Its name servers.
    pub servers: Vec<NameServer>,
    /// How they are asked.
    pub settings: Settings,
    /// Which kinds of addresses are asked for.
    pub accept: Accept,
    pub(super) at_once: Semaphore,
    /// What was answered. A lock: a request that has to wait for a name server can wait for this.
    answers: Mutex<HashMap<(Name, Prefer), Arc<Entry>>>,
}

/// A name server.
#[derive(Debug)]
pub struct NameServer {
    /// Its name.
    pub name: Box<str>,
    /// Where it is.
    pub address: SocketAddr,
    /// Whether it is asked over TCP only.
    pub stream: bool,
    /// What it did so far.
    pub counters: Counters,
}

/// What `show resolvers` shows of a name server.
#[derive(Debug, Default)]
pub struct Counters {
    /// Questions sent.
    pub sent: AtomicU64,
    /// Questions that couldn't be sent.
    pub send_error: AtomicU64,
    /// Answers with addresses.
    pub valid: AtomicU64,
    /// Answers that gave a server a new address.
    pub update: AtomicU64,
    /// Answers with an alias.
    pub cname: AtomicU64,
    /// Aliases that lead nowhere.
    pub cname_error: AtomicU64,
    /// Answers without an address.
    pub empty: AtomicU64,
    /// Names that don't exist.
    pub no_name: AtomicU64,
    /// Questions without an answer in time.
    pub timeout: AtomicU64,
    /// Questions refused.
    pub refused: AtomicU64,
    /// Other failures.
    pub other: AtomicU64,
    /// Messages that are no answers.
    pub invalid: AtomicU64,
    /// Answers longer than `accepted_payload_size`.
    pub too_big: AtomicU64,
    /// Answers that were asked for again over TCP.
    pub truncated: AtomicU64,
    /// Answers that came after another server's.
    pub outdated: AtomicU64,
}

/// `hold …`: how long something counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// An answer: no other question is asked until then.
    pub valid: Duration,
    /// A server's address after "no such name".
    pub nx: Duration,
    /// A server's address after a refusal.
    pub refused: Duration,
    /// A server's address without an answer.
    pub timeout: Duration,
    /// A server's address after other failures.
    pub other: Duration,
    /// A record that answers no longer have.
    pub obsolete: Duration,
}

/// How name servers are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `resolve_retries`: how often a question is asked.
    pub retries: u32,
    /// `timeout resolve`
    pub resolve: Duration,
    /// `timeout retry`
    pub retry: Duration,
    /// `accepted_payload_size`
    pub payload: u16,
    /// `hold`
    pub hold: Hold,
}

impl Default for Settings {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            retries: 3,
            resolve: seconds(1),
            retry: seconds(1),
            payload: 512,
            hold: Hold {
                valid: seconds(10),
                nx: seconds(30),
                refused: seconds(30),
                timeout: seconds(30),
                other: seconds(30),
                obsolete: seconds(0),
            },
        }
    }
}

/// Why there is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody answered in time.
    Timeout,
    /// There is no such name.
    NoName,
    /// The name has no address.
    Empty,
    /// The servers refused.
    Refused,
    /// Something else failed.
    Other,
}

/// What is known of a name, or being asked.
#[derive(Debug, Default)]
struct Entry {
    answer: OnceCell<Answer>,
    /// Addresses are handed out in turn.
    turn: AtomicUsize,
}

/// What was found out, and how long that counts.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) found: Result<Vec<IpAddr>, Failure>,
    pub(super) until: Instant,
}

impl Entry {
    /// Whether it may be used: it counts still, or is being asked for.
    fn is_fresh(&self, now: Instant) -> bool {
        self.answer.get().is_none_or(|answer| answer.until > now)
    }
}

impl Resolvers {
    /// Resolvers of that name.
    pub fn new(
        name: impl Into<Box<str>>,
        servers: Vec<NameServer>,
        settings: Settings,
        accept: Accept,
    ) -> Self {
        Self {
            name: name.into(),
            servers,
            settings,
            accept,
            at_once: Semaphore::new(AT_ONCE),
            answers: Mutex::default(),
        }
    }

    /// An address of a name, kept from before or asked for now. Who asks for a name that is being
    /// asked for already waits for the same answer.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn address(&self, name: &Name, prefer: Prefer) -> Result<IpAddr, Failure> {
        let entry = self.entry(name, prefer);
        let answer = entry.answer.get_or_init(|| self.ask(name, prefer)).await;
        let list = answer.found.as_ref().map_err(|failure| *failure)?;
        let turn = entry.turn.fetch_add(1, Relaxed);
        list.get(turn % list.len().max(1)).copied().ok_or(Failure::Empty)
    }

    /// All addresses of a name, asked for now.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn addresses(&self, name: &Name, prefer: Prefer) -> Result<Vec<IpAddr>, Failure> {
        self.ask(name, prefer).await.found
    }

    fn entry(&self, name: &Name, prefer: Prefer) -> Arc<Entry> {
        let now = Instant::now();
        let key = (name.clone(), prefer);
        let mut answers = self.answers.lock();
        if let Some(entry) = answers.get(&key).filter(|entry| entry.is_fresh(now)) {
            return Arc::clone(entry);
        }
        if answers.len() >= NAMES {
            answers.retain(|_, entry| entry.is_fresh(now));
        }
        if answers.len() >= NAMES {
            // Those that are being asked for stay; who waits for one holds it.
            answers.retain(|_, entry| entry.answer.get().is_none());
        }
        let entry = Arc::new(Entry::default());
        if answers.len() < NAMES {
            answers.insert(key, Arc::clone(&entry));
        }
        entry
    }
}
