//! One request and its answer, over a pooled connection or a new one.

use super::super::socket::connect::{reach, reason};
use super::link::Link;
use super::pool::{self, Key};
use super::request::Request;
use crate::host::Side;
use moongate_http::{BodyReader, Head, Limits, read_response, response_body, wants_keep_alive};
use std::io;
use std::time::Duration;

/// Between two attempts to connect (as between those of a backend).
const TURN_AROUND: Duration = Duration::from_secs(1);

/// Interim answers (1xx) before the real one, at most.
const INTERIM: u32 = 16;

/// The longest head of an answer, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// Reads in a row before others have their turn: a server may send without an end.
const READS: u32 = 16;

/// Bytes asked for at once.
const STEP: usize = 16 << 10;

/// What came of a request.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The answer's head; empty if there was none.
    pub(super) head: Head,
    pub(super) body: Vec<u8>,
    /// Why the answer isn't whole.
    pub(super) error: Option<String>,
}

impl Outcome {
    /// No answer.
    pub(super) fn failed(error: impl Into<String>) -> Self {
        Self { error: Some(error.into()), ..Self::default() }
    }
}

/// Sends a request and receives the answer.
pub(super) async fn exchange(request: Request) -> Outcome {
    let Some(time) = request.time else { return attempts(&request).await };
    match tokio::time::timeout(time, attempts(&request)).await {
        Ok(outcome) => outcome,
        Err(_) => Outcome::failed("timeout"),
    }
}

async fn attempts(request: &Request) -> Outcome {
    let key = Key::new(request);
    // RFC 9110 §9.2.2: only what may be done twice goes over a connection that may just be closed.
    let repeatable = request.method != "POST";
    while let Some(mut link) = repeatable.then(|| pool::take(&key)).flatten() {
        let mut answer = Answer::new(request);
        match answer.receive(&mut link, &request.bytes).await {
            Err(_) if !answer.begun => {}
            done => return answer.finish(done, key, link),
        }
    }
    let mut link = match open(request).await {
        Ok(link) => link,
        Err(error) => return Outcome::failed(error),
    };
    let mut answer = Answer::new(request);
    let done = answer.receive(&mut link, &request.bytes).await;
    answer.finish(done, key, link)
}

/// Connects, and tries again as a backend does (`retries`).
async fn open(request: &Request) -> Result<Link, String> {
    let mut again = request.retries;
    loop {
        let failure = match limited(request.connect, connect(request)).await {
            Some(Ok(link)) => return Ok(link),
            Some(Err(error)) if is_lasting(error.kind()) || again == 0 => {
                return Err(reason(&error));
            }
            None if again == 0 => return Err("timeout".to_owned()),
            failure => failure,
        };
        again -= 1;
        // Not at once, unless the failure took that long already.
        if failure.is_some() {
            tokio::time::sleep(request.connect.map_or(TURN_AROUND, |t| t.min(TURN_AROUND))).await;
        }
    }
}

async fn limited<T>(time: Option<Duration>, work: impl Future<Output = T>) -> Option<T> {
    match time {
        Some(time) => tokio::time::timeout(time, work).await.ok(),
        None => Some(work.await),
    }
}

async fn connect(request: &Request) -> io::Result<Link> {
    let stream = reach(&request.address, request.port).await?;
    let Some(name) = &request.secure else { return Ok(Link::new(stream, None)) };
    let host = request.host.upgrade().ok_or_else(|| io::Error::other("the process ends"))?;
    let connector = host.connector(Side::Request).map_err(io::Error::other)?;
    let session = connector.connect(&stream, Some(name)).await;
    let session = session.map_err(|error| Side::Request.explain(error))?;
    Ok(Link::new(stream, Some(session)))
}

/// Whether a failure to connect is the same a moment later.
fn is_lasting(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{
        ConnectionAborted, ConnectionRefused, ConnectionReset, HostUnreachable, NetworkUnreachable,
        TimedOut, UnexpectedEof, WouldBlock,
    };
    !matches!(
        kind,
        ConnectionAborted
            | ConnectionRefused
            | ConnectionReset
            | HostUnreachable
            | NetworkUnreachable
            | TimedOut
            | UnexpectedEof
            | WouldBlock
    )
}

/// An answer as it comes.
struct Answer {
    method: &'static str,
    most: usize,
    /// Received bytes that are not taken yet.
    input: Vec<u8>,
    head: Head,
    resume: usize,
    interim: u32,
    /// How the body is read; none: the head isn't whole.
    reader: Option<BodyReader>,
    body: Vec<u8>,
    /// Something came.
    begun: bool,
    /// All of the request went out.
    sent: bool,
    /// TLS was cut off.
    cut: bool,
}

