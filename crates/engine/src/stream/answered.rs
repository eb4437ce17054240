//! Stage 8: the request is on its way and the head of the answer is there. Response rules run
//! here.

use super::pump::{Pump, PumpError};
use super::received::body_so_far;
use super::replay::{Failure, Replay};
use super::{Forwarding, tunnel};
use crate::check::observe::{Seen, observe};
use crate::conn::Conn;
use crate::exchange::{Exchange, Exit, Room, ServerSide, Step, deadline, ending, with_timer};
use crate::throttle::Gate;
use crate::worker::Worker;
use moongate_http::{
    Body, BodyReader, Limits, prepare_response, read_response, response_body, upgrade_token,
    wants_keep_alive, write_head, write_head_cased,
};
use moongate_rules::FilterEvent;
use moongate_sample::Point;
use moongate_state::{Cause, Stage, TableEvent, Txn};
use std::future::poll_fn;
use std::task::{Context, Poll};

/// A request with the head of its answer.
pub(crate) struct Answered<'x> {
    x: &'x mut Exchange,
    upload: Pump,
    body: Body,
}

/// What ended the wait for an answer's head.
enum Event {
    /// The head is whole.
    Head,
    /// The request's body could not be read or sent.
    Upload(PumpError),
    /// The server's connection ended or failed.
    Gone,
    /// What it sent is no HTTP.
    Malformed,
    /// A deadline passed.
    Timeout,
}

/// Sends the request and reads answers up to the final one; interim ones go to the client. Where
/// `retry-on` says so a request that fails is sent again.
pub(crate) async fn exchange(x: &mut Exchange, framing: Body) -> Step<Answered<'_>> {
    let replay = Replay::of(x);
    x.room.txn.backend().be.requests.add(1);
    loop {
        let mut upload = Pump::through(framing, x.data_filters(false), false);
        Gate::refresh(&mut upload.gate, &x.room.txn, false);
        if replay.is_some() {
            upload.keep(x.worker.bufsize);
        }
        let (fe, be) = (&x.frontend().settings.options, &x.backend().settings.options);
        upload.restrict(fe.no_splice[0] || be.no_splice[0], be.drop_request_trailers);
        let answer = ask(x, &mut upload).await?;
        let failure = match &answer {
            Ok(_) => Failure::Status(x.room.txn.response.status()),
            Err(event) => x.failure(event, &upload),
        };
        x.observe(failure);
        if let Some(replay) = &replay
            && replay.again(x, failure, &mut upload).await?
        {
            continue;
        }
        let body = match answer {
            Ok(body) => body,
            Err(event) => return Err(x.no_answer(event, &upload)),
        };
        x.answer_body = body;
        x.room.txn.times.response = Some(x.worker.now());
        x.server_keep_alive = wants_keep_alive(&x.room.txn.response);
        x.count_response();
        return Ok(Answered { x, upload, body });
    }
}

/// Sends the request and reads the final answer's head; how its body is framed.
async fn ask(x: &mut Exchange, upload: &mut Pump) -> Step<Result<Body, Event>> {
    if let Some(id) = x.room.txn.server {
        x.room.txn.backend().server(id).counters.requests.add(1);
    }
    if let Some(server) = &mut x.server {
        let before = server.conn.output.len();
        write_request(&x.worker, &x.room.txn, &mut server.conn);
        x.room.txn.server_bytes.0 += (server.conn.output.len() - before) as u64;
    }
    loop {
        match next_head(x, upload).await {
            Event::Head => {}
            failed => return Ok(Err(failed)),
        }
        let status = x.room.txn.response.status();
        if status == 101 || !(100..200).contains(&status) {
            break;
        }
        forward_interim(x).await?;
    }
    x.room.txn.server_status = x.room.txn.response.status();
    let body = response_body(&mut x.room.txn.response, x.room.txn.request.method());
    Ok(match body {
        Ok(Body::Chunked) if begins_badly(x) => Err(Event::Malformed),
        Ok(body) => Ok(body),
        Err(_) => Err(Event::Malformed),
    })
}

/// Appends the request's head to what the server is sent.
fn write_request(worker: &Worker, txn: &Txn, conn: &mut Conn) {
    let out = conn.output.tail();
    match worker.plan().proxy(txn.backend).settings.options.case_server {
        true => write_head_cased(&txn.request, &worker.plan().global.header_case, out),
        false => write_head(&txn.request, out),
    }
}

