//! One request and its answer under way, or one TCP stream: everything its stages work on.

use crate::conn::Conn;
use crate::queue::Slot;
use crate::stream::cookie::Persistence;
use crate::stream::filter::SharedFilters;
use crate::worker::Worker;
use moongate_conf::plan::{Proxy, Timeouts};
use moongate_http::{Body, BodyReader, write_head, write_head_cased};
use moongate_net::{Deadline, Timer};
use moongate_rules::{ActionCx, Cursor, ReplyBody, Rules, ServiceRun, Verdict};
use moongate_sample::Point;
use moongate_state::{Cause, Ending, ProxyId, ServerId, Session, Stage, Times, Txn};
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// A client's connection between and during its requests. It lives in a box: it is handed from
/// task to exchange and back, and an idle task should be small.
#[derive(Debug)]
pub(crate) struct Client {
    pub conn: Conn,
    pub session: Rc<Session>,
    pub timer: Timer,
    /// When the last request ended, or the connection was accepted.
    pub since: Instant,
    /// The server of the last request, and its connection if no other client may use it
    /// (`http-reuse never`).
    pub last_server: Option<(ProxyId, ServerId)>,
    pub own_server: Option<Box<ServerSide>>,
    /// Source and destination as the connection's own rules left them, if they changed them: what a
    /// request's rules change (`set-src`, …) ends with the request.
    pub ends: Option<Box<Ends>>,
    /// What TCP rules made of the connection before it became one of HTTP; its first request goes
    /// on with it.
    pub carried: Option<Box<Room>>,
}

/// A server's connection while a request uses it.
#[derive(Debug)]
pub(crate) struct ServerSide {
    pub conn: Conn,
    pub backend: ProxyId,
    pub id: ServerId,
    /// Requests it carried before this one.
    pub requests: u32,
    /// Our end and the server's.
    pub ends: Ends,
}

/// The two addresses of a connection, where it has addresses.
pub(crate) type Ends = (Option<SocketAddr>, Option<SocketAddr>);

/// What an exchange needs only while it runs; rooms are used again.
#[derive(Debug)]
pub(crate) struct Room {
    pub txn: Txn,
    /// Finds the payload of the request, and of the response.
    pub request: BodyReader,
    pub response: BodyReader,
    /// Text that actions make on the way.
    pub scratch: Vec<u8>,
}

impl Room {
    pub fn new(session: Rc<Session>) -> Self {
        Self {
            txn: Txn::new(session),
            request: BodyReader::new(Body::None),
            response: BodyReader::new(Body::None),
            scratch: Vec::new(),
        }
    }

    /// Begins another exchange in it.
    pub fn reset(&mut self, session: Rc<Session>) {
        self.txn.reset(session);
    }

    /// Keeps nothing of the exchange that ended: buffers go back, the session is let go.
    pub fn leave(&mut self, blank: Rc<Session>) {
        self.txn.trackers.clear();
        self.txn.session = blank;
        self.txn.req.clear();
        self.txn.res.clear();
        for channel in [&mut self.txn.req, &mut self.txn.res] {
            channel.input.release();
            channel.output.release();
        }
        self.request.reset(Body::None);
        self.response.reset(Body::None);
    }
}

/// An exchange under way.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub worker: Rc<Worker>,
    pub client: Box<Client>,
    pub room: Box<Room>,
    pub server: Option<ServerSide>,
    pub slot: Option<Slot>,
    /// The server that a rule or a cookie asks for.
    pub persistence: Persistence,
    /// Filters that take part.
    pub filters: Option<SharedFilters>,
    /// Among the backend's streams, once it is chosen.
    pub counted: Option<Counted>,
    /// The client lets its connection go on after this request.
    pub keep_alive: bool,
    /// The client speaks HTTP/1.0 or older.
    pub version: moongate_http::Version,
    /// Framing of the request's body as received.
    pub request_body: Body,
    /// The connection has just become one of HTTP, and had its rules of TCP.
    pub switched: bool,
    /// Rules waited for the request's body: it has to be whole.
    pub waited_for_body: bool,
    /// Framing of the answer's body as received.
    pub answer_body: Body,
    /// The client waits for `100 Continue`.
    pub expects_continue: bool,
    /// The method was HEAD as received: the answer has no body.
    pub head_only: bool,
    /// The server lets its connection go on after this answer.
    pub server_keep_alive: bool,
}

