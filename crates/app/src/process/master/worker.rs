//! A worker process as its master sees it.

use crate::process::channel;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a worker that is starting is looked after.
const LOOK: Duration = Duration::from_millis(50);

/// How long an answer of the runtime API may take.
const ANSWER: Duration = Duration::from_secs(60);

/// A worker that doesn't serve yet.
pub struct Starting {
    child: Child,
    channel: UnixStream,
}

impl Starting {
    /// Starts the program again, with the same words, as a worker.
    ///
    /// # Errors
    /// The system's.
    pub fn spawn(words: &[OsString]) -> io::Result<Self> {
        let (channel, theirs) = UnixStream::pair()?;
        let child = Command::new(std::env::current_exe()?)
            .args(words)
            .env(channel::VARIABLE, "1")
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .spawn()?;
        Ok(Self { child, channel })
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it serves; none if it ended instead, or if `stops` says so.
    pub fn ready(mut self, mut stops: impl FnMut() -> bool) -> Option<Worker> {
        self.channel.set_read_timeout(Some(LOOK)).ok()?;
        loop {
            match channel::receive(&self.channel) {
                Ok((channel::READY, text)) => {
                    self.channel.set_read_timeout(Some(ANSWER)).ok()?;
                    return Some(Worker::new(self, text));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && !stops() => {}
                _ => {
                    let _ = self.child.kill();
                    let _ = self.child.wait();
                    return None;
                }
            }
        }
    }
}

/// A worker that serves, or did.
pub struct Worker {
    /// Its number.
    pub pid: u32,
    /// When it began.
    pub started: Instant,
    /// The pid file that its configuration names.
    pub pidfile: Option<String>,
    /// Reloads before it began.
    pub before: u32,
    child: Mutex<Child>,
    channel: Mutex<UnixStream>,
}

impl Worker {
    fn new(from: Starting, pidfile: Vec<u8>) -> Self {
        Self {
            pid: from.child.id(),
            started: Instant::now(),
            pidfile: String::from_utf8(pidfile).ok().filter(|path| !path.is_empty()),
            before: 0,
            child: Mutex::new(from.child),
            channel: Mutex::new(from.channel),
        }
    }

    /// Sends it a signal.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid).map(Pid::from_raw);
        // It is a child that wasn't waited for: the number is still its own.
        let _ = pid.map(|pid| kill(pid, signal));
    }

    /// Its exit code, if it has ended; for a signal, 128 and the signal's number.
    pub fn ended(&self) -> Option<u8> {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let status = child.try_wait().ok()??;
        let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal));
        Some(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
    }

    /// Runs a line of the runtime API in it.
    ///
    /// # Errors
    /// The system's, as when it has gone.
    pub fn ask(&self, level: u8, line: &str) -> io::Result<String> {
        let channel = self.channel.lock().unwrap_or_else(PoisonError::into_inner);
        channel::send(&channel, level, line.as_bytes())?;
        let (_, text) = channel::receive(&channel)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}
