//! What the `tune.lua.*` keywords set (configuration manual, chapter 3.2).

use moongate_net::tls::Roots;
use std::sync::Arc;
use std::time::Duration;

/// Whether a script's messages go to standard error (`tune.lua.log.stderr`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stderr {
    /// Always.
    On,
    /// Only when there is no logger to take them.
    #[default]
    Auto,
    /// Never.
    Off,
}

/// Limits and habits of all Lua states of a process. Times of zero mean no limit.
#[derive(Clone, Debug)]
pub struct Settings {
    /// A script is interrupted after so many instructions (`tune.lua.forced-yield`); `None`: once it
    /// has run for some milliseconds, and from then on every 10,000 in a state of its own, fewer in
    /// the shared one, which other threads wait for.
    pub forced_yield: Option<u32>,
    /// Running time of actions, fetches and converters without their waits.
    pub session_timeout: Duration,
    /// Running time of tasks without their waits.
    pub task_timeout: Duration,
    /// Running time of services without their waits.
    pub service_timeout: Duration,
    /// Running time without a single wait or interruption.
    pub burst_timeout: Duration,
    /// Memory of all states together, in bytes; 0: no limit.
    pub max_memory: usize,
    /// Whether messages go to loggers (`tune.lua.log.loggers`).
    pub log_loggers: bool,
    /// Whether messages go to standard error.
    pub log_stderr: Stderr,
    /// Whether booleans reach scripts as booleans (`tune.lua.bool-sample-conversion normal`) and not
    /// as 0 and 1.
    pub bool_samples: bool,
    /// The standard libraries that scripts get.
    pub libraries: Libraries,
    /// Worker threads.
    pub workers: usize,
    /// Connections that scripts make.
    pub outgoing: Outgoing,
}

/// How scripts connect to others.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Sockets verify servers' certificates (`ssl-server-verify`).
    pub verify_sockets: bool,
    /// HTTP requests do (`httpclient.ssl.verify`).
    pub verify_requests: bool,
    /// Whom to trust (`httpclient.ssl.ca-file`); `None`: whom the system trusts.
    pub roots: Option<Arc<Roots>>,
    /// The system's certificates can't be read later, as the process leaves the file system.
    pub early: bool,
    /// How often a request tries again to connect (`httpclient.retries`).
    pub retries: u32,
    /// How long each time (`httpclient.timeout.connect`); zero: without an end.
    pub connect: Duration,
}

impl Default for Outgoing {
    fn default() -> Self {
        Self {
            verify_sockets: true,
            verify_requests: true,
            roots: None,
            early: false,
            retries: 3,
            connect: Duration::from_secs(5),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            forced_yield: None,
            session_timeout: Duration::from_secs(4),
            task_timeout: Duration::ZERO,
            service_timeout: Duration::from_secs(4),
            burst_timeout: Duration::from_secs(1),
            max_memory: 0,
            log_loggers: true,
            log_stderr: Stderr::Auto,
            bool_samples: false,
            libraries: Libraries::ALL,
            workers: 1,
            outgoing: Outgoing::default(),
        }
    }
}

impl Settings {
    /// Instructions between two interruptions.
    pub(crate) fn interval(&self, shared: bool) -> u32 {
        let most = 10_000;
        self.forced_yield.unwrap_or_else(|| {
            if shared { (most / self.workers.max(1) as u32).max(500) } else { most }
        })
    }
}

/// Standard libraries beside `base` and `coroutine`, which are always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Libraries(u16);

impl Libraries {
    /// The names `tune.lua.openlibs` knows, in the order of their bits.
    pub const NAMES: [&'static str; 8] =
        ["table", "io", "os", "string", "math", "utf8", "package", "debug"];
    /// All of them.
    pub const ALL: Self = Self(0xff);
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Reads the argument of `tune.lua.openlibs`.
    ///
    /// # Errors
    /// The word that isn't a library's name, or `none` among others.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "all" => return Ok(Self::ALL),
            "none" => return Ok(Self::NONE),
            _ => {}
        }
        let mut set = 0;
        for word in text.split(',') {
            let bit = Self::NAMES.iter().position(|name| *name == word);
            set |= 1 << bit.ok_or_else(|| word.to_owned())?;
        }
        Ok(Self(set))
    }

    /// Those whose flag is set, in the order of [`Libraries::NAMES`].
    pub fn of(flags: [bool; 8]) -> Self {
        let bit = |(at, on): (usize, &bool)| u16::from(*on) << at;
        Self(flags.iter().enumerate().map(bit).sum())
    }

    /// Whether the library of that name is among them.
    pub fn has(self, name: &str) -> bool {
        Self::NAMES.iter().position(|n| *n == name).is_some_and(|bit| self.0 & (1 << bit) != 0)
    }
}