/// A place among a backend's streams (`scur`); dropping it leaves.
#[derive(Debug)]
pub(crate) struct Counted(Rc<Worker>, ProxyId);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.plan().world.proxy(self.1).be.sessions.leave();
    }
}

/// Why an exchange leaves its way before the end. One file, `exit.rs`, says what the client sees.
pub(crate) enum Exit {
    /// Answer with the head in `txn.response` and this body.
    Reply(ReplyBody),
    /// As `Reply`, later.
    Tarpit(ReplyBody),
    /// Answer with the error of that status.
    Error(u16, Ending),
    /// The request could not be read: answer with that status, as the protocol layer does, without
    /// rules.
    Early(u16, Ending),
    /// A service answers.
    Serve(Box<dyn ServiceRun>),
    /// Close without an answer.
    Close(Ending),
    /// The TCP connection becomes one of HTTP.
    SpeakHttp,
    /// Close without an answer, a log line, or anything that a client could see.
    Drop,
    /// Part of the answer is sent: close, so that the client sees that it isn't whole.
    Cut(Ending),
    /// Nothing came on a connection, or nothing that a client could tell from that: close it
    /// without an answer or a log line.
    Quiet,
    /// All is sent already.
    Done,
}

/// The next stage, or why there is none.
pub(crate) type Step<T> = Result<T, Exit>;

/// What ended a wait.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The deadline.
    Timeout,
    /// The socket.
    Io,
}

/// `Ending` in short.
pub(crate) fn ending(cause: Cause, stage: Stage) -> Ending {
    Ending { cause, stage }
}

impl Exchange {
    /// An exchange on that client's connection.
    pub fn new(worker: Rc<Worker>, mut client: Box<Client>) -> Self {
        let carried = client.carried.take();
        let session = &client.session;
        let ends = client.ends.as_deref().copied().unwrap_or((session.fc_src, session.fc_dst));
        session.src.set(ends.0);
        session.dst.set(ends.1);
        let switched = carried.is_some();
        let mut room = carried.unwrap_or_else(|| worker.room(&client.session));
        room.txn.times = Times::start(client.since);
        if let Some(handshaken) = client.session.handshaken.get()
            && client.session.requests.get() == 0
        {
            room.txn.times.handshaken = handshaken;
        }
        Self {
            room,
            worker,
            client,
            server: None,
            slot: None,
            persistence: Persistence::default(),
            filters: None,
            counted: None,
            keep_alive: false,
            version: moongate_http::Version::Http11,
            request_body: Body::None,
            switched,
            waited_for_body: false,
            answer_body: Body::None,
            expects_continue: false,
            head_only: false,
            server_keep_alive: false,
        }
    }

    /// The frontend's plan.
    pub fn frontend(&self) -> &Proxy {
        self.worker.plan().proxy(self.client.session.frontend)
    }

    /// The backend's plan; the frontend's until one is chosen.
    pub fn backend(&self) -> &Proxy {
        self.worker.plan().proxy(self.room.txn.backend)
    }

    /// `timeout client`, unless a rule changed it. Milliseconds.
    pub fn client_timeout(&self) -> Option<u64> {
        self.room.txn.timeouts[0].or(self.frontend().settings.timeouts.client)
    }

    /// `timeout server`, unless a rule changed it.
    pub fn server_timeout(&self) -> Option<u64> {
        self.room.txn.timeouts[1].or(self.backend().settings.timeouts.server)
    }

    /// `timeout connect`, unless a rule changed it.
    pub fn connect_timeout(&self) -> Option<u64> {
        self.room.txn.timeouts[3].or(self.backend().settings.timeouts.connect)
    }

    /// `timeout tunnel`, unless a rule changed it.
    pub fn tunnel_timeout(&self) -> Option<u64> {
        let of = |timeouts: &Timeouts| timeouts.tunnel;
        self.room.txn.timeouts[2]
            .or(of(&self.backend().settings.timeouts))
            .or(of(&self.frontend().settings.timeouts))
    }

    /// Starts the stream's clock: `ms` milliseconds from now, or none.
    pub fn within(&self, ms: Option<u64>) {
        self.client.timer.set(deadline(ms));
    }

    /// Appends the answer's head to what the client is sent.
    pub fn write_answer(&mut self) {
        let head = &self.room.txn.response;
        let plan = self.worker.plan();
        let out = self.client.conn.output.tail();
        match plan.proxy(self.client.session.frontend).settings.options.case_client {
            true => write_head_cased(head, &plan.global.header_case, out),
            false => write_head(head, out),
        }
    }

