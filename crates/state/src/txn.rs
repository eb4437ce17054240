//! A transaction: one request and its response, or one TCP stream, with all that is known of it.

use crate::table::Share;
use crate::{
    Channel, ConnError, Ending, LogOrigin, Place, Proxy, ProxyId, Sample, ScriptCalls, Server,
    ServerId, Session, Table, TableEvent, Times, Trackers, VarRef, VarScope, Vars, table,
};
use moongate_http::Head;
use std::cell::{Cell, OnceCell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Syslog levels, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// `emerg`
    Emerg,
    /// `alert`
    Alert,
    /// `crit`
    Crit,
    /// `err`
    Err,
    /// `warning`
    Warning,
    /// `notice`
    Notice,
    /// `info`
    Info,
    /// `debug`
    Debug,
}

/// How fast a direction of a stream may be (`set-bandwidth-limit`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BandwidthLimit {
    /// The filter that it belongs to: its proxy, and its place there.
    pub filter: (ProxyId, u32),
    /// Bytes in a period.
    pub limit: u64,
    /// The period.
    pub period: Duration,
    /// Fewer bytes don't go at once, unless they are the last.
    pub min_size: u64,
    /// The stream's part, if others have theirs.
    pub shared: Option<Arc<Share>>,
}

/// One request and its response, or one TCP stream.
#[derive(Debug)]
pub struct Txn {
    /// A number no other transaction of the process has had.
    pub number: u64,
    /// The client's connection.
    pub session: Rc<Session>,
    /// The backend; the frontend itself until one is chosen.
    pub backend: ProxyId,
    /// Whether a backend was chosen.
    pub routed: bool,
    /// The server, once one is assigned.
    pub server: Option<ServerId>,
    /// The request's head; empty in TCP mode and before it is read.
    pub request: Head,
    /// The response's head; empty before there is one.
    pub response: Head,
    /// Client to server.
    pub req: Channel,
    /// Server to client.
    pub res: Channel,
    /// `txn.` variables.
    pub vars: Vars,
    /// `req.` variables.
    pub req_vars: Vars,
    /// `res.` variables.
    pub res_vars: Vars,
    /// Entries of stick tables that rules of this request or stream track.
    pub trackers: Trackers,
    /// When each stage was reached.
    pub times: Times,
    /// How it ended, once it has; the first cause stays.
    pub ending: Option<Ending>,
    /// The request line as received (method, URI, version), for logs: rules edit the head.
    pub request_line: Vec<u8>,
    /// Captured request headers (`capture request header`, `http-request capture`), by slot.
    pub req_captures: RefCell<Vec<Option<Vec<u8>>>>,
    /// Captured response headers, by slot.
    pub res_captures: RefCell<Vec<Option<Vec<u8>>>>,
    /// Captured cookies (`capture cookie`) of the request and of the response.
    pub cookies: [Option<Vec<u8>>; 2],
    /// What became of the persistence cookie, of the request and of the response (the third and
    /// the fourth letter of `%tsc`).
    pub persistence: [u8; 2],
    /// Bytes received from the client, head included.
    pub bytes_in: u64,
    /// Bytes sent to the client, head included.
    pub bytes_out: u64,
    /// Connection attempts beyond the first.
    pub retries: u32,
    /// Whether another server took over.
    pub redispatched: bool,
    /// The server's connection had carried a request before.
    pub reused: bool,
    /// The addresses of the server's connection (`bc_src`, `bc_dst`).
    pub bc_src: Option<SocketAddr>,
    /// See `bc_src`.
    pub bc_dst: Option<SocketAddr>,
    /// The server's socket; negative when there is none.
    pub bc_fd: i32,
    /// `unique-id`, once made.
    pub unique_id: OnceCell<Vec<u8>>,
    /// `set-log-level`; `Some(None)` is `silent`.
    pub log_level: Option<Option<LogLevel>>,
    /// Where the log line that is being made comes from; of a request that could not be read, before.
    pub log_origin: Cell<LogOrigin>,
    /// Bandwidth limits that rules set for requests and for responses.
    pub bandwidth: [Vec<BandwidthLimit>; 2],
    /// Its log line is written already (`option logasap`).
    pub logged: bool,
    /// Requests in the backend's and the server's queue when this one joined (`%bq`, `%sq`).
    pub queue_positions: (u32, u32),
    /// Status sent to the client; 0 before and in TCP mode.
    pub status: u16,
    /// `set-timeout`: client, server, tunnel, connect, queue, tarpit, in milliseconds.
    pub timeouts: [Option<u64>; 6],
    /// `disable-l7-retry`
    pub no_replay: bool,
    /// `early-hint`: header lines that wait to be sent with a status 103.
    pub hints: Vec<u8>,
    /// `strict-mode off`: edits for which there is no room are left out.
    pub lenient: bool,
    /// How long the head may become, of the request and of the response: the rest of the buffer
    /// holds what was received of the body.
    pub head_room: [usize; 2],
    /// `set-bc-mark`
    pub bc_mark: Option<u32>,
    /// `set-bc-tos`
    pub bc_tos: Option<u8>,
    /// `silent-drop rst-ttl`
    pub rst_ttl: Option<u8>,
    /// `set-retries`: how often a connection is tried again.
    pub max_retries: Option<u32>,
    /// The status as the server sent it; 0 before.
    pub server_status: u16,
    /// Class and offset in milliseconds: who leaves a queue first.
    pub priority: (i32, i32),
    /// What scripts keep with the transaction (`TXN:set_priv`); goes with it.
    pub scripts: RefCell<Option<Box<dyn std::any::Any>>>,
    /// What scripts gave to the rule that is tried.
    pub script_calls: RefCell<ScriptCalls>,
    /// Answered without a server (`return`, `deny`, `redirect`, services).
    pub local: bool,
    /// A service answers (`use-service`, statistics, scripts), other than rules' answers.
    pub served: bool,
    /// That service's name.
    pub service: Option<Arc<str>>,
    /// The rule that ended a rule set last.
    pub last_rule: Option<Place>,
    /// The rule whose action takes time, as long as it does.
    pub waiting_rule: Option<Place>,
    /// Why the connection to the server failed.
    pub bc_error: ConnError,
    /// Bytes sent to the server, and received from it, heads included.
    pub server_bytes: (u64, u64),
}

