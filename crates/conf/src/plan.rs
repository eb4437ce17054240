//! The configuration in force: everything the engine needs, resolved and checked, never changed.

mod health;
mod log;
mod stats;
mod stick;

pub use crate::option::forwarded::{Forwarded, Node, Part};
pub use crate::proxy::cookie::{Cookie, CookieMode};
pub use health::{
    Check, CheckKind, CheckRequest, CheckStep, Connect, Expect, Header, Matches, Observe, OnError,
    ServerCheck, Text, TextMatch,
};
pub use log::{LogAddress, LogFormat, LogProfile, LogSample, LogStep, LogSteps, LogTarget};
use moongate_http::HeaderCase;
use moongate_lang::Span;
use moongate_net::dns::{Accept, Prefer, Resolvers};
use moongate_net::tls::Roots;
use moongate_net::{Address, ListenOptions};
pub use moongate_rules::ErrorReply;
use moongate_rules::action::ErrorAnswer;
use moongate_rules::{FilterSpec, Rules, Service};
use moongate_sample::{Condition, Format, PatternStore};
use moongate_state::{self as state, Mode, ProxyId, ServerId, StatusSet, World};
pub use stats::StatsPage;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
pub use stick::{StickRule, Sticking};

/// A whole configuration.
#[derive(Debug)]
pub struct Plan {
    /// The process and its proxies, live side.
    pub world: Arc<World>,
    /// The `global` sections.
    pub global: Global,
    /// The proxies; a [`ProxyId`] is a place in here.
    pub proxies: Vec<Proxy>,
    /// Backends (and `listen`s) by name, for `use_backend` with an expression.
    pub backends: HashMap<Box<str>, ProxyId>,
    /// Services that scripts registered, by name without `lua.`.
    pub services: HashMap<String, Arc<dyn Service>>,
    /// `log-profile` sections; targets and rules hold their place.
    pub log_profiles: Vec<LogProfile>,
    /// `resolvers` sections.
    pub resolvers: Vec<Arc<Resolvers>>,
    /// Pattern lists and maps that rules refer to.
    pub patterns: Arc<PatternStore>,
}

impl Plan {
    /// The proxy of that number.
    pub fn proxy(&self, id: ProxyId) -> &Proxy {
        &self.proxies[id.0 as usize]
    }

    /// The backend of that name.
    pub fn backend_named(&self, name: &str) -> Option<ProxyId> {
        self.backends.get(name).copied()
    }
}

/// The `global` sections.
#[derive(Clone, Debug)]
pub struct Global {
    /// `nbthread`; none: as many as the process may use processors.
    pub nbthread: Option<u32>,
    /// `maxconn`; none: from the descriptor limit.
    pub maxconn: Option<u64>,
    /// Scripts are loaded.
    pub scripts: bool,
    /// `ulimit-n`
    pub ulimit_n: Option<u64>,
    /// `user`/`uid`
    pub uid: Option<u32>,
    /// `group`/`gid`
    pub gid: Option<u32>,
    /// `chroot`
    pub chroot: Option<PathBuf>,
    /// `daemon`
    pub daemon: bool,
    /// `master-worker`
    pub master_worker: bool,
    /// `pidfile`
    pub pidfile: Option<PathBuf>,
    /// `hard-stop-after`, milliseconds.
    pub hard_stop_after: Option<u64>,
    /// `node`
    pub node: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `localpeer`
    pub localpeer: Option<String>,
    /// `stats socket`
    pub stats_sockets: Vec<StatsSocket>,
    /// `stats timeout`, milliseconds.
    pub stats_timeout: u64,
    /// `stats maxconn`
    pub stats_maxconn: u32,
    /// `log`
    pub logs: Vec<LogTarget>,
    /// `log-tag`
    pub log_tag: Option<String>,
    /// `log-send-hostname`
    pub log_send_hostname: Option<String>,
    /// `tune.*`
    pub tune: Tune,
    /// `httpclient.*`
    pub httpclient: HttpClient,
    /// `spread-checks`, in percent.
    pub spread_checks: u32,
    /// `max-spread-checks`, milliseconds.
    pub max_spread_checks: Option<u64>,
    /// `ssl-server-verify`; none: not said.
    pub server_verify: Option<bool>,
    /// `dns-accept-family`
    pub dns_accept: Accept,
    /// `h1-case-adjust` and `h1-case-adjust-file`
    pub header_case: HeaderCase,
    /// `http-err-codes`
    pub error_statuses: StatusSet,
    /// `http-fail-codes`
    pub failure_statuses: StatusSet,
    /// `quiet`
    pub quiet: bool,
    /// `zero-warning`: warnings keep the process from starting.
    pub zero_warning: bool,
}

