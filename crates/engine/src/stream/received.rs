//! Stage 4: a request head is whole and checked. The frontend's rules run here.

use super::Routed;
use crate::exchange::{Exchange, Exit, Failure, Room, Step, ending};
use moongate_conf::plan::{BackendRef, OddNames, Proxy};
use moongate_http::{BodyReader, Limits, Malformed, request_body, wants_keep_alive};
use moongate_rules::{ActionCx, FilterEvent, Verdict};
use moongate_sample::{Cx, Point};
use moongate_state::{Cause, LogOrigin, Mode, ProxyId, Stage, TableEvent};
use std::future::poll_fn;
use std::task::{Context, Poll};

/// A request whose head is whole.
pub(crate) struct Received<'x>(&'x mut Exchange);

/// A request that the frontend's rules let pass.
pub(crate) struct Admitted<'x>(&'x mut Exchange);

impl<'x> Received<'x> {
    /// Reads the head. Something is there to be read already, if only the end.
    pub async fn read(x: &'x mut Exchange) -> Step<Self> {
        let relaxed = x.frontend().settings.options.accept_unsafe_request;
        let limits = Limits { relaxed, ..x.worker.limits };
        let first = x.client.session.requests.get() == 0;
        let mut resume = 0;
        let mut started = !x.client.conn.input.is_empty();
        if started {
            x.room.txn.times.first_byte = Some(x.worker.now());
        }
        loop {
            if started {
                let input = x.client.conn.input.bytes();
                match moongate_http::read_request(
                    &mut x.room.txn.request,
                    input,
                    &limits,
                    &mut resume,
                ) {
                    Ok(Some(consumed)) => {
                        x.client.conn.input.consume(consumed);
                        x.room.txn.bytes_in += consumed as u64;
                        break;
                    }
                    Ok(None) => {}
                    Err(malformed) => {
                        x.room.txn.count_tracked(TableEvent::Request);
                        return Err(x.refuse(malformed));
                    }
                }
            }
            match x.fill_client().await {
                Ok(0) if !started => return Err(x.nothing_came(first)),
                Ok(0) => return Err(x.cut_off(Cause::Client)),
                Ok(_) if !started => {
                    started = true;
                    x.room.txn.times.first_byte = Some(x.worker.now());
                    if !first {
                        let timeouts = x.frontend().settings.timeouts;
                        x.within(timeouts.http_request.or(timeouts.client));
                    }
                }
                Ok(_) => {}
                Err(Failure::Timeout) if !started && !first => return Err(Exit::Quiet),
                Err(Failure::Timeout) => return Err(x.cut_off(Cause::ClientTimeout)),
                Err(Failure::Io) if !started => return Err(x.nothing_came(first)),
                Err(Failure::Io) => return Err(x.cut_off(Cause::Client)),
            }
        }
        x.accept_head().map(|()| Self(x))
    }

    /// Runs the frontend's rules.
    pub async fn admit(self) -> Step<Admitted<'x>> {
        let x = self.0;
        let id = x.client.session.frontend;
        let plan = x.frontend();
        let buffered = plan.settings.options.http_buffer_request;
        let has_monitor = plan.settings.monitor_uri.is_some();
        let has_tcp = !x.switched && !plan.rules.tcp_content.is_empty();
        let has_http = !plan.rules.http_request.is_empty();
        let has_redirect = !plan.rules.redirect.is_empty();
        let has_stats = plan.settings.stats.is_some();
        let has_filters = !plan.filters.list.is_empty();
        if has_monitor {
            x.answer_monitor()?;
        }
        if has_filters {
            x.start_filters(id).await?;
        }
        if buffered {
            x.buffer_body().await?;
        } else {
            x.show_arrived_body();
        }
        if has_tcp {
            x.run_rules(id, |rules| &rules.tcp_content, Point::FeTcpContent).await?;
        }
        if has_http {
            x.run_rules(id, |rules| &rules.http_request, Point::FeHttpRequest).await?;
        }
        if has_stats {
            x.answer_stats(id, Point::FeHttpRequest).await?;
        }
        if has_redirect {
            x.run_rules(id, |rules| &rules.redirect, Point::FeHttpRequest).await?;
        }
        x.restrict_names(id)?;
        Ok(Admitted(x))
    }
}

