//! One check from its connection to what it found.

use super::Job;
use super::answer::{Answer, Look, contains};
use super::request;
use super::steps::Step;
use crate::conn::Conn;
use moongate_conf::plan::{CheckKind, CheckStep, Connect, Expect, Matches};
use moongate_http::Limits;
use moongate_net::{Dial, Source, Target, dial};
use moongate_state::{CheckStatus, ConnError, LastCheck};
use std::fmt::Write as _;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::time::Instant;

/// What ends a check early.
type Step1<T> = Result<T, LastCheck>;

struct Run<'j> {
    job: &'j Job,
    conn: Option<Conn>,
    /// `linger` of the connection.
    linger: bool,
    /// The end of the whole check, or of what follows a connection.
    deadline: Instant,
    /// Received, not used yet.
    seen: Vec<u8>,
    /// No more will come.
    last: bool,
    answer: Option<Answer>,
    comment: Option<&'j str>,
}

/// Checks a server once.
pub(crate) async fn check(job: &Job) -> LastCheck {
    let inter = Duration::from_millis(job.plan().check.inter);
    let mut run = Run {
        job,
        conn: None,
        linger: false,
        deadline: Instant::now() + inter,
        seen: Vec::new(),
        last: false,
        answer: None,
        comment: None,
    };
    let mut found = found(CheckStatus::L4Ok, String::new());
    for step in &job.steps {
        match run.step(step).await {
            Ok(Some(better)) => found = better,
            Ok(None) => {}
            Err(bad) => {
                found = bad;
                break;
            }
        }
    }
    run.close();
    found
}

fn found(status: CheckStatus, text: String) -> LastCheck {
    LastCheck { status, text, ..LastCheck::default() }
}

impl<'j> Run<'j> {
    async fn step(&mut self, step: &'j Step) -> Step1<Option<LastCheck>> {
        match &step.what {
            CheckStep::Comment(text) => {
                self.comment = Some(text);
                Ok(None)
            }
            CheckStep::Connect(connect) => {
                self.connect(step, connect).await?;
                Ok(Some(found(CheckStatus::L4Ok, String::new())))
            }
            CheckStep::Send(data, _) => self.send(step, data).await.map(Some),
            CheckStep::Request(asked, _) => {
                let bytes = request::write(self.job, asked);
                let method = asked.method.as_deref().unwrap_or(request::METHOD);
                self.answer = Some(Answer::to(method));
                self.send(step, &bytes).await.map(Some)
            }
            CheckStep::Expect(expect) => self.expect(step, expect).await.map(Some),
        }
    }

    /// Where the connection goes: as the step says, or as the server's check, or where it listens.
    fn target(&self, connect: &Connect) -> Option<Target> {
        let (live, health) = (self.job.live(), self.job.health());
        let target = live.target.read().clone()?;
        let port = u16::try_from(health.port.load(Relaxed)).ok().filter(|port| *port > 0);
        let address = connect.address.or(*health.address.read());
        let Target::Inet(own) = target else {
            // A unix socket, unless checks go elsewhere altogether.
            let elsewhere = address.zip(connect.port.or(port));
            return Some(elsewhere.map_or(target, |(ip, port)| Target::Inet((ip, port).into())));
        };
        let port = connect.port.or(port).unwrap_or(own.port());
        Some(Target::Inet(SocketAddr::new(address.unwrap_or(own.ip()), port)))
    }

    async fn connect(&mut self, step: &'j Step, connect: &'j Connect) -> Step1<()> {
        self.close();
        self.linger = connect.linger;
        self.seen.clear();
        (self.answer, self.last) = (None, false);
        let plan = self.job.worker.plan().proxy(self.job.backend);
        let (server, timeouts) = (self.job.plan(), &plan.settings.timeouts);
        let inter = server.check.inter;
        let most = match timeouts.check {
            Some(_) => timeouts.connect.map_or(inter, |connect| connect.min(inter)),
            None => inter,
        };
        let until = match timeouts.check {
            Some(_) => Instant::now() + Duration::from_millis(most),
            None => self.deadline,
        };
        let Some(target) = self.target(connect) else {
            return Err(self.failed(CheckStatus::SocketError, "No address", step));
        };
        let to = Dial {
            source: server.source.map_or(Source::Any, Source::Addr),
            interface: server.interface.as_deref(),
            ..Dial::to(target)
        };
        match tokio::time::timeout_at(until, dial(&to)).await {
            Err(_) => return Err(self.failed(CheckStatus::L4Timeout, "", step)),
            Ok(Err(error)) => {
                return Err(self.failed(CheckStatus::L4Failed, &reason(&error), step));
            }
            Ok(Ok(stream)) => self.conn = Some(Conn::new(stream)),
        }
        if let Some(check) = timeouts.check {
            self.deadline = Instant::now() + Duration::from_millis(check);
        }
        Ok(())
    }