/// Whether what came of the body with the head is no body: then there is still time to say so.
fn begins_badly(x: &mut Exchange) -> bool {
    let Some(server) = &x.server else { return false };
    let (reader, mut bytes) = (&mut x.room.response, server.conn.input.bytes());
    if bytes.is_empty() {
        return false;
    }
    reader.reset(Body::Chunked);
    while !bytes.is_empty() && !reader.is_done() {
        match reader.step(bytes) {
            Ok(step) => bytes = &bytes[step.consumed..],
            Err(_) => return true,
        }
    }
    false
}

/// Moves the request's body and waits for the head of an answer, both at once.
async fn next_head(x: &mut Exchange, upload: &mut Pump) -> Event {
    let limits =
        Limits { relaxed: x.backend().settings.options.accept_unsafe_response, ..x.worker.limits };
    let (client_ms, server_ms) = (x.client_timeout(), x.server_timeout());
    let abort = x.aborts_on_close();
    let mut told = false;
    let mut resume = 0;
    let mut fed = true;
    let mut waiting_for_server = false;
    x.client.timer.set(deadline(client_ms));
    poll_fn(|cx| {
        let Room { txn, request, .. } = &mut *x.room;
        let Some(ServerSide { conn, .. }) = &mut x.server else { return Poll::Ready(Event::Gone) };
        loop {
            if !conn.broken && !upload.is_done(conn) {
                let (before, held) = (upload.moved, upload.is_throttled());
                match upload.poll(cx, txn, request, &mut x.client.conn, conn) {
                    Poll::Ready(Ok(())) => {}
                    // A server may answer before it has read everything: look for its answer.
                    Poll::Ready(Err(PumpError::Write)) => conn.broken = true,
                    Poll::Ready(Err(error)) => return Poll::Ready(Event::Upload(error)),
                    Poll::Pending if upload.is_throttled() => x.client.timer.clear(),
                    Poll::Pending if upload.moved > before || held => {
                        x.client.timer.set(deadline(client_ms));
                    }
                    Poll::Pending => {}
                }
            }
            if !waiting_for_server && (upload.is_done(conn) || conn.broken) {
                waiting_for_server = true;
                x.client.timer.set(deadline(server_ms));
            }
            if fed && !conn.input.is_empty() {
                match read_response(&mut txn.response, conn.input.bytes(), &limits, &mut resume) {
                    Ok(Some(consumed)) => {
                        conn.input.consume(consumed);
                        conn.input.release();
                        txn.server_bytes.1 += consumed as u64;
                        return Poll::Ready(Event::Head);
                    }
                    Ok(None) => {}
                    Err(_) => return Poll::Ready(Event::Malformed),
                }
            }
            fed = match poll_server(conn, cx) {
                Poll::Ready(true) => true,
                Poll::Ready(false) => return Poll::Ready(Event::Gone),
                Poll::Pending => break,
            };
        }
        if abort && waiting_for_server && !told && x.client_left(cx) {
            told = true;
            tell_server(x);
        }
        x.client.timer.poll_expired(cx).map(|()| Event::Timeout)
    })
    .await
}

/// `option abortonclose`: the server learns that the client closed its side, and decides.
fn tell_server(x: &Exchange) {
    if let Some(server) = &x.server {
        let _ = server.conn.stream.shutdown_write();
    }
}

/// Reads more of an answer; false at the end.
fn poll_server(conn: &mut crate::conn::Conn, cx: &mut Context<'_>) -> Poll<bool> {
    conn.poll_fill(cx).map(|read| read.is_ok_and(|count| count > 0))
}

/// Sends an interim answer (100, 103, …) on; HTTP/1.0 has none (RFC 9110 §15.2).
async fn forward_interim(x: &mut Exchange) -> Step<()> {
    if x.version >= moongate_http::Version::Http11 {
        x.room.txn.response.set_version(moongate_http::Version::Http11);
        let before = x.client.conn.output.len();
        x.write_answer();
        x.room.txn.bytes_out += (x.client.conn.output.len() - before) as u64;
        if x.flush_client().await.is_err() {
            x.keep_alive = false;
            return Err(Exit::Close(ending(Cause::Client, Stage::Header)));
        }
    }
    x.room.txn.response.clear();
    Ok(())
}

