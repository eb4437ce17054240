//! What holds when a configuration says nothing.

use crate::plan::{
    Balance, Global, HttpClient, LUA_LIBRARIES, LuaStderr, LuaTune, Options, RetryOn, Reuse,
    Settings, Timeouts, Tune,
};
use moongate_http::HeaderCase;
use moongate_state::{Mode, StatusSet};

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: Mode::Tcp,
            timeouts: Timeouts::default(),
            options: Options::default(),
            retries: 3,
            redispatch: None,
            maxconn: None,
            backlog: None,
            fullconn: None,
            balance: Balance::RoundRobin,
            reuse: Reuse::Safe,
            session_rate: 0,
            keep_alive_queue: None,
            cookie: None,
            cookie_key: None,
            forwardfor: None,
            originalto: None,
            odd_names: crate::plan::OddNames::Preserve,
            inspect_delay: None,
            response_inspect_delay: None,
            monitor_uri: None,
            stats: None,
            logs: Vec::new(),
            log_tag: None,
            log_steps: None,
            source: None,
            source_interface: None,
            retry: RetryOn { connection: true, ..RetryOn::NONE },
            check: std::sync::Arc::default(),
            disabled: false,
            number: None,
        }
    }
}

impl Default for Global {
    fn default() -> Self {
        Self {
            nbthread: None,
            maxconn: None,
            scripts: false,
            ulimit_n: None,
            uid: None,
            gid: None,
            chroot: None,
            daemon: false,
            master_worker: false,
            pidfile: None,
            hard_stop_after: None,
            node: None,
            description: None,
            localpeer: None,
            stats_sockets: Vec::new(),
            stats_timeout: 10_000,
            stats_maxconn: 10,
            logs: Vec::new(),
            log_tag: None,
            log_send_hostname: None,
            tune: Tune::default(),
            httpclient: HttpClient::default(),
            spread_checks: 0,
            max_spread_checks: None,
            server_verify: None,
            dns_accept: moongate_net::dns::Accept::Auto,
            header_case: HeaderCase::default(),
            error_statuses: StatusSet::errors(),
            failure_statuses: StatusSet::failures(),
            quiet: false,
            zero_warning: false,
        }
    }
}

impl Default for HttpClient {
    fn default() -> Self {
        Self { retries: 3, connect: 5000, verify: true, roots: None }
    }
}

impl Default for Tune {
    fn default() -> Self {
        Self {
            bufsize: 16384,
            maxrewrite: 1024,
            max_headers: 101,
            logurilen: 1024,
            maxaccept: 4,
            stick_counters: 3,
            idle_pool_shared: true,
            splice: true,
            socket_buffers: [None; 4],
            lua: LuaTune::default(),
        }
    }
}

impl Default for LuaTune {
    fn default() -> Self {
        Self {
            forced_yield: 0,
            maxmem: 0,
            session_timeout: 4000,
            task_timeout: 0,
            service_timeout: 4000,
            burst_timeout: 1000,
            log_loggers: true,
            log_stderr: LuaStderr::Auto,
            bool_samples: false,
            libraries: [true; LUA_LIBRARIES.len()],
        }
    }
}