    async fn send(&mut self, step: &'j Step, data: &[u8]) -> Step1<LastCheck> {
        self.seen.clear();
        let Some(conn) = &mut self.conn else {
            return Err(self.failed(CheckStatus::SocketError, "No connection", step));
        };
        let mut rest = data;
        let sent = in_time(self.deadline, async {
            while !rest.is_empty() {
                let sent = poll_fn(|cx| conn.poll_send(cx, rest)).await?;
                rest = &rest[sent..];
            }
            Ok(())
        });
        match sent.await {
            None => Err(self.failed(CheckStatus::L7Timeout, "", step)),
            Some(Err(error)) => Err(self.failed(CheckStatus::SocketError, &reason(&error), step)),
            Some(Ok(())) => Ok(found(CheckStatus::L7Ok, "(tcp-check)".to_owned())),
        }
    }

    async fn expect(&mut self, step: &'j Step, expect: &'j Expect) -> Step1<LastCheck> {
        loop {
            let look = match self.answer.is_some() {
                true => self.look_http(expect)?,
                false => self.look_raw(expect),
            };
            match look {
                Look::Matches => return Ok(self.good(expect)),
                Look::Differs => return Err(self.differs(step, expect)),
                Look::More if self.last => return Err(self.differs(step, expect)),
                Look::More => self.fill(step, expect).await?,
            }
        }
    }

    /// Waits for more.
    async fn fill(&mut self, step: &'j Step, expect: &Expect) -> Step1<()> {
        let room = self.job.worker.bufsize.saturating_sub(self.seen.len());
        let nothing = self.seen.is_empty() && !self.begun();
        let Some(conn) = self.conn.as_mut().filter(|_| room > 0) else {
            self.last = true;
            return Ok(());
        };
        match in_time(self.deadline, poll_fn(|cx| conn.poll_fill(cx))).await {
            None => {
                let status = expect.timeout.unwrap_or(CheckStatus::L7Timeout);
                Err(self.failed(status, "", step))
            }
            // A reset behind the answer is how some servers close.
            Some(Err(error)) if nothing => {
                Err(self.failed(CheckStatus::SocketError, &reason(&error), step))
            }
            Some(Ok(0) | Err(_)) => {
                self.last = true;
                Ok(())
            }
            Some(Ok(_)) => {
                let count = conn.input.len().min(room);
                self.seen.extend_from_slice(&conn.input.bytes()[..count]);
                conn.input.clear();
                conn.input.release();
                Ok(())
            }
        }
    }

    fn begun(&self) -> bool {
        self.answer.as_ref().is_some_and(Answer::begun)
    }

    fn look_http(&mut self, expect: &Expect) -> Step1<Look> {
        let limits = Limits { relaxed: true, ..self.job.worker.limits };
        let live = self.job.live();
        let Some(answer) = &mut self.answer else { return Ok(Look::More) };
        let bad = || found(CheckStatus::L7Response, String::new());
        answer.read(&mut self.seen, &limits).map_err(|_| bad())?;
        if self.last && !answer.begun() {
            return Err(bad());
        }
        let status = answer.head.status();
        if answer.begun()
            && status == 404
            && self.job.check().disable_on_404
            && live.up.load(Relaxed)
        {
            let conditional = found(CheckStatus::L7Conditional, String::new());
            return Err(LastCheck { code: status, ..conditional });
        }
        Ok(answer.look(expect, self.last))
    }

    fn look_raw(&self, expect: &Expect) -> Look {
        let data = &self.seen;
        let least = match &expect.what {
            Matches::Text(text) | Matches::Binary(text) => {
                expect.min_recv.map_or(text.len(), |least| least.min(text.len()))
            }
            _ => expect.min_recv.unwrap_or(1),
        };
        if data.len() < least && !self.last {
            return Look::More;
        }
        if data.is_empty() && self.last {
            return Look::Differs;
        }
        let found = match &expect.what {
            Matches::Text(text) | Matches::Binary(text) => contains(data, text),
            Matches::Regex(regex) => regex.is_match(data),
            Matches::HexRegex(regex) => regex.is_match(digits(data).as_bytes()),
            Matches::Status(_) | Matches::StatusRegex(_) | Matches::Header(_) => false,
        };
        if !found && !self.last && expect.min_recv.is_none() {
            return Look::More;
        }
        if found == expect.not { Look::Differs } else { Look::Matches }
    }