impl<'x> Admitted<'x> {
    /// Chooses the backend and runs its rules.
    pub async fn route(self) -> Step<Routed<'x>> {
        let x = self.0;
        x.choose_backend().await?;
        let (fe, be) = (x.client.session.frontend, x.room.txn.backend);
        x.count_in_backend();
        if fe != be {
            if !x.backend().filters.list.is_empty() {
                x.start_filters(be).await?;
            }
            if x.backend().settings.options.http_buffer_request {
                x.buffer_body().await?;
            }
            let rules = &x.backend().rules;
            let (tcp, http) = (!rules.tcp_content.is_empty(), !rules.http_request.is_empty());
            if tcp {
                x.run_rules(be, |rules| &rules.tcp_content, Point::BeTcpContent).await?;
            }
            if http {
                x.run_rules(be, |rules| &rules.http_request, Point::BeHttpRequest).await?;
            }
            if x.backend().settings.stats.is_some() {
                x.answer_stats(be, Point::BeHttpRequest).await?;
            }
            if !x.backend().rules.redirect.is_empty() {
                x.run_rules(be, |rules| &rules.redirect, Point::BeHttpRequest).await?;
            }
            x.restrict_names(be)?;
        }
        x.prefer_server();
        x.read_cookies();
        x.follow_stickiness();
        x.miss_body()?;
        x.hide_body();
        if x.filters.is_some() {
            x.tell_filters(FilterEvent::Headers, false, 0).await?;
        }
        crate::log::log_step(&x.worker, &x.room.txn, LogOrigin::Request);
        Ok(Routed::new(x))
    }
}

impl Exchange {
    /// Notes everything that the head says before rules change it.
    fn accept_head(&mut self) -> Step<()> {
        let now = self.worker.now();
        let session = self.client.session.clone();
        session.requests.set(session.requests.get() + 1);
        session.world.counters.requests.add(1);
        let frontend = session.frontend();
        frontend.fe.requests.add(1);
        frontend.fe.request_rate.add(self.worker.second());
        self.room.txn.count_tracked(TableEvent::Request);
        let logged = self.worker.plan().global.tune.logurilen.saturating_sub(1);
        let txn = &mut self.room.txn;
        txn.times.request = Some(now);
        let head = &mut txn.request;
        let line = &mut txn.request_line;
        line.clear();
        line.extend_from_slice(head.method());
        line.push(b' ');
        line.extend_from_slice(head.uri());
        line.push(b' ');
        let (major, minor) = head.version_digits();
        line.extend_from_slice(&[b'H', b'T', b'T', b'P', b'/', b'0' + major, b'.', b'0' + minor]);
        line.truncate(logged);
        self.version = head.version();
        self.head_only = head.method() == b"HEAD";
        self.keep_alive = wants_keep_alive(head);
        self.expects_continue = moongate_http::expects_continue(head);
        match request_body(head) {
            Ok(body) => {
                self.request_body = body;
                self.keep_alive &= !head.is_last();
                self.room.request.reset(body);
            }
            Err(malformed) => return Err(self.misframed(malformed)),
        }
        if self.request_body == moongate_http::Body::Chunked && !self.client.conn.input.is_empty() {
            // What came with the head is checked with it: nothing of a bad request goes anywhere.
            self.body_is_here().map_err(|malformed| self.misframed(malformed))?;
        }
        crate::log::log_begin(&self.worker, &self.room.txn);
        self.capture_request();
        self.begin_persistence();
        Ok(())
    }

    /// The head can be read but not its body: the request counts as one that could not be read.
    fn misframed(&mut self, malformed: Malformed) -> Exit {
        self.room.txn.request_line.clear();
        self.room.txn.times.request = None;
        self.refuse(malformed)
    }

