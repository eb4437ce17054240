//! A server's health: what its checks found, and since when it is in its state.

use crate::{Counter, ProxyId, Server, ServerId};
use parking_lot::RwLock;
use std::net::IpAddr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};

/// What a check found (management manual, `check_status`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckStatus {
    /// Nothing: there is no check.
    #[default]
    Unknown,
    /// No check has ended yet.
    Initial,
    /// Traffic failed too often (`observe`).
    Observed,
    /// The system refused a socket.
    SocketError,
    /// A connection was made.
    L4Ok,
    /// No connection was made in time.
    L4Timeout,
    /// No connection could be made.
    L4Failed,
    /// Layer 6 is well.
    L6Ok,
    /// Layer 6 took too long.
    L6Timeout,
    /// Layer 6 gave nonsense.
    L6Response,
    /// No answer in time.
    L7Timeout,
    /// An answer that can't be read, or isn't the one that is expected.
    L7Response,
    /// The expected answer.
    L7Ok,
    /// An answer that asks for no new clients.
    L7Conditional,
    /// An answer of the wrong status.
    L7Status,
}

/// What a status comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// Nothing yet.
    None,
    /// Bad.
    Failed,
    /// Good.
    Passed,
    /// Good, but no new clients.
    Conditional,
}

impl CheckStatus {
    /// The number, the name and the sentence that users of HAProxy know.
    pub const fn known(self) -> (u8, &'static str, &'static str) {
        match self {
            Self::Unknown => (0, "UNK", "Unknown"),
            Self::Initial => (1, "INI", "Initializing"),
            Self::Observed => (4, "HANA", "Health analyze"),
            Self::SocketError => (5, "SOCKERR", "Socket error"),
            Self::L4Ok => (6, "L4OK", "Layer4 check passed"),
            Self::L4Timeout => (7, "L4TOUT", "Layer4 timeout"),
            Self::L4Failed => (8, "L4CON", "Layer4 connection problem"),
            Self::L6Ok => (9, "L6OK", "Layer6 check passed"),
            Self::L6Timeout => (10, "L6TOUT", "Layer6 timeout"),
            Self::L6Response => (11, "L6RSP", "Layer6 invalid response"),
            Self::L7Timeout => (12, "L7TOUT", "Layer7 timeout"),
            Self::L7Response => (13, "L7RSP", "Layer7 invalid response"),
            Self::L7Ok => (15, "L7OK", "Layer7 check passed"),
            Self::L7Conditional => (16, "L7OKC", "Layer7 check conditionally passed"),
            Self::L7Status => (17, "L7STS", "Layer7 wrong status"),
        }
    }

    /// Whether it says something of what was answered, so that a code belongs to it.
    pub const fn has_code(self) -> bool {
        matches!(self, Self::L7Ok | Self::L7Conditional | Self::L7Status)
    }

    /// What it comes to.
    pub const fn result(self) -> CheckResult {
        match self {
            Self::Unknown | Self::Initial => CheckResult::None,
            Self::L4Ok | Self::L6Ok | Self::L7Ok => CheckResult::Passed,
            Self::L7Conditional => CheckResult::Conditional,
            _ => CheckResult::Failed,
        }
    }
}

/// The last check of a server.
#[derive(Clone, Debug, Default)]
pub struct LastCheck {
    /// What it found.
    pub status: CheckStatus,
    /// The status of an answer; 0: none.
    pub code: u16,
    /// How long it took, in milliseconds.
    pub duration: u64,
    /// More about it, or nothing.
    pub text: String,
}

/// `init-state`: what a server is before its first check, and when its maintenance ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InitState {
    /// Up; as many failures as `fall` says put it down.
    FullyUp,
    /// Up; the first failure puts it down.
    #[default]
    Up,
    /// Down; the first success puts it up.
    Down,
    /// Down; as many successes as `rise` says put it up.
    FullyDown,
}

/// Since when something is in its state, and how long it was down so far.
#[derive(Debug, Default)]
pub struct Since {
    changed: AtomicU64,
    down: AtomicU64,
}

impl Since {
    /// Notes a change; `now` in milliseconds since the process started.
    pub fn note(&self, now: u64, was_down: bool) {
        let before = self.changed.swap(now, Relaxed);
        if was_down {
            self.down.fetch_add(now.saturating_sub(before), Relaxed);
        }
    }

    /// Seconds since the last change.
    pub fn seconds(&self, now: u64) -> u64 {
        now.saturating_sub(self.changed.load(Relaxed)) / 1000
    }

    /// Seconds that it was down, the present ones included.
    pub fn down_seconds(&self, now: u64, is_down: bool) -> u64 {
        let before = self.down.load(Relaxed);
        let present = now.saturating_sub(self.changed.load(Relaxed));
        (before + if is_down { present } else { 0 }) / 1000
    }
}

