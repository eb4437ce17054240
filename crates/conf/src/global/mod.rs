//! Keywords of `global`, one file each; small kin share one.

use crate::keyword::{Keyword, Parse, Sections};
use std::collections::HashMap;
use std::sync::LazyLock;

mod checks;
mod daemon;
mod default_path;
mod dns;
mod effectless;
mod env;
mod header_case;
mod httpclient;
mod log;
mod lua;
mod maxconn;
mod names;
mod owner;
mod set_var;
mod ssl;
mod stats;
mod status_codes;
mod threads;
mod tune;
mod tune_lua;
mod tune_lua_libs;
mod unix_bind;

/// What declarations begin with.
const PLAIN: Keyword = Keyword {
    name: "",
    aliases: &[],
    sections: Sections::GLOBAL,
    lenient: false,
    negatable: false,
    usage: "",
    sentence: "",
    examples: &[],
    parse: Parse::Global(|_, _| Ok(())),
};

/// Every keyword of `global`.
pub static ALL: &[&Keyword] = &[
    &checks::SPREAD_CHECKS,
    &checks::MAX_SPREAD_CHECKS,
    &daemon::DAEMON,
    &daemon::MASTER_WORKER,
    &daemon::PIDFILE,
    &daemon::QUIET,
    &daemon::ZERO_WARNING,
    &daemon::HARD_STOP_AFTER,
    &default_path::DEFAULT_PATH,
    &dns::DNS_ACCEPT_FAMILY,
    &default_path::CHROOT,
    &effectless::EXPOSE_EXPERIMENTAL,
    &effectless::EXPOSE_DEPRECATED,
    &env::SETENV,
    &env::PRESETENV,
    &env::RESETENV,
    &env::UNSETENV,
    &header_case::H1_CASE_ADJUST,
    &header_case::H1_CASE_ADJUST_FILE,
    &httpclient::RETRIES,
    &httpclient::CONNECT,
    &httpclient::VERIFY,
    &httpclient::CA_FILE,
    &log::LOG,
    &log::LOG_TAG,
    &log::LOG_SEND_HOSTNAME,
    &lua::LUA_LOAD,
    &lua::LUA_LOAD_PER_THREAD,
    &lua::LUA_PREPEND_PATH,
    &maxconn::MAXCONN,
    &maxconn::ULIMIT_N,
    &names::NODE,
    &names::DESCRIPTION,
    &names::LOCALPEER,
    &owner::USER,
    &owner::GROUP,
    &owner::UID,
    &owner::GID,
    &set_var::SET_VAR,
    &set_var::SET_VAR_FMT,
    &ssl::SERVER_VERIFY,
    &ssl::CA_BASE,
    &stats::STATS,
    &threads::NBTHREAD,
    &threads::THREAD_GROUPS,
    &threads::NBPROC,
    &tune::BUFSIZE,
    &tune::MAXREWRITE,
    &tune::MAXHDR,
    &tune::LOGURILEN,
    &tune::MAXACCEPT,
    &tune::IDLE_POOL_SHARED,
    &tune::STICK_COUNTERS,
    &status_codes::HTTP_ERR_CODES,
    &status_codes::HTTP_FAIL_CODES,
    &tune::RCVBUF_CLIENT,
    &tune::SNDBUF_CLIENT,
    &tune::RCVBUF_SERVER,
    &tune::SNDBUF_SERVER,
    &tune_lua::FORCED_YIELD,
    &tune_lua::MAXMEM,
    &tune_lua::SESSION_TIMEOUT,
    &tune_lua::TASK_TIMEOUT,
    &tune_lua::SERVICE_TIMEOUT,
    &tune_lua::BURST_TIMEOUT,
    &tune_lua::LOG_LOGGERS,
    &tune_lua::LOG_STDERR,
    &tune_lua_libs::OPENLIBS,
    &tune_lua_libs::BOOL_SAMPLE_CONVERSION,
    &unix_bind::UNIX_BIND,
];

/// The keyword of that name.
pub fn find(name: &[u8]) -> Option<&'static Keyword> {
    static INDEX: LazyLock<HashMap<&'static [u8], &'static Keyword>> =
        LazyLock::new(|| ALL.iter().map(|keyword| (keyword.name.as_bytes(), *keyword)).collect());
    INDEX.get(name).copied()
}