    fn good(&self, expect: &Expect) -> LastCheck {
        let code = self.answer.as_ref().map_or(0, |answer| answer.head.status());
        let status = expect.ok.unwrap_or(CheckStatus::L7Ok);
        let text = if self.answer.is_some() { "" } else { "(tcp-check)" };
        LastCheck { code, ..found(status, text.to_owned()) }
    }

    /// What is said of an answer that isn't the expected one.
    fn differs(&self, step: &Step, expect: &Expect) -> LastCheck {
        let status = |usual| expect.error.unwrap_or(usual);
        let (status, mut text, code) = match (&self.answer, &expect.what) {
            (Some(_), Matches::Text(_) | Matches::Regex(_)) => {
                let text = match expect.not {
                    true => "HTTP check matched unwanted content",
                    false => "HTTP content check did not match",
                };
                (status(CheckStatus::L7Response), text.to_owned(), 0)
            }
            (Some(answer), _) => {
                let reason = String::from_utf8_lossy(answer.head.reason()).into_owned();
                (status(CheckStatus::L7Status), reason, answer.head.status())
            }
            (None, _) if self.seen.is_empty() => {
                let text = format!("TCPCHK got an empty response at step {}", step.number);
                (status(CheckStatus::L7Response), text, 0)
            }
            (None, what) => {
                let how = match expect.not {
                    true => "TCPCHK matched unwanted content",
                    false => "TCPCHK did not match content",
                };
                let what = match what {
                    Matches::Text(text) => format!("'{}'", String::from_utf8_lossy(text)),
                    Matches::Binary(_) => "(binary)".to_owned(),
                    Matches::HexRegex(_) => "(binary regex)".to_owned(),
                    _ => "(regex)".to_owned(),
                };
                let text = format!("{how} {what} at step {}", step.number);
                (status(CheckStatus::L7Response), text, 0)
            }
        };
        if let Some(comment) = expect.comment.as_deref().or(self.comment) {
            let _ = write!(text, " comment: {comment}");
        }
        LastCheck { code, ..found(status, text) }
    }

    /// A step that failed: why, and which it was if there are steps of `tcp-check`.
    fn failed(&self, status: CheckStatus, why: &str, step: &Step) -> LastCheck {
        let mut text = why.to_owned();
        if self.job.check().kind == CheckKind::Tcp && step.number > 0 {
            // Writing to a String can't fail.
            let _ = write!(text, " at step {} of tcp-check", step.number);
            let said = match &step.what {
                CheckStep::Connect(connect) => {
                    let _ = match connect.port {
                        Some(port) => write!(text, " (connect port {port})"),
                        None => write!(text, " (connect)"),
                    };
                    &connect.comment
                }
                CheckStep::Send(_, comment) | CheckStep::Request(_, comment) => {
                    text.push_str(" (send)");
                    comment
                }
                CheckStep::Expect(expect) => {
                    let _ = match &expect.what {
                        Matches::Text(wanted) => {
                            write!(text, " (expect string '{}')", String::from_utf8_lossy(wanted))
                        }
                        Matches::Binary(wanted) => {
                            write!(text, " (expect binary '{}')", String::from_utf8_lossy(wanted))
                        }
                        Matches::HexRegex(_) => write!(text, " (expect binary regex)"),
                        _ => write!(text, " (expect regex)"),
                    };
                    &expect.comment
                }
                CheckStep::Comment(_) => &None,
            };
            if let Some(comment) = said.as_deref().or(self.comment) {
                let _ = write!(text, " comment: '{comment}'");
            }
        }
        found(status, text)
    }

    /// Gives the connection up, without a port in TIME-WAIT unless `linger` asks for an orderly end.
    fn close(&mut self) {
        if let Some(conn) = self.conn.take()
            && !self.linger
        {
            let _ = conn.stream.set_linger_zero();
        }
    }
}

/// Upper-case hexadecimal digits.
fn digits(data: &[u8]) -> String {
    data.iter().fold(String::with_capacity(data.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}

/// Ready in time, or nothing.
async fn in_time<T>(
    deadline: Instant,
    work: impl Future<Output = io::Result<T>>,
) -> Option<io::Result<T>> {
    tokio::time::timeout_at(deadline, work).await.ok()
}

/// Why a connection failed, in HAProxy's words.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        // The system knows at once that there is no way: connect() itself says so.
        io::ErrorKind::NetworkUnreachable => {
            "General socket error (Network is unreachable)".to_owned()
        }
        _ => match ConnError::of(error) {
            ConnError::Socket => {
                let text = error.to_string();
                let text = text.split(" (os error").next().unwrap_or_default();
                format!("General socket error ({text})")
            }
            known => known.known().2.to_owned(),
        },
    }
}
