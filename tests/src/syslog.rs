//! A UDP receiver of log lines.

use std::net::{SocketAddr, UdpSocket};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A datagram that ends the receiver; no proxy sends it.
const END: &[u8] = b"\0end of the test\0";

/// Receives log lines on a loopback port.
#[derive(Debug)]
pub struct Syslog {
    addr: SocketAddr,
    lines: Arc<(Mutex<Vec<String>>, Condvar)>,
    receiver: Option<JoinHandle<()>>,
}

impl Syslog {
    /// Opens the port.
    pub fn new() -> Syslog {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("the loopback has a free port");
        let addr = socket.local_addr().expect("a bound socket has an address");
        let lines = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
        let shared = Arc::clone(&lines);
        let receiver = std::thread::spawn(move || {
            let mut datagram = vec![0; 65536];
            while let Ok(count) = socket.recv(&mut datagram) {
                if &datagram[..count] == END {
                    break;
                }
                let line =
                    String::from_utf8_lossy(&datagram[..count]).trim_end_matches('\n').to_owned();
                shared.0.lock().expect("no receiver panics").push(line);
                shared.1.notify_all();
            }
        });
        Syslog { addr, lines, receiver: Some(receiver) }
    }

    /// Where to send lines.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The lines so far.
    pub fn lines(&self) -> Vec<String> {
        self.lines.0.lock().expect("no receiver panics").clone()
    }

    /// Waits until `enough` lines satisfy `wanted`; false when they don't before `until`.
    pub fn wait(&self, enough: usize, until: Instant, wanted: impl Fn(&str) -> bool) -> bool {
        let mut lines = self.lines.0.lock().expect("no receiver panics");
        while lines.iter().filter(|line| wanted(line)).count() < enough {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            lines = self.lines.1.wait_timeout(lines, left).expect("no receiver panics").0;
        }
        true
    }

    /// Waits for a line that contains `text` and returns it; panics when none comes.
    pub fn wait_for(&self, text: &str) -> String {
        let found = self.wait(1, Instant::now() + crate::PATIENCE, |line| line.contains(text));
        let lines = self.lines();
        assert!(found, "no log line contains {text:?}; the lines are {lines:#?}");
        lines.into_iter().find(|line| line.contains(text)).expect("it was there a moment ago")
    }

    /// Ends it and returns all lines. Whoever sent them has ended before.
    pub fn finish(mut self) -> Vec<String> {
        self.end();
        self.lines()
    }

    fn end(&mut self) {
        if let Some(receiver) = self.receiver.take() {
            let sent = UdpSocket::bind("127.0.0.1:0").and_then(|socket| {
                socket.set_write_timeout(Some(Duration::from_secs(1)))?;
                socket.send_to(END, self.addr)
            });
            if sent.is_ok() {
                let _ = receiver.join();
            }
        }
    }
}

impl Default for Syslog {
    fn default() -> Syslog {
        Syslog::new()
    }
}

impl Drop for Syslog {
    fn drop(&mut self) {
        self.end();
    }
}
