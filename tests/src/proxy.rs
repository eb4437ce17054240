//! A running proxy: what it printed, where it listens, how it ended. It never outlives the test.

use crate::{Folder, PATIENCE};
use nix::sys::signal::kill;
use nix::unistd::Pid;
use std::collections::BTreeMap;
use std::io::Read;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use nix::sys::signal::Signal;

/// A proxy that a test started.
#[derive(Debug)]
pub struct Proxy {
    child: Child,
    status: Option<ExitStatus>,
    folder: Folder,
    addrs: BTreeMap<String, SocketAddr>,
    printed: Arc<Printed>,
    readers: Vec<JoinHandle<()>>,
}

/// What a process printed so far, on standard output and on standard error, in the order of arrival.
#[derive(Debug, Default)]
struct Printed {
    text: Mutex<Vec<u8>>,
    more: Condvar,
}

impl Proxy {
    pub(crate) fn new(
        mut child: Child,
        folder: Folder,
        addrs: BTreeMap<String, SocketAddr>,
    ) -> Proxy {
        let printed = Arc::new(Printed::default());
        let mut readers = Vec::new();
        if let Some(output) = child.stdout.take() {
            readers.push(follow(output, Arc::clone(&printed)));
        }
        if let Some(errors) = child.stderr.take() {
            readers.push(follow(errors, Arc::clone(&printed)));
        }
        Proxy { child, status: None, folder, addrs, printed, readers }
    }

    /// The address of the listening socket `name`.
    pub fn addr(&self, name: &str) -> SocketAddr {
        *self.addrs.get(name).unwrap_or_else(|| panic!("no listening socket is named {name}"))
    }

    /// All listening sockets.
    pub fn addrs(&self) -> &BTreeMap<String, SocketAddr> {
        &self.addrs
    }

    /// Its folder, `${DIR}` in the configuration.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its process number.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it printed so far.
    pub fn printed(&self) -> String {
        let text = self.printed.text.lock().expect("no reader panics");
        String::from_utf8_lossy(&text).into_owned()
    }

    /// Waits until it printed `pattern`; panics when it doesn't in time.
    pub fn wait_printed(&self, pattern: &str) -> String {
        let until = Instant::now() + PATIENCE;
        let mut text = self.printed.text.lock().expect("no reader panics");
        loop {
            let so_far = String::from_utf8_lossy(&text).into_owned();
            if so_far.contains(pattern) {
                return so_far;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                drop(text);
                panic!("waited for {pattern:?}; it printed:\n{so_far}");
            }
            text = self.printed.more.wait_timeout(text, left).expect("no reader panics").0;
        }
    }

    /// Sends it a signal. One that would kill a program which isn't ready for it waits until it is.
    pub fn signal(&self, signal: Signal) {
        if matches!(signal, Signal::SIGUSR1 | Signal::SIGUSR2 | Signal::SIGHUP) {
            let until = Instant::now() + PATIENCE;
            while !self.catches(signal) && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(2));
            }
        }
        if self.status.is_none() {
            let pid = Pid::from_raw(i32::try_from(self.child.id()).expect("a pid fits an i32"));
            let _ = kill(pid, signal);
        }
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.wait(Duration::ZERO).is_none()
    }

    /// Waits for its end, at most `limit`.
    pub fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + limit;
        while self.status.is_none() {
            self.status = self.child.try_wait().expect("a child of ours can be waited for");
            if self.status.is_none() {
                if Instant::now() >= until {
                    return None;
                }
                std::thread::sleep(Duration::from_millis(2));
            }
        }
        self.status
    }

    /// Waits for its end and for the end of what it prints; panics when it goes on.
    pub fn finished(&mut self) -> ExitStatus {
        let status = self.wait(PATIENCE);
        let status =
            status.unwrap_or_else(|| panic!("it goes on; it printed:\n{}", self.printed()));
        self.join_readers();
        status
    }

    /// Ends it: with SIGTERM, and with SIGKILL when that isn't obeyed within three seconds.
    pub fn stop(&mut self) -> ExitStatus {
        self.signal(Signal::SIGTERM);
        if self.wait(Duration::from_secs(3)).is_none() {
            self.signal(Signal::SIGKILL);
        }
        let status = self.wait(PATIENCE).expect("a killed process ends");
        self.join_readers();
        status
    }

    /// Resident memory in bytes.
    pub fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
        let kibibytes: u64 =
            line.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0);
        kibibytes * 1024
    }

    /// Whether it has set up a handler for a signal or reads it from a descriptor, or has ended.
    fn catches(&self, signal: Signal) -> bool {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let mask = |name: &str| {
            let mask = status.lines().find_map(|line| line.strip_prefix(name))?;
            u64::from_str_radix(mask.trim(), 16).ok()
        };
        match (mask("SigCgt:"), mask("SigBlk:")) {
            (Some(caught), Some(read)) => (caught | read) & (1 << (signal as u32 - 1)) != 0,
            _ => true,
        }
    }

    fn join_readers(&mut self) {
        for reader in self.readers.drain(..) {
            // A grandchild may hold the pipe; its reader ends with the test's process.
            let until = Instant::now() + Duration::from_secs(2);
            while !reader.is_finished() && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.stop();
        if std::thread::panicking() {
            eprintln!("--- the proxy printed:\n{}---", self.printed());
        }
    }
}

fn follow(mut source: impl Read + Send + 'static, into: Arc<Printed>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(count @ 1..) = source.read(&mut piece) {
            into.text.lock().expect("no reader panics").extend_from_slice(&piece[..count]);
            into.more.notify_all();
        }
        into.more.notify_all();
    })
}