impl Txn {
    /// A transaction that begins now.
    pub fn new(session: Rc<Session>) -> Self {
        let now = Instant::now();
        Self {
            number: session.world.number(),
            backend: session.frontend,
            routed: false,
            server: None,
            request: Head::new(),
            response: Head::new(),
            req: Channel::default(),
            res: Channel::default(),
            vars: Vars::default(),
            req_vars: Vars::default(),
            res_vars: Vars::default(),
            trackers: Trackers::default(),
            times: Times::start(now),
            ending: None,
            request_line: Vec::new(),
            req_captures: RefCell::default(),
            res_captures: RefCell::default(),
            cookies: [None, None],
            persistence: *b"--",
            bytes_in: 0,
            bytes_out: 0,
            retries: 0,
            redispatched: false,
            reused: false,
            bc_src: None,
            bc_dst: None,
            bc_fd: -1,
            unique_id: OnceCell::new(),
            log_level: None,
            log_origin: Cell::default(),
            logged: false,
            bandwidth: [Vec::new(), Vec::new()],
            queue_positions: (0, 0),
            status: 0,
            timeouts: [None; 6],
            no_replay: false,
            hints: Vec::new(),
            lenient: false,
            head_room: [usize::MAX; 2],
            bc_mark: None,
            bc_tos: None,
            rst_ttl: None,
            max_retries: None,
            server_status: 0,
            priority: (0, 0),
            scripts: RefCell::default(),
            script_calls: RefCell::default(),
            local: false,
            served: false,
            service: None,
            last_rule: None,
            waiting_rule: None,
            bc_error: ConnError::None,
            server_bytes: (0, 0),
            session,
        }
    }