    /// Counts this stream among its backend's, once.
    pub fn count_in_backend(&mut self) {
        if self.counted.is_none() {
            let backend = self.room.txn.backend;
            let world = &self.worker.plan().world;
            let live = world.proxy(backend);
            live.be.session_rate.add(self.worker.second());
            live.be.sessions.enter();
            live.be.sessions_total.add(1);
            self.counted = Some(Counted(self.worker.clone(), backend));
        }
    }

    /// Runs a set of rules to its end, waiting where an action waits.
    pub async fn run_rules(
        &mut self,
        proxy: ProxyId,
        set: fn(&moongate_conf::plan::RuleSets) -> &Rules,
        point: Point,
    ) -> Step<()> {
        let worker = self.worker.clone();
        let rules = set(&worker.plan().proxy(proxy).rules);
        let mut cursor = Cursor::default();
        self.room.txn.lenient = false;
        while cursor.0 < rules.0.len() {
            let verdict = self.next_verdict(rules, &mut cursor, point, true).await;
            let verdict = match verdict {
                Verdict::WaitBody(ms, least) if point.is_response() => {
                    self.wait_for_answer(ms, least).await?;
                    Verdict::Continue
                }
                Verdict::WaitBody(ms, least) => {
                    self.wait_for_body(ms, least).await?;
                    Verdict::Continue
                }
                verdict => verdict,
            };
            let decided = self.obey(verdict, point);
            if !self.room.txn.hints.is_empty() {
                self.send_hints().await?;
            }
            if decided? {
                break;
            }
        }
        if !self.room.txn.hints.is_empty() {
            self.send_hints().await?;
        }
        self.check_room(point)
    }

    /// `early-hint`: what rules gathered goes to the client at once; HTTP/1.0 knows no such answer.
    async fn send_hints(&mut self) -> Step<()> {
        let hints = &mut self.room.txn.hints;
        if self.version < moongate_http::Version::Http11 {
            hints.clear();
            return Ok(());
        }
        let output = &mut self.client.conn.output;
        let before = output.len();
        output.push(b"HTTP/1.1 103 Early Hints\r\n");
        output.push(hints);
        output.push(b"\r\n");
        hints.clear();
        self.room.txn.bytes_out += (output.len() - before) as u64;
        self.within(self.client_timeout());
        if self.flush_client().await.is_err() {
            self.keep_alive = false;
            return Err(Exit::Close(ending(Cause::Client, Stage::Request)));
        }
        Ok(())
    }

    /// A head that rules made longer than a buffer isn't sent (configuration manual, `strict-mode`).
    fn check_room(&mut self, point: Point) -> Step<()> {
        let (response, txn) = (point.is_response(), &self.room.txn);
        let head = if response { &txn.response } else { &txn.request };
        if !head.exceeds(txn.head_room[usize::from(response)].min(self.worker.bufsize)) {
            return Ok(());
        }
        self.hide_timer(response);
        self.client.session.frontend().fe.internal_errors.add(1);
        let stage = if response { Stage::Header } else { Stage::Request };
        Err(Exit::Error(500, ending(Cause::Proxy, stage)))
    }

    /// Runs rules up to the next verdict.
    pub async fn next_verdict(
        &mut self,
        rules: &Rules,
        cursor: &mut Cursor,
        point: Point,
        last: bool,
    ) -> Verdict {
        let Room { txn, scratch, .. } = &mut *self.room;
        let mut cx = ActionCx { txn, point, last, span: None, scratch };
        match rules.run(cursor, &mut cx) {
            Verdict::Wait(mut pending) => {
                let reads = self.room.txn.times.response.is_none()
                    && matches!(point, Point::FeHttpRequest | Point::BeHttpRequest)
                    && self.worker.plan().global.scripts;
                let verdict = poll_fn(|task| {
                    if reads {
                        self.show_more_body(task);
                    }
                    let Room { txn, scratch, .. } = &mut *self.room;
                    let mut cx = ActionCx { txn, point, last, span: None, scratch };
                    pending.poll(&mut cx, task)
                })
                .await;
                if !point.is_response()
                    && let Some(received) = &mut self.room.txn.times.request
                {
                    // A request counts as received once its rules have run, as in HAProxy.
                    *received = self.worker.now();
                }
                moongate_rules::waited(&mut self.room.txn, &verdict);
                verdict
            }
            verdict => verdict,
        }
    }

