//! Logs: where lines go, in which form, and when they are written.

use moongate_sample::Format;
use moongate_state::{LogLevel, LogOrigin};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A `log` line.
#[derive(Clone, Debug)]
pub struct LogTarget {
    /// Where it goes.
    pub to: LogAddress,
    /// `len`: longest line, in bytes.
    pub len: usize,
    /// `format`
    pub format: LogFormat,
    /// The facility's number.
    pub facility: u8,
    /// Nothing less urgent than this is sent.
    pub max_level: LogLevel,
    /// What is more urgent is sent as this.
    pub min_level: LogLevel,
    /// `sample`
    pub sample: Option<LogSample>,
    /// `profile`: its place.
    pub profile: Option<usize>,
}

/// `sample <ranges>:<size>`: which lines of each `size` are sent.
#[derive(Debug)]
pub struct LogSample {
    /// First and last line of each range, from 1.
    pub ranges: Vec<(u32, u32)>,
    /// How many lines there are to a round.
    pub size: u32,
    /// Lines so far.
    pub lines: AtomicU64,
}

impl Clone for LogSample {
    /// Each proxy counts its own lines.
    fn clone(&self) -> Self {
        Self { ranges: self.ranges.clone(), size: self.size, lines: AtomicU64::new(0) }
    }
}

impl LogSample {
    /// Counts a line: whether it is to be sent.
    pub fn takes(&self) -> bool {
        let number = self.lines.fetch_add(1, Relaxed);
        let place = (number % u64::from(self.size.max(1))) as u32 + 1;
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&place))
    }
}

/// `log-steps`: when lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogSteps(pub u16);

impl LogSteps {
    /// Whether a line is written there.
    pub const fn has(self, origin: LogOrigin) -> bool {
        self.0 & (1 << origin as u8) != 0
    }
}

/// A `log-profile` section.
#[derive(Debug)]
pub struct LogProfile {
    /// `log-tag`
    pub tag: Option<String>,
    /// What it says of each [`LogOrigin`], `any` resolved.
    pub steps: [Option<Arc<LogStep>>; LogOrigin::ALL.len()],
}

impl LogProfile {
    /// What it says of a line from there.
    pub fn step(&self, origin: LogOrigin) -> Option<&LogStep> {
        self.steps[origin as usize].as_deref()
    }
}

/// `on <step>` of a log profile.
#[derive(Debug, Default)]
pub struct LogStep {
    /// No line is written.
    pub drop: bool,
    /// `format`
    pub format: Option<Format>,
    /// `sd`
    pub sd: Option<Format>,
}

/// Where a log line goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LogAddress {
    /// `stdout`
    Stdout,
    /// `stderr`
    Stderr,
    /// `fd@N`
    Fd(i32),
    /// UDP.
    Udp(SocketAddr),
    /// A unix datagram socket.
    Unix(PathBuf),
}

/// `log … format`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// None was named: `local`, or `rfc3164` if lines are to bear the host's name.
    Usual,
    /// `local`: RFC 3164 without a host name.
    Local,
    /// `rfc3164`
    Rfc3164,
    /// `rfc5424`
    Rfc5424,
    /// `priority`
    Priority,
    /// `short`
    Short,
    /// `timed`
    Timed,
    /// `iso`
    Iso,
    /// `raw`
    Raw,
}
