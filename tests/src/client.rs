//! A client for tests written in Rust.

use crate::PATIENCE;
use crate::connection::{Connection, State};
use crate::frame::Kind;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// A client's connection; what doesn't come in time fails the test.
#[derive(Debug)]
pub struct Client(Connection);

/// Sends `bytes` and returns what comes until the other side closes.
pub fn exchange(addr: SocketAddr, bytes: &str) -> String {
    let mut client = Client::connect(addr);
    client.send(bytes);
    client.to_end()
}

impl Client {
    /// Connects.
    pub fn connect(addr: SocketAddr) -> Client {
        Client::within(addr, PATIENCE)
    }

    /// Connects; all of the connection's life fits in `limit`.
    pub fn within(addr: SocketAddr, limit: Duration) -> Client {
        let connection = Connection::open(addr, Instant::now() + limit);
        Client(connection.unwrap_or_else(|error| panic!("can't connect to {addr}: {error}")))
    }

    /// Sends bytes.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.send(bytes.as_ref());
    }

    /// Receives one answer.
    pub fn response(&mut self) -> String {
        self.took(Connection::message, Kind::Answer)
    }

    /// Sends a GET without a body on this connection and receives the answer.
    pub fn get(&mut self, path: &str) -> String {
        self.send(format!("GET {path} HTTP/1.1\r\nhost: test\r\n\r\n"));
        self.response()
    }

    /// Receives up to a pattern.
    pub fn until(&mut self, pattern: &str) -> String {
        self.took(Connection::until, pattern.as_bytes())
    }

    /// Receives this many bytes.
    pub fn count(&mut self, count: usize) -> Vec<u8> {
        self.0.count(count).unwrap_or_else(|missed| panic!("{missed}"))
    }

    /// Receives until the other side closes; returns all that this connection received.
    pub fn to_end(&mut self) -> String {
        self.0.to_end().unwrap_or_else(|missed| panic!("{missed}; it has {}", self.text()));
        self.text()
    }

    /// Whether the other side has closed.
    pub fn is_closed(&self) -> bool {
        matches!(self.0.state(), State::Ended | State::Reset)
    }

    /// Closes the sending half.
    pub fn shut(&mut self) {
        self.0.shut();
    }

    /// Closes with a reset.
    pub fn reset(mut self) {
        self.0.reset();
    }

    /// All that was received.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.0.received()).into_owned()
    }

    fn took<A>(
        &mut self,
        how: impl Fn(&mut Connection, A) -> Result<Vec<u8>, String>,
        arg: A,
    ) -> String {
        match how(&mut self.0, arg) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(missed) => panic!("{missed}; it has {:?}", self.text()),
        }
    }
}