/// `httpclient.*`: the HTTP requests of scripts.
#[derive(Clone, Debug)]
pub struct HttpClient {
    /// Further attempts to connect.
    pub retries: u32,
    /// Milliseconds for each attempt; 0: no limit.
    pub connect: u64,
    /// `httpclient.ssl.verify`
    pub verify: bool,
    /// `httpclient.ssl.ca-file`; none: the system's.
    pub roots: Option<Arc<Roots>>,
}

/// `tune.*`
#[derive(Clone, Debug)]
pub struct Tune {
    /// Bytes of a buffer.
    pub bufsize: usize,
    /// Bytes of it kept free for rewriting.
    pub maxrewrite: usize,
    /// Most header lines of a message.
    pub max_headers: usize,
    /// A request line is logged up to one byte less than this.
    pub logurilen: usize,
    /// Connections accepted at once.
    pub maxaccept: usize,
    /// `tune.stick-counters`
    pub stick_counters: u32,
    /// `tune.idle-pool.shared`
    pub idle_pool_shared: bool,
    /// Large data move within the kernel (off: `-dS`).
    pub splice: bool,
    /// `SO_RCVBUF`/`SO_SNDBUF`: client receive, client send, server receive, server send.
    pub socket_buffers: [Option<usize>; 4],
    /// `tune.lua.*`
    pub lua: LuaTune,
}

/// `tune.lua.*`; times in milliseconds, 0: no limit.
#[derive(Clone, Debug)]
pub struct LuaTune {
    /// Instructions between two forced yields; 0: 10,000, fewer in the state that threads share.
    pub forced_yield: u32,
    /// Bytes of memory for each state; 0: no limit.
    pub maxmem: usize,
    /// Execution time of actions, fetches, converters.
    pub session_timeout: u64,
    /// Execution time of tasks.
    pub task_timeout: u64,
    /// Execution time of services.
    pub service_timeout: u64,
    /// Execution time between two yields.
    pub burst_timeout: u64,
    /// `tune.lua.log.loggers`
    pub log_loggers: bool,
    /// `tune.lua.log.stderr`: on, auto, off.
    pub log_stderr: LuaStderr,
    /// `tune.lua.bool-sample-conversion`: true values reach scripts as such, and not as 1.
    pub bool_samples: bool,
    /// `tune.lua.openlibs`: which of [`LUA_LIBRARIES`] scripts find.
    pub libraries: [bool; LUA_LIBRARIES.len()],
}

/// The libraries of Lua that `tune.lua.openlibs` knows.
pub const LUA_LIBRARIES: [&str; 8] =
    ["table", "io", "os", "string", "math", "utf8", "package", "debug"];

/// `tune.lua.log.stderr`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LuaStderr {
    /// Always.
    On,
    /// When no logger takes the message.
    Auto,
    /// Never.
    Off,
}

/// `stats socket`
#[derive(Clone, Debug)]
pub struct StatsSocket {
    /// Where.
    pub address: Address,
    /// The port, for addresses that have one.
    pub port: u16,
    /// Mode, owner and the like.
    pub listen: ListenOptions,
    /// What its users may do.
    pub level: CliLevel,
    /// Where it was declared.
    pub span: Span,
}

/// Levels of the runtime API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CliLevel {
    /// Reads what is harmless.
    User,
    /// Reads, clears counters.
    Operator,
    /// Everything.
    Admin,
}