impl Answer {
    fn new(request: &Request) -> Self {
        Self {
            method: request.method,
            most: request.most,
            input: Vec::new(),
            head: Head::new(),
            resume: 0,
            interim: 0,
            reader: None,
            body: Vec::new(),
            begun: false,
            sent: false,
            cut: false,
        }
    }

    /// Sends the request and receives the answer at the same time: a server may answer before it has
    /// read all.
    async fn receive(&mut self, link: &mut Link, request: &[u8]) -> Result<(), String> {
        let mut sent = 0;
        let mut broken = false;
        loop {
            if !self.sent && !broken {
                match self.send(link, request, &mut sent) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    // What the server said before it closed is still to be read.
                    Err(_) => broken = true,
                    Ok(()) => {}
                }
            }
            for _ in 0..READS {
                let Some(count) = self.read(link)? else { break };
                if self.take(count == 0)? {
                    return Ok(());
                }
            }
            link.ready(!self.sent && !broken).await;
        }
    }

    /// Sends what the connection takes.
    fn send(&mut self, link: &mut Link, request: &[u8], sent: &mut usize) -> io::Result<()> {
        while *sent < request.len() {
            *sent += link.write(&request[*sent..])?;
        }
        link.flush()?;
        self.sent = true;
        Ok(())
    }

    /// Reads what is there; `Some(0)` is the end, `None`: nothing is there.
    fn read(&mut self, link: &mut Link) -> Result<Option<usize>, String> {
        self.input.reserve(STEP);
        match link.read(&mut self.input) {
            Ok(count) => {
                self.begun |= count > 0;
                Ok(Some(count))
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                self.cut = true;
                Ok(Some(0))
            }
            Err(error) => Err(reason(&error)),
        }
    }

    /// Takes what has come; whether the answer is whole.
    fn take(&mut self, end: bool) -> Result<bool, String> {
        while self.reader.is_none() {
            if !self.take_head()? {
                return if end { Err(self.ended()) } else { Ok(false) };
            }
        }
        let Some(reader) = &mut self.reader else { return Ok(false) };
        let mut at = 0;
        while !reader.is_done() {
            let step = reader.step(&self.input[at..]).map_err(|fault| fault.to_string())?;
            self.body.extend_from_slice(&self.input[at..][step.data]);
            at += step.consumed;
            if step.consumed == 0 {
                break;
            }
        }
        self.input.drain(..at);
        if self.body.len() > self.most {
            return Err(format!("the answer is larger than {} bytes", self.most));
        }
        if end {
            let open = !reader.is_done();
            reader.finish_on_eof().map_err(|truncated| truncated.to_string())?;
            // RFC 9112 §9.8: an answer without a length is whole only if TLS says so.
            if open && self.cut {
                return Err(
                    "the connection closed without the end of TLS: the answer may be cut short"
                        .into(),
                );
            }
        }
        Ok(reader.is_done())
    }

    fn ended(&self) -> String {
        let begun =
            if self.begun { "before the answer's head was complete" } else { "without an answer" };
        format!("the connection closed {begun}")
    }

    /// Takes a head if it is whole; interim answers go.
    fn take_head(&mut self) -> Result<bool, String> {
        let limits = Limits { max_head: LONGEST_HEAD, ..Limits::default() };
        let read = read_response(&mut self.head, &self.input, &limits, &mut self.resume);
        let Some(end) = read.map_err(|fault| fault.to_string())? else { return Ok(false) };
        self.input.drain(..end);
        self.resume = 0;
        match self.head.status() {
            101 => return Err("the server changed the protocol without being asked".to_owned()),
            100..=199 => {
                self.interim += 1;
                if self.interim > INTERIM {
                    return Err(format!("more than {INTERIM} interim answers"));
                }
            }
            _ => {
                let body = response_body(&mut self.head, self.method.as_bytes());
                self.reader = Some(BodyReader::new(body.map_err(|fault| fault.to_string())?));
            }
        }
        Ok(true)
    }

    /// Keeps the connection if it can be used again.
    fn finish(self, done: Result<(), String>, key: Key, link: Link) -> Outcome {
        let again = self.sent && self.input.is_empty() && wants_keep_alive(&self.head);
        if done.is_ok() && again {
            pool::give(key, link);
        }
        let head = if self.reader.is_some() { self.head } else { Head::new() };
        Outcome { head, body: self.body, error: done.err() }
    }
}