impl<'x> Answered<'x> {
    /// Runs the response's rules, the backend's first, and makes the head fit for the client.
    pub async fn apply_response_rules(self) -> Step<Forwarding<'x>> {
        let Self { x, mut upload, body } = self;
        if x.filters.is_some() {
            x.tell_filters(FilterEvent::Start, true, 0).await?;
        }
        x.capture_response();
        x.run_response_rules().await?;
        if !x.room.txn.res.input.is_empty() {
            x.room.txn.res.input.clear();
            x.room.txn.res.input.release();
        }
        x.write_cookies()?;
        x.run_after_response().await?;
        let switching = x.room.txn.response.status() == 101;
        if switching && upgrade_token(&x.room.txn.request).is_none() {
            return Err(x.no_answer(Event::Malformed, &upload));
        }
        if switching || is_tunnel(x) {
            return Err(tunnel::begin(x, upload).await);
        }
        if x.filters.is_some() {
            x.tell_filters(FilterEvent::Headers, true, 0).await?;
            let filtered = x.settle_filtered(body, true, Some(&mut upload)).await?;
            let framing = x.settle_response(filtered);
            return Ok(Forwarding::filtered(x, upload, framing));
        }
        let framing = x.settle_response(body);
        Ok(Forwarding::new(x, upload, body, framing))
    }
}

/// CONNECT, accepted.
fn is_tunnel(x: &Exchange) -> bool {
    x.room.txn.request.method() == b"CONNECT" && x.room.txn.response.status() / 100 == 2
}

impl Exchange {
    /// `tcp-response` and `http-response`, the backend's first.
    pub async fn run_response_rules(&mut self) -> Step<()> {
        let (fe, be) = (self.client.session.frontend, self.room.txn.backend);
        for id in [Some(be), (fe != be).then_some(fe)].into_iter().flatten() {
            let backend = id == be;
            let rules = &self.worker.plan().proxy(id).rules;
            let (tcp, http) = (!rules.tcp_response.is_empty(), !rules.http_response.is_empty());
            if tcp {
                let point = if backend { Point::BeTcpResponse } else { Point::FeTcpResponse };
                self.run_rules(id, |rules| &rules.tcp_response, point).await?;
            }
            if backend {
                self.store_stickiness();
            }
            if http {
                let point = if backend { Point::BeHttpResponse } else { Point::FeHttpResponse };
                self.limit_head(true);
                self.run_rules(id, |rules| &rules.http_response, point).await?;
            }
        }
        Ok(())
    }

    /// `http-after-response` of the backend and the frontend: for every answer.
    pub async fn run_after_response(&mut self) -> Step<()> {
        let (fe, be) = (self.client.session.frontend, self.room.txn.backend);
        for id in [Some(be), (fe != be).then_some(fe)].into_iter().flatten() {
            if !self.worker.plan().proxy(id).rules.http_after_response.is_empty() {
                let point = if id == be { Point::BeHttpResponse } else { Point::FeHttpResponse };
                self.run_rules(id, |rules| &rules.http_after_response, point).await?;
            }
        }
        Ok(())
    }

    /// Rewrites what belongs to one connection only.
    pub fn settle_response(&mut self, body: Body) -> Body {
        let (fe, be) = (self.frontend().settings.options, self.backend().settings.options);
        if fe.httpclose || be.httpclose || self.worker.stopping.get() {
            self.keep_alive = false;
        }
        let mut framing =
            prepare_response(&mut self.room.txn.response, body, self.version, self.keep_alive);
        self.keep_alive &= framing != Body::UntilClose && !self.room.txn.response.is_last();
        if self.head_only {
            // A rule may have changed the method: then a body comes that isn't for the client.
            framing = Body::None;
        }
        framing
    }

    /// Counts an answer by its class.
    fn count_response(&self) {
        let txn = &self.room.txn;
        if let Some(event) = txn.session.world.status_event(txn.response.status()) {
            txn.count_tracked(event);
        }
        if let Some(server) = txn.server() {
            server.counters.responses[class(txn.response.status())].add(1);
        }
    }

    /// `observe layer7`
    fn observe(&self, failure: Failure) {
        let Some(id) = self.room.txn.server else { return };
        let seen = match failure {
            Failure::Status(status) => Seen::Answer(status),
            Failure::Empty => Seen::Broken,
            Failure::Junk => Seen::Junk,
            Failure::Timeout => Seen::Late,
            Failure::Other => return,
        };
        observe(&self.worker.shared, self.room.txn.backend, id, seen);
    }