    /// `option http-restrict-req-hdr-names`
    fn restrict_names(&mut self, proxy: ProxyId) -> Step<()> {
        let policy = self.worker.plan().proxy(proxy).settings.odd_names;
        if policy == OddNames::Preserve {
            return Ok(());
        }
        let fine = |name: &[u8]| name.iter().all(|c| c.is_ascii_alphanumeric() || *c == b'-');
        let head = &mut self.room.txn.request;
        match policy {
            OddNames::Delete => head.retain(|name, _| fine(name)),
            _ if head.fields().all(|(name, _)| fine(name)) => {}
            _ => {
                self.count_denied(false);
                return Err(Exit::Error(403, ending(Cause::Proxy, Stage::Request)));
            }
        }
        Ok(())
    }

    /// `option http-buffer-request`: waits until the body is whole or the buffer full.
    pub(super) async fn buffer_body(&mut self) -> Step<()> {
        let timeouts = self.frontend().settings.timeouts;
        self.gather_body(timeouts.http_request.or(timeouts.client), 0).await
    }

    /// `wait-for-body`: the same with another time, and perhaps only so many bytes.
    pub async fn wait_for_body(&mut self, ms: u64, least: u64) -> Step<()> {
        self.waited_for_body |= least == 0;
        match self.gather_body(Some(ms), least).await {
            // Rules wait here, not the protocol: rules for answers apply to what the client gets.
            Err(Exit::Early(408, ending)) => {
                self.room.txn.times.request = None;
                Err(Exit::Error(408, ending))
            }
            done => done,
        }
    }

    async fn gather_body(&mut self, ms: Option<u64>, least: u64) -> Step<()> {
        self.within(ms);
        if self.expects_continue && !self.room.request.is_done() {
            self.client.conn.output.push(b"HTTP/1.1 100 Continue\r\n\r\n");
            if self.flush_client().await.is_err() {
                return Err(self.cut_off(Cause::Client));
            }
            // The server needs not ask for it again.
            self.room.txn.request.remove(b"expect");
        }
        while !self.client.conn.input.is_full() {
            if self.body_is_here().map_err(|malformed| self.refuse(malformed))? {
                break;
            }
            let input = self.client.conn.input.bytes();
            if least > 0 && body_so_far(&self.room.request, input).1 >= least {
                break;
            }
            match self.fill_client().await {
                // What is missing is missed once the rules have had their say.
                Ok(0) | Err(Failure::Io) => break,
                Ok(_) => {}
                Err(Failure::Timeout) => return Err(self.cut_body(Cause::ClientTimeout, 408)),
            }
        }
        self.show_body();
        self.limit_head(false);
        Ok(())
    }

    /// `strict-mode`: what was received of a body leaves so much room for the head, as in HAProxy,
    /// where both share a buffer of which a part is kept free for rules (`tune.maxrewrite`).
    pub(super) fn limit_head(&mut self, response: bool) {
        if self.room.txn.head_room[usize::from(response)] != usize::MAX {
            return;
        }
        let tune = &self.worker.plan().global.tune;
        let (free, whole) = (tune.maxrewrite, self.worker.bufsize);
        let (head, input) = match response {
            false => (&self.room.txn.request, Some(&self.client.conn.input)),
            true => (&self.room.txn.response, self.server.as_ref().map(|side| &side.conn.input)),
        };
        let held = input.map_or(0, |input| input.len());
        let most = whole.saturating_sub(free).saturating_sub(head.written_len());
        self.room.txn.head_room[usize::from(response)] = whole - held.min(most);
    }

    /// Rules see the body that was waited for, without its framing. It is sent from where it was
    /// received.
    fn show_body(&mut self) {
        let shown = &mut self.room.txn.req.input;
        shown.clear();
        let mut reader = self.room.request.clone();
        let mut rest = self.client.conn.input.bytes();
        while !reader.is_done() && !rest.is_empty() {
            let Ok(step) = reader.step(rest) else { break };
            shown.push(&rest[step.data.clone()]);
            rest = &rest[step.consumed..];
            if step.consumed == 0 {
                break;
            }
        }
    }

    /// Scripts see what has come of a body that nobody waits for, as in HAProxy.
    fn show_arrived_body(&mut self) {
        let arrived = !self.room.request.is_done() && !self.client.conn.input.is_empty();
        if arrived && self.worker.plan().global.scripts {
            self.show_body();
        }
    }