/// A frontend, a backend, or both.
#[derive(Debug)]
pub struct Proxy {
    /// Its place.
    pub id: ProxyId,
    /// Its live side.
    pub state: Arc<state::Proxy>,
    /// What it speaks.
    pub mode: Mode,
    /// It speaks HTTP, or may come to (`switch-mode`).
    pub http: bool,
    /// Where its section begins.
    pub span: Span,
    /// `bind` lines, one for each address.
    pub binds: Vec<Bind>,
    /// `server` lines.
    pub servers: Vec<Server>,
    /// Whatever is inherited from `defaults`.
    pub settings: Settings,
    /// Rules of every set.
    pub rules: RuleSets,
    /// `use_backend`, in order.
    pub use_backend: Vec<UseBackend>,
    /// `use-server`, in order.
    pub use_server: Vec<UseServer>,
    /// `force-persist` and `ignore-persist`, in order: whether to force, and when.
    pub persist: Vec<(bool, Condition)>,
    /// `stick` lines.
    pub sticking: Sticking,
    /// `default_backend`
    pub default_backend: Option<ProxyId>,
    /// `monitor fail`
    pub monitor_fail: Vec<Condition>,
    /// `stats admin`: one of them has to hold.
    pub stats_admin: Vec<Condition>,
    /// `log-format`, or the format of `option httplog` and its kin; none: the default one.
    pub log_format: Option<Format>,
    /// `error-log-format`: lines of requests that could not be read.
    pub error_log_format: Option<Format>,
    /// `log-format-sd`: structured data of log lines in the format of RFC 5424.
    pub log_format_sd: Option<Format>,
    /// `unique-id-format`
    pub unique_id_format: Option<Arc<Format>>,
    /// `unique-id-header`
    pub unique_id_header: Option<String>,
    /// `option forwarded`
    pub forwarded: Option<Forwarded>,
    /// `errorfile`, `errorfiles`, `errorloc` and `http-error` by status.
    pub errors: Vec<(u16, OwnError)>,
    /// `capture request header`: name and length, by slot.
    pub req_captures: Vec<(Vec<u8>, usize)>,
    /// `capture response header`
    pub res_captures: Vec<(Vec<u8>, usize)>,
    /// `capture cookie`
    pub cookie_capture: Option<CookieCapture>,
    /// `filter` and `filter-sequence`
    pub filters: Filters,
}

/// A proxy's own answer to errors of one status.
#[derive(Debug)]
pub enum OwnError {
    /// Always the same.
    Whole(Arc<ErrorReply>),
    /// `http-error`: made for each error.
    Made(ErrorAnswer),
}

/// `filter` and `filter-sequence` of a proxy.
#[derive(Debug, Default)]
pub struct Filters {
    /// The filters, in the order in which they are declared.
    pub list: Vec<Arc<dyn FilterSpec>>,
    /// Places in the list, in the order in which requests pass; none: as declared.
    pub requests: Option<Vec<usize>>,
    /// The same for responses.
    pub responses: Option<Vec<usize>>,
}

/// `capture cookie`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CookieCapture {
    /// The cookie's name.
    pub name: Vec<u8>,
    /// Whether that is its whole name, and not only how it begins.
    pub whole: bool,
    /// Bytes to keep at most, of name, equal sign and value.
    pub len: usize,
}

