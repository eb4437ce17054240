//! One request and its answer, over a pooled connection or a new one.

use super::super::socket::connect::{reach, reason};
use super::pool::{self, Key};
use super::request::Request;
use moongate_http::{BodyReader, Head, Limits, read_response, response_body, wants_keep_alive};
use moongate_net::Stream;
use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::time::Duration;

/// How long a connection may take to be made when the script says nothing (as in HAProxy).
const CONNECT: Duration = Duration::from_secs(5);

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
    if request.secure {
        return Outcome::failed("TLS isn't supported yet");
    }
    let Some(time) = request.time else { return attempts(&request).await };
    match tokio::time::timeout(time, attempts(&request)).await {
        Ok(outcome) => outcome,
        Err(_) => Outcome::failed("timeout"),
    }
}

async fn attempts(request: &Request) -> Outcome {
    let key = Key::new(&request.address, request.port);
    // RFC 9110 §9.2.2: only what may be done twice goes over a connection that may just be closed.
    let repeatable = request.method != "POST";
    while let Some(stream) = repeatable.then(|| pool::take(&key)).flatten() {
        let mut answer = Answer::new(request);
        match answer.receive(&stream, &request.bytes).await {
            Err(_) if !answer.begun => {}
            done => return answer.finish(done, key, stream),
        }
    }
    let connected = tokio::time::timeout(CONNECT, reach(&request.address, request.port)).await;
    let stream = match connected {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return Outcome::failed(reason(&error)),
        Err(_) => return Outcome::failed("timeout"),
    };
    let mut answer = Answer::new(request);
    let done = answer.receive(&stream, &request.bytes).await;
    answer.finish(done, key, stream)
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
        }
    }

    /// Sends the request and receives the answer at the same time: a server may answer before it has
    /// read all.
    async fn receive(&mut self, stream: &Stream, request: &[u8]) -> Result<(), String> {
        let mut sent = 0;
        let mut broken = false;
        loop {
            while sent < request.len() && !broken {
                match stream.try_write_first(&request[sent..]) {
                    Ok(count) => sent += count,
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                    // What the server said before it closed is still to be read.
                    Err(_) => broken = true,
                }
            }
            self.sent = sent == request.len();
            for _ in 0..READS {
                let Some(count) = self.read(stream)? else { break };
                if self.take(count == 0)? {
                    return Ok(());
                }
            }
            let writes = !self.sent && !broken;
            poll_fn(|task| {
                let readable = stream.poll_readable(task).is_ready();
                let writable = writes && stream.poll_writable(task).is_ready();
                if readable || writable { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        }
    }

    /// Reads what is there; `Some(0)` is the end, `None`: nothing is there.
    fn read(&mut self, stream: &Stream) -> Result<Option<usize>, String> {
        self.input.reserve(STEP);
        match stream.try_read_vec(&mut self.input) {
            Ok(count) => {
                self.begun |= count > 0;
                Ok(Some(count))
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
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
            reader.finish_on_eof().map_err(|truncated| truncated.to_string())?;
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
    fn finish(self, done: Result<(), String>, key: Key, stream: Stream) -> Outcome {
        let again = self.sent && self.input.is_empty() && wants_keep_alive(&self.head);
        if done.is_ok() && again {
            pool::give(key, stream);
        }
        let head = if self.reader.is_some() { self.head } else { Head::new() };
        Outcome { head, body: self.body, error: done.err() }
    }
}