    /// What `retry-on` calls the failure.
    fn failure(&self, event: &Event, upload: &Pump) -> Failure {
        match event {
            Event::Gone if self.server.as_ref().is_some_and(|it| it.conn.input.is_empty()) => {
                Failure::Empty
            }
            Event::Gone | Event::Malformed => Failure::Junk,
            Event::Timeout if upload.is_done_sending() => Failure::Timeout,
            _ => Failure::Other,
        }
    }

    /// `wait-for-body` of an answer: waits until its body, or so many bytes of it, is here.
    pub async fn wait_for_answer(&mut self, ms: u64, least: u64) -> Step<()> {
        let reader = BodyReader::new(self.answer_body);
        self.within(Some(ms));
        while let Some(ServerSide { conn, .. }) = &mut self.server {
            let (whole, count) = body_so_far(&reader, conn.input.bytes());
            if whole || conn.eof || conn.input.is_full() || (least > 0 && count >= least) {
                break;
            }
            let timer = &self.client.timer;
            match poll_fn(|cx| with_timer(timer, cx, |cx| conn.poll_fill(cx))).await {
                // What is missing is missed when it is sent.
                Ok(0) | Err(crate::exchange::Failure::Io) => break,
                Ok(_) => {}
                Err(crate::exchange::Failure::Timeout) => {
                    count_bad_response(&self.room.txn);
                    return Err(Exit::Error(504, ending(Cause::ServerTimeout, Stage::Header)));
                }
            }
        }
        self.show_answer();
        self.limit_head(true);
        Ok(())
    }

    /// Rules see what was waited for of the answer's body.
    fn show_answer(&mut self) {
        let Some(server) = &self.server else { return };
        let shown = &mut self.room.txn.res.input;
        shown.clear();
        let mut reader = BodyReader::new(self.answer_body);
        let mut rest = server.conn.input.bytes();
        while !reader.is_done() && !rest.is_empty() {
            let Ok(step) = reader.step(rest) else { break };
            shown.push(&rest[step.data.clone()]);
            rest = &rest[step.consumed..];
            if step.consumed == 0 {
                break;
            }
        }
    }

    /// There is no answer: what the client gets instead.
    fn no_answer(&mut self, event: Event, upload: &Pump) -> Exit {
        let left = self.client.conn.eof && self.aborts_on_close();
        let txn = &mut self.room.txn;
        txn.response.clear();
        let live = txn.backend();
        let sent_all = upload.is_done_sending();
        match event {
            Event::Upload(error) => {
                self.keep_alive = false;
                live.be.client_aborts.add(1);
                let stage = if sent_all { Stage::Header } else { Stage::Data };
                match error {
                    PumpError::Malformed => Exit::Early(400, ending(Cause::Proxy, stage)),
                    // Nobody is there to read an answer.
                    _ => Exit::Close(ending(Cause::Client, stage)),
                }
            }
            Event::Timeout if !sent_all => {
                self.keep_alive = false;
                Exit::Error(408, ending(Cause::ClientTimeout, Stage::Header))
            }
            Event::Timeout => {
                count_bad_response(txn);
                Exit::Error(504, ending(Cause::ServerTimeout, Stage::Header))
            }
            Event::Malformed => {
                count_bad_response(txn);
                Exit::Error(502, ending(Cause::Proxy, Stage::Header))
            }
            // The server was told that the client left, and decided to leave it at that.
            Event::Gone if left && sent_all => {
                self.keep_alive = false;
                live.be.client_aborts.add(1);
                Exit::Error(400, ending(Cause::Client, Stage::Header))
            }
            Event::Gone | Event::Head => {
                // The server closed a kept connection just when it was used: the client, which
                // has had an answer on its own connection, tries again by itself.
                if txn.reused && self.client.session.requests.get() > 1 {
                    self.keep_alive = false;
                    txn.end(ending(Cause::Server, Stage::Header));
                    return Exit::Quiet;
                }
                count_bad_response(txn);
                Exit::Error(502, ending(Cause::Server, Stage::Header))
            }
        }
    }
}

fn count_bad_response(txn: &moongate_state::Txn) {
    txn.count_tracked(TableEvent::Failure);
    txn.backend().be.response_errors.add(1);
    if let Some(server) = txn.server() {
        server.counters.response_errors.add(1);
    }
}

/// The place of a status in the counters of classes: 1xx to 5xx, then others.
pub(crate) fn class(status: u16) -> usize {
    match status / 100 {
        class @ 1..=5 => usize::from(class) - 1,
        _ => 5,
    }
}