/// What a proxy inherits from its `defaults` section. Times are in milliseconds; none: no limit.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `mode`
    pub mode: Mode,
    /// `timeout …`
    pub timeouts: Timeouts,
    /// `option …`
    pub options: Options,
    /// `retries`
    pub retries: u32,
    /// `option redispatch`: after how many attempts (negative: counted from the last).
    pub redispatch: Option<i32>,
    /// `maxconn` of a frontend.
    pub maxconn: Option<u64>,
    /// `backlog`
    pub backlog: Option<u32>,
    /// `fullconn`
    pub fullconn: Option<u64>,
    /// `balance`
    pub balance: Balance,
    /// `http-reuse`
    pub reuse: Reuse,
    /// `rate-limit sessions`: new connections a second; 0: no limit.
    pub session_rate: u64,
    /// `max-keep-alive-queue`; none: no limit.
    pub keep_alive_queue: Option<usize>,
    /// `cookie`
    pub cookie: Option<Arc<Cookie>>,
    /// `dynamic-cookie-key`
    pub cookie_key: Option<Arc<[u8]>>,
    /// `option forwardfor`
    pub forwardfor: Option<AddressHeader>,
    /// `option originalto`
    pub originalto: Option<AddressHeader>,
    /// `option http-restrict-req-hdr-names`
    pub odd_names: OddNames,
    /// `tcp-request inspect-delay`
    pub inspect_delay: Option<u64>,
    /// `tcp-response inspect-delay`
    pub response_inspect_delay: Option<u64>,
    /// `monitor-uri`
    pub monitor_uri: Option<Vec<u8>>,
    /// `stats enable` and its kin.
    pub stats: Option<Arc<StatsPage>>,
    /// `log` targets; `log global` is resolved.
    pub logs: Vec<LogTarget>,
    /// `log-tag`
    pub log_tag: Option<String>,
    /// `log-steps`; none: one line, at the end.
    pub log_steps: Option<LogSteps>,
    /// `source`
    pub source: Option<SocketAddr>,
    /// `interface` of `source`
    pub source_interface: Option<String>,
    /// `retry-on`
    pub retry: RetryOn,
    /// `option httpchk`, `http-check` and their kin.
    pub check: Arc<Check>,
    /// `disabled`
    pub disabled: bool,
    /// `id`
    pub number: Option<u32>,
}

/// `timeout …` in milliseconds; none: no limit (or the fallback that the manual names).
#[derive(Clone, Copy, Debug, Default)]
pub struct Timeouts {
    /// `timeout client`
    pub client: Option<u64>,
    /// `timeout client-fin`
    pub client_fin: Option<u64>,
    /// `timeout connect`
    pub connect: Option<u64>,
    /// `timeout http-keep-alive`
    pub http_keep_alive: Option<u64>,
    /// `timeout http-request`
    pub http_request: Option<u64>,
    /// `timeout queue`
    pub queue: Option<u64>,
    /// `timeout server`
    pub server: Option<u64>,
    /// `timeout server-fin`
    pub server_fin: Option<u64>,
    /// `timeout tarpit`
    pub tarpit: Option<u64>,
    /// `timeout tunnel`
    pub tunnel: Option<u64>,
    /// `timeout check`
    pub check: Option<u64>,
}

/// `option …` that are on or off.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// `option httpclose`
    pub httpclose: bool,
    /// `option http-server-close`
    pub http_server_close: bool,
    /// `option abortonclose` of a backend: on in mode `http` unless it is switched off.
    pub abortonclose: bool,
    /// `option dontlognull`
    pub dontlognull: bool,
    /// `option dontlog-normal`
    pub dontlog_normal: bool,
    /// `option log-separate-errors`
    pub log_separate_errors: bool,
    /// `option logasap`
    pub logasap: bool,
    /// `option allbackups`
    pub allbackups: bool,
    /// `option http-buffer-request`
    pub http_buffer_request: bool,
    /// `option http-ignore-probes`
    pub http_ignore_probes: bool,
    /// `option http-no-delay`
    pub http_no_delay: bool,
    /// `option http-pretend-keepalive`
    pub http_pretend_keepalive: bool,
    /// `option nolinger`
    pub nolinger: bool,
    /// `option tcpka`/`clitcpka`
    pub clitcpka: bool,
    /// `option tcpka`/`srvtcpka`
    pub srvtcpka: bool,
    /// `option persist`
    pub persist: bool,
    /// `option checkcache`
    pub checkcache: bool,
    /// `option prefer-last-server`
    pub prefer_last_server: bool,
    /// `option accept-unsafe-violations-in-http-request`
    pub accept_unsafe_request: bool,
    /// `option accept-unsafe-violations-in-http-response`
    pub accept_unsafe_response: bool,
    /// `no option splice-auto`/`splice-request`/`splice-response`: request, response.
    pub no_splice: [bool; 2],
    /// `option h1-case-adjust-bogus-client`
    pub case_client: bool,
    /// `option h1-case-adjust-bogus-server`
    pub case_server: bool,
    /// `option http-drop-request-trailers`
    pub drop_request_trailers: bool,
    /// `option http-drop-response-trailers`
    pub drop_response_trailers: bool,
    /// `option idle-close-on-response`
    pub idle_close_on_response: bool,
    /// `option tcp-smart-accept`
    pub tcp_smart_accept: bool,
    /// `option tcp-smart-connect`
    pub tcp_smart_connect: bool,
    /// `option log-health-checks`
    pub log_health_checks: bool,
}