    /// While a script waits: shows it what came of the body meanwhile.
    pub(crate) fn show_more_body(&mut self, cx: &mut Context<'_>) {
        let conn = &mut self.client.conn;
        if self.room.request.is_done() || conn.input.is_full() || conn.eof || conn.broken {
            return;
        }
        // An end or a failure shows again when the body is forwarded.
        if matches!(conn.poll_fill(cx), Poll::Ready(Ok(count)) if count > 0) {
            self.show_body();
        }
    }

    /// The rules are done with the body.
    pub(super) fn hide_body(&mut self) {
        let shown = &mut self.room.txn.req.input;
        if !shown.is_empty() {
            shown.clear();
            shown.release();
        }
    }

    /// A body that was waited for and whose end will never come is no request for a server.
    fn miss_body(&mut self) -> Step<()> {
        let buffered = |plan: &Proxy| plan.settings.options.http_buffer_request;
        let conn = &self.client.conn;
        let waited = self.waited_for_body || buffered(self.frontend()) || buffered(self.backend());
        if !(conn.eof || conn.broken) || !waited {
            return Ok(());
        }
        match self.body_is_here() {
            Ok(false) if !self.client.conn.input.is_full() => {
                Err(self.cut_body(Cause::Client, 400))
            }
            _ => Ok(()),
        }
    }

    /// The request's body ends too early.
    fn cut_body(&mut self, cause: Cause, status: u16) -> Exit {
        self.keep_alive = false;
        self.client.session.frontend().fe.request_errors.add(1);
        Exit::Early(status, ending(cause, Stage::Request))
    }

    /// Whether the whole body was received, decoded with a copy of the reader.
    pub(super) fn body_is_here(&self) -> Result<bool, Malformed> {
        let mut reader = self.room.request.clone();
        let mut rest = self.client.conn.input.bytes();
        while !reader.is_done() && !rest.is_empty() {
            rest = &rest[reader.step(rest)?.consumed..];
        }
        Ok(reader.is_done())
    }

    /// The head is no HTTP: what the client sees and the log says.
    fn refuse(&mut self, malformed: Malformed) -> Exit {
        self.keep_alive = false;
        self.room.txn.count_tracked(TableEvent::Error);
        self.client.session.frontend().fe.request_errors.add(1);
        if self.room.txn.request_line.is_empty() {
            self.room.txn.log_origin.set(LogOrigin::SessionError);
            self.room.txn.request_line.extend_from_slice(b"<BADREQ>");
        }
        Exit::Early(malformed.status(), ending(Cause::Proxy, Stage::Request))
    }

    /// The connection ended, or time was over, within a head.
    fn cut_off(&mut self, cause: Cause) -> Exit {
        self.keep_alive = false;
        self.room.txn.count_tracked(TableEvent::Request);
        if cause != Cause::ClientTimeout {
            self.room.txn.count_tracked(TableEvent::Error);
        }
        self.client.session.frontend().fe.request_errors.add(1);
        self.room.txn.log_origin.set(LogOrigin::SessionError);
        self.room.txn.request_line.clear();
        self.room.txn.request_line.extend_from_slice(b"<BADREQ>");
        let status = if cause == Cause::ClientTimeout { 408 } else { 400 };
        Exit::Early(status, ending(cause, Stage::Request))
    }

    /// The connection ended before a request began.
    fn nothing_came(&mut self, first: bool) -> Exit {
        let options = &self.frontend().settings.options;
        if !first || options.dontlognull || options.http_ignore_probes {
            return Exit::Quiet;
        }
        self.cut_off(Cause::Client)
    }

    /// No byte of a first request came in time.
    pub fn no_request_in_time(&mut self) -> Exit {
        if self.frontend().settings.options.http_ignore_probes {
            return Exit::Quiet;
        }
        self.cut_off(Cause::ClientTimeout)
    }