/// A server's health.
#[derive(Debug)]
pub struct Health {
    /// `check`: something looks after it.
    pub checked: bool,
    /// `rise`
    pub rise: u32,
    /// `fall`
    pub fall: u32,
    /// `init-state`
    pub init: InitState,
    /// Checks run (`disable health` stops them).
    pub enabled: AtomicBool,
    /// A check runs now.
    pub running: AtomicBool,
    /// From 0 to `rise + fall - 1`; up from `rise` on.
    pub score: AtomicU32,
    /// The last check.
    pub last: RwLock<LastCheck>,
    /// Checks that failed while it was up: `chkfail`.
    pub failures: Counter,
    /// Times it went down: `chkdown`.
    pub downs: Counter,
    /// Failures seen in traffic: `hanafail`.
    pub observed: Counter,
    /// Failures seen in traffic since the last good answer.
    pub errors: AtomicU32,
    /// The next check is due soon, as traffic fails.
    pub hurry: AtomicBool,
    /// Where checks go in place of the server's port; 0: there.
    pub port: AtomicU32,
    /// Where checks go in place of the server's address.
    pub address: RwLock<Option<IpAddr>>,
    /// Since when it is in its state.
    pub since: Since,
    /// `track`: whose state it takes.
    pub tracks: OnceLock<(ProxyId, ServerId)>,
    /// Who takes its state.
    pub trackers: RwLock<Vec<(ProxyId, ServerId)>>,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            checked: false,
            rise: 2,
            fall: 3,
            init: InitState::Up,
            enabled: AtomicBool::new(false),
            running: AtomicBool::new(false),
            score: AtomicU32::new(2),
            last: RwLock::default(),
            failures: Counter::default(),
            downs: Counter::default(),
            observed: Counter::default(),
            errors: AtomicU32::new(0),
            hurry: AtomicBool::new(false),
            port: AtomicU32::new(0),
            address: RwLock::default(),
            since: Since::default(),
            tracks: OnceLock::new(),
            trackers: RwLock::default(),
        }
    }
}

impl Health {
    /// One that `check` asks for.
    pub fn checked(rise: u32, fall: u32, init: InitState) -> Self {
        let last = LastCheck { status: CheckStatus::Initial, ..LastCheck::default() };
        let health = Self {
            checked: true,
            rise,
            fall,
            init,
            enabled: AtomicBool::new(true),
            last: RwLock::new(last),
            ..Self::default()
        };
        health.restart();
        health
    }

    /// The highest score.
    pub fn best(&self) -> u32 {
        self.rise + self.fall - 1
    }

    /// The score that `init-state` says; whether the server is up with it.
    pub fn restart(&self) -> bool {
        let score = match self.init {
            InitState::FullyUp => self.best(),
            InitState::Up => self.rise,
            InitState::Down => self.rise - 1,
            InitState::FullyDown => 0,
        };
        self.score.store(score, Relaxed);
        !self.checked || score >= self.rise
    }

    /// Whether checks run.
    pub fn is_active(&self) -> bool {
        self.checked && self.enabled.load(Relaxed)
    }
}

impl Server {
    /// Takes new clients, as far as its state goes: it may still have no address.
    pub fn takes_clients(&self) -> bool {
        self.up.load(Relaxed)
            && !self.stopping.load(Relaxed)
            && !self.maintenance.load(Relaxed)
            && self.weight.load(Relaxed) > 0
    }

    /// Its state in the words of `show stat`; `tracked` is the one whose state it takes, or itself.
    pub fn state_text(&self, tracked: &Server) -> String {
        let health = &tracked.health;
        let (score, rise, fall) = (health.score.load(Relaxed), health.rise, health.fall);
        let some = |name: &str, best: bool| match best {
            true => name.to_owned(),
            false => format!("{name} {}/{fall}", (score + 1).saturating_sub(rise)),
        };
        let best = score >= health.best() || !health.is_active();
        if self.maintenance.load(Relaxed) {
            return "MAINT".to_owned();
        }
        if !self.up.load(Relaxed) {
            return match score {
                0 => "DOWN".to_owned(),
                _ if !health.is_active() || score >= rise => "DOWN".to_owned(),
                _ => format!("DOWN {score}/{rise}"),
            };
        }
        if self.stopping.load(Relaxed) {
            return some("NOLB", best);
        }
        if self.weight.load(Relaxed) == 0 {
            return "DRAIN".to_owned();
        }
        if !health.is_active() { "no check".to_owned() } else { some("UP", best) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn init_state() {
        for (init, score, up) in [
            (InitState::FullyUp, 4, true),
            (InitState::Up, 2, true),
            (InitState::Down, 1, false),
            (InitState::FullyDown, 0, false),
        ] {
            let health = Health::checked(2, 3, init);
            assert_eq!((health.score.load(Relaxed), health.restart()), (score, up), "{init:?}");
        }
    }

    #[test]
    fn time_down_is_counted() {
        let since = Since::default();
        since.note(2000, false);
        since.note(5000, true);
        assert_eq!(since.down_seconds(9000, false), 3);
        assert_eq!(since.down_seconds(9000, true), 7);
        assert_eq!(since.seconds(9000), 4);
    }

    #[test]
    fn states_in_words() {
        let mut server = Server::new(ServerId(0), "s", None);
        assert_eq!(server.state_text(&server), "no check");
        server.health = Health::checked(2, 3, InitState::Up);
        assert_eq!(server.state_text(&server), "UP 1/3");
        server.health.score.store(4, Relaxed);
        assert_eq!(server.state_text(&server), "UP");
        server.stopping.store(true, Relaxed);
        assert_eq!(server.state_text(&server), "NOLB");
        server.up.store(false, Relaxed);
        server.health.score.store(1, Relaxed);
        assert_eq!(server.state_text(&server), "DOWN 1/2");
        server.health.score.store(0, Relaxed);
        assert_eq!(server.state_text(&server), "DOWN");
    }
}