/// `retry-on`: which failures are tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryOn {
    /// `conn-failure`
    pub connection: bool,
    /// `empty-response`
    pub empty: bool,
    /// `junk-response`
    pub junk: bool,
    /// `response-timeout`
    pub timeout: bool,
    /// Statuses, as bits of their places in [`RETRY_STATUSES`].
    pub statuses: u16,
}

/// The statuses that `retry-on` takes.
pub const RETRY_STATUSES: [u16; 12] = [401, 403, 404, 408, 421, 425, 429, 500, 501, 502, 503, 504];

impl RetryOn {
    /// Nothing.
    pub const NONE: Self =
        Self { connection: false, empty: false, junk: false, timeout: false, statuses: 0 };

    /// Whether anything of it needs the request to be kept until there is an answer.
    pub fn keeps_request(self) -> bool {
        self.empty || self.junk || self.timeout || self.statuses != 0
    }

    /// Whether an answer of that status is a failure.
    pub fn has_status(self, status: u16) -> bool {
        let at = RETRY_STATUSES.iter().position(|known| *known == status);
        at.is_some_and(|at| self.statuses & (1 << at) != 0)
    }
}

/// `balance`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Balance {
    /// `roundrobin`
    RoundRobin,
    /// `leastconn`
    LeastConn,
}

/// `http-reuse`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reuse {
    /// `never`
    Never,
    /// `safe`
    Safe,
    /// `aggressive`
    Aggressive,
    /// `always`
    Always,
}

/// `option http-restrict-req-hdr-names`: what becomes of request headers whose names have other
/// characters than letters, digits and `-`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OddNames {
    /// They go on.
    #[default]
    Preserve,
    /// They are deleted.
    Delete,
    /// The request is refused.
    Reject,
}

/// `option forwardfor` and `option originalto`
#[derive(Clone, Debug)]
pub struct AddressHeader {
    /// The header's name in lower case.
    pub header: Vec<u8>,
    /// Addresses that aren't added: network and mask length.
    pub except: Option<(IpAddr, u8)>,
    /// Only if the request has no such header.
    pub if_none: bool,
}

/// One address of a `bind` line.
#[derive(Debug)]
pub struct Bind {
    /// Its place among the frontend's (`Session::listener`).
    pub index: u32,
    /// The number users see (`id`).
    pub number: u32,
    /// `name`, or none.
    pub name: Option<Arc<str>>,
    /// Where.
    pub address: Address,
    /// The port, for addresses that have one.
    pub port: u16,
    /// Everything for the socket.
    pub listen: ListenOptions,
    /// `maxconn`; 0: no limit.
    pub maxconn: u64,
    /// `accept-proxy`
    pub accept_proxy: bool,
    /// `nice`: how much its connections let others go first, from -1024 to 1024.
    pub nice: i32,
    /// Where it was declared.
    pub span: Span,
}

/// `resolvers`, `resolve-prefer`, `resolve-opts` and `resolve-net` of a server.
#[derive(Clone, Debug)]
pub struct Resolve {
    /// The section's name, and where it is named.
    pub section: Option<(Box<str>, Span)>,
    /// `resolve-prefer`
    pub prefer: Prefer,
    /// `resolve-opts allow-dup-ip`
    pub shares: bool,
    /// `resolve-net`
    pub networks: Vec<(IpAddr, u8)>,
}

