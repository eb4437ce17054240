//! The steps of a scripted client or server, and how a case writes them.

use crate::bytes;
use crate::connection::Connection;
use crate::cue::Cues;
use crate::frame::Kind;
use crate::syslog::Syslog;
use std::time::Instant;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `send BYTES`: sends them in one write.
    Send(Vec<u8>),
    /// `request`, `response`, `response-without-body`: receives a whole message.
    Message(Kind),
    /// `head`: receives a message's head.
    Head,
    /// `until BYTES`: receives up to these bytes.
    Until(Vec<u8>),
    /// `bytes N`: receives this many.
    Count(usize),
    /// `end`: receives until the other side closes.
    End,
    /// `each BYTES`: answers every request with these bytes until the other side closes.
    Each(Vec<u8>),
    /// `shut`: closes the sending half.
    Shut,
    /// `close`: closes.
    Close,
    /// `reset`: closes with a reset.
    Reset,
    /// `cue NAME`: tells the others.
    Cue(String),
    /// `wait NAME`: waits for another's cue.
    Wait(String),
    /// `log N`: waits until this many log lines have arrived.
    Log(usize),
    /// `connect`: clients only: leaves this connection and makes the next.
    Connect,
}

impl Step {
    /// Reads a step; `body` holds the lines of content below it: `| text` stands for
    /// the text and CRLF, `"text"` for itself.
    pub fn parse(line: &str, body: &[String]) -> Result<Step, String> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        let content = || -> Result<Vec<u8>, String> {
            let mut out = bytes::parse(rest)?;
            for line in body {
                if let Some(line) = line.strip_prefix('|') {
                    out.extend(bytes::unescape(line.strip_prefix(' ').unwrap_or(line))?);
                    out.extend_from_slice(b"\r\n");
                } else {
                    out.extend(bytes::parse(line)?);
                }
            }
            Ok(out)
        };
        let number = || rest.parse::<usize>().map_err(|_| format!("{word} takes a number"));
        let name = || {
            if rest.is_empty() { Err(format!("{word} takes a name")) } else { Ok(rest.to_owned()) }
        };
        if !body.is_empty() && !matches!(word, "send" | "each") {
            return Err(format!("{word} takes no lines"));
        }
        Ok(match word {
            "send" => Step::Send(content()?),
            "each" => Step::Each(content()?),
            "request" => Step::Message(Kind::Request),
            "response" => Step::Message(Kind::Answer),
            "response-without-body" => Step::Message(Kind::BareAnswer),
            "head" => Step::Head,
            "until" => Step::Until(bytes::parse(rest)?),
            "bytes" => Step::Count(number()?),
            "end" => Step::End,
            "shut" => Step::Shut,
            "close" => Step::Close,
            "reset" => Step::Reset,
            "cue" => Step::Cue(name()?),
            "wait" => Step::Wait(name()?),
            "log" => Step::Log(number()?),
            "connect" => Step::Connect,
            _ => return Err(format!("unknown step {word}")),
        })
    }

    /// Does a step, all but `connect`; the error says what didn't come.
    pub fn play(
        &self,
        on: &mut Connection,
        cues: &Cues,
        log: &Syslog,
        until: Instant,
    ) -> Result<(), String> {
        match self {
            Step::Send(bytes) => on.send(bytes),
            Step::Message(kind) => drop(on.message(*kind)?),
            Step::Head => drop(on.head()?),
            Step::Until(pattern) => drop(on.until(pattern)?),
            Step::Count(count) => drop(on.count(*count)?),
            Step::End => on.to_end()?,
            Step::Each(bytes) => {
                while on.message(Kind::Request).is_ok() {
                    on.send(bytes);
                }
            }
            Step::Shut => on.shut(),
            Step::Close => on.close(),
            Step::Reset => on.reset(),
            Step::Cue(name) => cues.give(name),
            Step::Wait(name) if !cues.wait(name, until) => {
                return Err(format!("cue {name} never came"));
            }
            Step::Log(count) if !log.wait(*count, until, |_| true) => {
                return Err(format!("log line {count} never came"));
            }
            Step::Wait(_) | Step::Log(_) | Step::Connect => {}
        }
        Ok(())
    }
}