    /// Begins another transaction in the same room: buffers and lists keep their capacity.
    pub fn reset(&mut self, session: Rc<Session>) {
        self.number = session.world.number();
        self.backend = session.frontend;
        self.session = session;
        self.routed = false;
        self.server = None;
        self.request.clear();
        self.response.clear();
        self.req.clear();
        self.res.clear();
        self.vars.clear();
        self.req_vars.clear();
        self.res_vars.clear();
        self.trackers.clear();
        self.times = Times::start(self.times.accepted);
        self.ending = None;
        self.request_line.clear();
        self.req_captures.get_mut().clear();
        self.res_captures.get_mut().clear();
        self.cookies = [None, None];
        self.persistence = *b"--";
        self.bytes_in = 0;
        self.bytes_out = 0;
        self.retries = 0;
        self.redispatched = false;
        self.reused = false;
        self.bc_src = None;
        self.bc_dst = None;
        self.bc_fd = -1;
        self.unique_id.take();
        self.log_level = None;
        self.log_origin.set(LogOrigin::default());
        self.logged = false;
        self.bandwidth.iter_mut().for_each(Vec::clear);
        self.queue_positions = (0, 0);
        self.status = 0;
        self.timeouts = [None; 6];
        self.no_replay = false;
        self.hints.clear();
        self.lenient = false;
        self.head_room = [usize::MAX; 2];
        self.bc_mark = None;
        self.bc_tos = None;
        self.rst_ttl = None;
        self.max_retries = None;
        self.server_status = 0;
        self.priority = (0, 0);
        *self.scripts.get_mut() = None;
        self.script_calls.get_mut().end();
        self.local = false;
        self.served = false;
        self.service = None;
        self.last_rule = None;
        self.waiting_rule = None;
        self.bc_error = ConnError::None;
        self.server_bytes = (0, 0);
    }

    /// The frontend's live side.
    pub fn frontend(&self) -> &Proxy {
        self.session.frontend()
    }

    /// The backend's live side.
    pub fn backend(&self) -> &Proxy {
        self.session.world.proxy(self.backend)
    }

    /// The server's live side, once one is assigned.
    pub fn server(&self) -> Option<&Server> {
        self.server.map(|id| self.backend().server(id))
    }

    /// Notes how it ended, unless that is known already.
    pub fn end(&mut self, ending: Ending) {
        self.ending.get_or_insert(ending);
    }

    /// The table and the entry of a sticky counter, the stream's own or else the session's.
    pub fn tracked(&self, slot: u32) -> Option<(Arc<Table>, Arc<table::Entry>)> {
        self.trackers.get(slot).or_else(|| self.session.trackers.get(slot))
    }

    /// Counts what happened in all entries that are tracked.
    pub fn count_tracked(&self, event: TableEvent) {
        self.trackers.count(event, None);
        self.session.trackers.count(event, Some(&self.trackers));
    }

    /// A copy of a variable's value.
    pub fn var(&self, var: VarRef) -> Option<Sample<'static>> {
        match self.scope(var.scope) {
            Some(vars) => vars.get(var.name),
            None => self.session.world.vars.read().get(&var.name).cloned(),
        }
    }

    /// Sets a variable.
    pub fn set_var(&self, var: VarRef, value: Sample<'static>) {
        match self.scope(var.scope) {
            Some(vars) => vars.set(var.name, value),
            None => {
                self.session.world.vars.write().insert(var.name, value);
            }
        }
    }

    /// Removes a variable; whether there was one.
    pub fn unset_var(&self, var: VarRef) -> bool {
        match self.scope(var.scope) {
            Some(vars) => vars.unset(var.name),
            None => self.session.world.vars.write().remove(&var.name).is_some(),
        }
    }

    /// The variables of a scope; none for the process's, which are shared.
    fn scope(&self, scope: VarScope) -> Option<&Vars> {
        match scope {
            VarScope::Proc => None,
            VarScope::Sess => Some(&self.session.vars),
            VarScope::Txn | VarScope::Check => Some(&self.vars),
            VarScope::Req => Some(&self.req_vars),
            VarScope::Res => Some(&self.res_vars),
        }
    }
}