    /// `monitor-uri`: answered here, and not logged.
    fn answer_monitor(&mut self) -> Step<()> {
        let plan = self.worker.plan().proxy(self.client.session.frontend);
        let txn = &mut self.room.txn;
        let Some(monitored) = plan.settings.monitor_uri.as_deref() else { return Ok(()) };
        // A path is looked for in any form of target.
        let asked = match monitored.first() {
            Some(b'/') => txn.request.pathq().unwrap_or_default(),
            _ => txn.request.uri(),
        };
        if asked != monitored {
            return Ok(());
        }
        txn.log_level = Some(None);
        let cx = Cx::new(txn, Point::FeHttpRequest);
        let failed = plan.monitor_fail.iter().any(|c| c.eval(&cx).unwrap_or(false));
        let status = if failed { 503 } else { 200 };
        Err(Exit::Error(status, ending(Cause::Local, Stage::Request)))
    }

    /// `use_backend`, then `default_backend`, then the proxy itself if it has servers.
    pub async fn choose_backend(&mut self) -> Step<()> {
        let worker = self.worker.clone();
        let plan = worker.plan();
        let frontend = plan.proxy(self.client.session.frontend);
        let chosen = match frontend.use_backend.is_empty() {
            true => None,
            false => self.wanted_backend(frontend).await,
        };
        let own = frontend.state.backend.then_some(frontend.id);
        match chosen.or(frontend.default_backend).or(own) {
            Some(id) => {
                if id != self.room.txn.backend {
                    // What rules said of the backend's side was said of another backend.
                    self.room.txn.timeouts[1..5].fill(None);
                    self.room.txn.max_retries = None;
                }
                self.room.txn.backend = id;
                self.room.txn.routed = true;
                if id != frontend.id {
                    self.begin_persistence();
                }
                Ok(())
            }
            None => {
                // No timer of the request is shown, as in HAProxy.
                self.room.txn.times.request = None;
                Err(Exit::Error(503, ending(Cause::Server, Stage::Connect)))
            }
        }
    }
}

/// Whether all of a body was received, and how much payload.
pub(super) fn body_so_far(reader: &BodyReader, mut rest: &[u8]) -> (bool, u64) {
    let mut reader = reader.clone();
    let mut count = 0;
    while !reader.is_done() && !rest.is_empty() {
        let Ok(step) = reader.step(rest) else { break };
        count += step.data.len() as u64;
        rest = &rest[step.consumed..];
        if step.consumed == 0 {
            break;
        }
    }
    (reader.is_done(), count)
}

impl Exchange {
    /// What the rules `use_backend` say; tried until no function of a script waits any more.
    async fn wanted_backend(&mut self, frontend: &Proxy) -> Option<ProxyId> {
        loop {
            self.room.txn.script_calls.get_mut().begin();
            let chosen = self.first_backend(frontend);
            let Some(Verdict::Wait(mut pending)) = moongate_rules::call_that_waits(&self.room.txn)
            else {
                self.room.txn.script_calls.get_mut().end();
                return chosen;
            };
            poll_fn(|task| {
                let Room { txn, scratch, .. } = &mut *self.room;
                let point = Point::FeUseBackend;
                let mut cx = ActionCx { txn, point, last: true, span: None, scratch };
                pending.poll(&mut cx, task)
            })
            .await;
        }
    }

    /// What the first rule `use_backend` says that holds.
    fn first_backend(&mut self, frontend: &Proxy) -> Option<ProxyId> {
        for rule in &frontend.use_backend {
            let cx = Cx::new(&self.room.txn, Point::FeUseBackend);
            let holds = rule.condition.as_ref().is_none_or(|c| c.eval(&cx).unwrap_or(false));
            if !holds {
                continue;
            }
            return match &rule.target {
                BackendRef::Fixed(id) => Some(*id),
                BackendRef::Named(format) => {
                    let scratch = &mut self.room.scratch;
                    scratch.clear();
                    format.write(&cx, scratch);
                    named_backend(self.worker.plan(), scratch)
                }
            };
        }
        None
    }
}

/// The backend that an expression named.
fn named_backend(plan: &moongate_conf::Plan, name: &[u8]) -> Option<ProxyId> {
    let name = std::str::from_utf8(name).ok()?;
    plan.backend_named(name).filter(|id| plan.proxy(*id).mode != Mode::Log)
}