    /// Turns a verdict into the way on: whether the set is over.
    pub fn obey(&mut self, verdict: Verdict, point: Point) -> Step<bool> {
        let response = point.is_response();
        let cause = Cause::Proxy;
        let stage = if response { Stage::Header } else { Stage::Request };
        match verdict {
            Verdict::Continue => Ok(false),
            // Nothing more will come: the rule that wanted more is passed over.
            Verdict::MoreData | Verdict::Wait(_) => Ok(false),
            // TCP mode alone has no body to wait for, and HTTP nothing to switch.
            Verdict::WaitBody(..) => Ok(false),
            Verdict::SpeakHttp => Ok(true),
            Verdict::Accept => Ok(true),
            Verdict::Reply(body) => Err(Exit::Reply(body)),
            Verdict::Tarpit(body) => Err(Exit::Tarpit(body)),
            Verdict::Close => {
                self.count_denied(response);
                self.hide_timer(response);
                Err(Exit::Close(ending(cause, stage)))
            }
            Verdict::Drop => {
                self.count_denied(response);
                self.hide_timer(response);
                self.room.txn.end(ending(cause, stage));
                Err(Exit::Drop)
            }
            Verdict::Serve(run) => Err(Exit::Serve(run)),
            Verdict::Log(origin, profile) => {
                crate::log::log_now(&self.worker, &self.room.txn, origin, profile);
                Ok(false)
            }
            Verdict::Fault => {
                self.hide_timer(response);
                let status = if response { 502 } else { 500 };
                Err(Exit::Error(status, ending(Cause::Internal, stage)))
            }
        }
    }

    /// A message that rules ended without a decision on it shows no timer of its own.
    fn hide_timer(&mut self, response: bool) {
        let times = &mut self.room.txn.times;
        *(if response { &mut times.response } else { &mut times.request }) = None;
    }

    /// Counts a message that rules refused.
    pub fn count_denied(&self, response: bool) {
        let txn = &self.room.txn;
        let proxies = [Some(txn.frontend()), txn.routed.then(|| txn.backend())];
        for (at, live) in proxies.into_iter().flatten().enumerate() {
            let counters = if at == 0 { &live.fe } else { &live.be };
            match response {
                true => counters.denied_responses.add(1),
                false => counters.denied_requests.add(1),
            }
        }
    }

    /// `option abortonclose`: a client that closed its side won't wait for an answer.
    pub fn aborts_on_close(&self) -> bool {
        self.backend().settings.options.abortonclose
    }

    /// Whether the client closed its side. What else it sent is kept.
    pub fn client_left(&mut self, cx: &mut Context<'_>) -> bool {
        let conn = &mut self.client.conn;
        while !conn.eof && !conn.input.is_full() {
            // Asked first, because reading takes a buffer, and mostly there is nothing to read.
            if conn.stream.poll_readable(cx).is_pending() || conn.poll_fill(cx).is_pending() {
                return false;
            }
        }
        conn.eof
    }

    /// Reads more from the client, until the deadline.
    pub async fn fill_client(&mut self) -> Result<usize, Failure> {
        let Client { conn, timer, .. } = &mut *self.client;
        poll_fn(|cx| with_timer(timer, cx, |cx| conn.poll_fill(cx))).await
    }

    /// Sends the client all that waits for it, until the deadline.
    pub async fn flush_client(&mut self) -> Result<(), Failure> {
        let Client { conn, timer, .. } = &mut *self.client;
        if conn.output.is_empty() {
            return Ok(());
        }
        poll_fn(|cx| with_timer(timer, cx, |cx| conn.poll_flush(cx))).await
    }

    /// Waits for the deadline.
    pub async fn sleep(&mut self, ms: u64) {
        self.within(Some(ms));
        self.client.timer.expired().await;
    }
}

/// `ms` milliseconds from now, or never.
pub(crate) fn deadline(ms: Option<u64>) -> Deadline {
    Deadline::after_opt(ms.map(Duration::from_millis))
}

/// Polls something on a socket, and the clock if it isn't ready.
pub(crate) fn with_timer<T>(
    timer: &Timer,
    cx: &mut Context<'_>,
    poll: impl FnOnce(&mut Context<'_>) -> Poll<io::Result<T>>,
) -> Poll<Result<T, Failure>> {
    match poll(cx) {
        Poll::Ready(done) => Poll::Ready(done.map_err(|_| Failure::Io)),
        Poll::Pending => timer.poll_expired(cx).map(|()| Err(Failure::Timeout)),
    }
}