impl Default for Resolve {
    fn default() -> Self {
        Self { section: None, prefer: Prefer::V6, shares: false, networks: Vec::new() }
    }
}

impl Resolve {
    /// Whether an address is in one of the preferred networks.
    pub fn is_near(&self, ip: IpAddr) -> bool {
        self.networks.iter().any(|(network, length)| match (network, ip) {
            (IpAddr::V4(network), IpAddr::V4(ip)) => {
                let shift = 32 - u32::from(*length).min(32);
                let cut = |ip: std::net::Ipv4Addr| u32::from(ip).checked_shr(shift).unwrap_or(0);
                cut(*network) == cut(ip)
            }
            (IpAddr::V6(network), IpAddr::V6(ip)) => {
                let shift = 128 - u32::from(*length).min(128);
                let cut = |ip: std::net::Ipv6Addr| u128::from(ip).checked_shr(shift).unwrap_or(0);
                cut(*network) == cut(ip)
            }
            _ => false,
        })
    }
}

/// A `server` line.
#[derive(Debug)]
pub struct Server {
    /// Its place.
    pub id: ServerId,
    /// The name behind its address, if it was given as a name.
    pub host: Option<Box<str>>,
    /// Its port; 0: the client's.
    pub port: u16,
    /// How its name is followed.
    pub resolve: Resolve,
    /// The section behind `resolvers`, if it follows its name.
    pub resolvers: Option<Arc<Resolvers>>,
    /// Added to the port that the client connected to, when the address has no port of its own.
    pub port_offset: Option<i32>,
    /// `source`, the backend's if it has none of its own.
    pub source: Option<SocketAddr>,
    /// `interface` of `source`
    pub interface: Option<String>,
    /// `minconn`
    pub minconn: u32,
    /// `tfo`
    pub tfo: bool,
    /// `cookie`
    pub cookie: Option<Arc<[u8]>>,
    /// `pool-max-conn`; none: no limit.
    pub pool_max: Option<u32>,
    /// `pool-purge-delay`, milliseconds.
    pub pool_purge_delay: u64,
    /// `max-reuse`
    pub max_reuse: Option<u32>,
    /// `non-stick`
    pub non_stick: bool,
    /// `check` and what belongs to it.
    pub check: ServerCheck,
    /// Where it was declared.
    pub span: Span,
}

/// Rules by the set they belong to.
#[derive(Debug, Default)]
pub struct RuleSets {
    /// `tcp-request connection`
    pub tcp_connection: Rules,
    /// `tcp-request session`
    pub tcp_session: Rules,
    /// `tcp-request content`
    pub tcp_content: Rules,
    /// `tcp-response content`
    pub tcp_response: Rules,
    /// `http-request`
    pub http_request: Rules,
    /// `redirect`: looked at behind `http-request`, even if a rule of that said `allow`.
    pub redirect: Rules,
    /// `stats http-request`, and `stats auth` behind them.
    pub stats: Rules,
    /// `http-response`
    pub http_response: Rules,
    /// `http-after-response`
    pub http_after_response: Rules,
}

/// A `use_backend` line.
#[derive(Debug)]
pub struct UseBackend {
    /// Which.
    pub target: BackendRef,
    /// When; always if there is none.
    pub condition: Option<Condition>,
}

/// A backend by name, or by what an expression says.
#[derive(Debug)]
pub enum BackendRef {
    /// This one.
    Fixed(ProxyId),
    /// The one whose name the format gives; the default one if there is none of that name.
    Named(Format),
}

/// A `use-server` line.
#[derive(Debug)]
pub struct UseServer {
    /// Which; a format may name it.
    pub target: ServerRef,
    /// When.
    pub condition: Option<Condition>,
}

/// A server by name, or by what an expression says.
#[derive(Debug)]
pub enum ServerRef {
    /// This one.
    Fixed(ServerId),
    /// The one whose name the format gives.
    Named(Format),
}
