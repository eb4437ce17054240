//! A blocking connection with a deadline, which remembers every byte that it received.

use crate::bytes::find;
use crate::frame::{self, Extent, Kind};
use socket2::SockRef;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing ended it yet.
    Open,
    /// The other side closed it properly.
    Ended,
    /// The other side reset it.
    Reset,
    /// We closed it.
    Left,
}

/// A connection of a scripted client or server.
#[derive(Debug)]
pub struct Connection {
    stream: Option<TcpStream>,
    received: Vec<u8>,
    /// How many of the received bytes the script has dealt with.
    passed: usize,
    state: State,
    until: Instant,
}

impl Connection {
    /// Takes over a stream; everything has to happen before `until`.
    pub fn new(stream: TcpStream, until: Instant) -> Connection {
        // Each write of a script is a segment of its own.
        let _ = stream.set_nodelay(true);
        Connection {
            stream: Some(stream),
            received: Vec::new(),
            passed: 0,
            state: State::Open,
            until,
        }
    }

    /// Connects.
    pub fn open(addr: SocketAddr, until: Instant) -> std::io::Result<Connection> {
        let left = until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        Ok(Connection::new(TcpStream::connect_timeout(&addr, left)?, until))
    }

    /// All that was received.
    pub fn received(&self) -> &[u8] {
        &self.received
    }

    /// How it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// Sends bytes. That the other side has gone shows when reading.
    pub fn send(&mut self, bytes: &[u8]) {
        let left = self.left();
        if let Some(stream) = &mut self.stream {
            let _ = stream.set_write_timeout(Some(left));
            let _ = stream.write_all(bytes);
        }
    }

    /// Receives one HTTP message; returns it, or why not.
    pub fn message(&mut self, kind: Kind) -> Result<Vec<u8>, String> {
        loop {
            match frame::extent(&self.received[self.passed..], kind) {
                Extent::Whole(length) => return Ok(self.pass(length)),
                Extent::ToTheEnd => {
                    self.to_end()?;
                    return Ok(self.pass(self.received.len() - self.passed));
                }
                Extent::Unknown => self.fill("a whole message")?,
            }
        }
    }

    /// Receives a message's head.
    pub fn head(&mut self) -> Result<Vec<u8>, String> {
        loop {
            if let Some(length) = frame::head_length(&self.received[self.passed..]) {
                return Ok(self.pass(length));
            }
            self.fill("a head")?;
        }
    }

    /// Receives up to a pattern.
    pub fn until(&mut self, pattern: &[u8]) -> Result<Vec<u8>, String> {
        loop {
            if let Some(at) = find(&self.received[self.passed..], pattern) {
                return Ok(self.pass(at + pattern.len()));
            }
            self.fill(&pattern.escape_ascii().to_string())?;
        }
    }

    /// Receives this many bytes.
    pub fn count(&mut self, count: usize) -> Result<Vec<u8>, String> {
        while self.received.len() - self.passed < count {
            self.fill("more bytes")?;
        }
        Ok(self.pass(count))
    }

    /// Receives until the other side closes or resets.
    pub fn to_end(&mut self) -> Result<(), String> {
        while self.state == State::Open {
            if !self.read()? {
                break;
            }
        }
        Ok(())
    }

    /// Says that nothing more will be sent.
    pub fn shut(&mut self) {
        if let Some(stream) = &self.stream {
            let _ = stream.shutdown(Shutdown::Write);
        }
    }

    /// Closes it.
    pub fn close(&mut self) {
        self.leave();
    }

    /// Closes it with a reset.
    pub fn reset(&mut self) {
        if let Some(stream) = &self.stream {
            let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
        }
        self.leave();
    }

    fn leave(&mut self) {
        self.stream = None;
        if self.state == State::Open {
            self.state = State::Left;
        }
    }

    fn pass(&mut self, count: usize) -> Vec<u8> {
        let from = self.passed;
        self.passed += count;
        self.received[from..self.passed].to_vec()
    }

    /// Receives something, or says that what was awaited doesn't come.
    fn fill(&mut self, awaited: &str) -> Result<(), String> {
        if self.read()? { Ok(()) } else { Err(format!("the connection ended before {awaited}")) }
    }

    fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
    }

    fn read(&mut self) -> Result<bool, String> {
        let left = self.left();
        let Some(stream) = &mut self.stream else { return Ok(false) };
        if self.state != State::Open {
            return Ok(false);
        }
        let _ = stream.set_read_timeout(Some(left));
        let mut piece = [0; 16384];
        match stream.read(&mut piece) {
            Ok(0) => self.state = State::Ended,
            Ok(count) => self.received.extend_from_slice(&piece[..count]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Err("out of time".into());
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => self.state = State::Reset,
        }
        Ok(self.state == State::Open)
    }
}
