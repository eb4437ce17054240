//! Keywords of `defaults`, `frontend`, `backend` and `listen`, one file each.

use crate::keyword::{Keyword, Parse, Sections};
use std::collections::HashMap;
use std::sync::LazyLock;

mod acl;
mod backlog;
mod balance;
pub(crate) mod bandwidth;
mod bind;
mod capture;
mod check;
mod check_connect;
mod check_expect;
pub(crate) mod cookie;
mod default_backend;
mod default_server;
mod description;
mod disabled;
mod errorloc;
pub(crate) mod errors;
mod filter;
mod fullconn;
pub(crate) mod http_error;
mod http_reuse;
mod id;
mod log;
pub(crate) mod log_format;
mod log_tag;
mod max_keep_alive_queue;
mod maxconn;
mod mode;
mod monitor;
mod option;
mod persist;
mod rate_limit;
mod redirect;
mod retries;
mod retry_on;
mod rule;
pub(crate) mod rules;
mod server;
mod server_line;
mod source;
pub(crate) mod stats;
pub(crate) mod stick;
mod stick_table;
mod timeout;
mod unique_id;
mod use_backend;
mod use_server;

pub use timeout::{TIMEOUTS, TimeoutSpec};

/// What declarations begin with.
pub(crate) const PLAIN: Keyword = Keyword {
    name: "",
    aliases: &[],
    sections: Sections::PROXIES,
    lenient: true,
    negatable: false,
    usage: "",
    sentence: "",
    examples: &[],
    parse: Parse::Early(|_, _| Ok(())),
};

/// Every proxy keyword.
pub static ALL: &[&Keyword] = &[
    &acl::ACL,
    &backlog::BACKLOG,
    &balance::BALANCE,
    &bind::BIND,
    &capture::CAPTURE,
    &capture::DECLARE,
    &check::HTTP_CHECK,
    &check::TCP_CHECK,
    &cookie::COOKIE,
    &cookie::DYNAMIC_COOKIE_KEY,
    &default_backend::DEFAULT_BACKEND,
    &default_server::DEFAULT_SERVER,
    &description::DESCRIPTION,
    &disabled::DISABLED,
    &disabled::ENABLED,
    &errorloc::ERRORLOC302,
    &errorloc::ERRORLOC303,
    &errors::ERRORFILE,
    &errors::ERRORFILES,
    &filter::FILTER,
    &filter::FILTER_SEQUENCE,
    &fullconn::FULLCONN,
    &http_error::HTTP_ERROR,
    &http_reuse::HTTP_REUSE,
    &id::ID,
    &log::LOG,
    &log_format::LOG_FORMAT,
    &log_format::LOG_FORMAT_SD,
    &log_format::ERROR_LOG_FORMAT,
    &log_format::LOG_STEPS,
    &log_tag::LOG_TAG,
    &max_keep_alive_queue::MAX_KEEP_ALIVE_QUEUE,
    &maxconn::MAXCONN,
    &mode::MODE,
    &monitor::MONITOR,
    &monitor::MONITOR_URI,
    &option::OPTION,
    &persist::FORCE_PERSIST,
    &persist::IGNORE_PERSIST,
    &rate_limit::RATE_LIMIT,
    &redirect::REDIRECT,
    &retries::RETRIES,
    &retry_on::RETRY_ON,
    &rules::HTTP_REQUEST,
    &rules::HTTP_RESPONSE,
    &rules::HTTP_AFTER_RESPONSE,
    &rules::TCP_REQUEST,
    &rules::TCP_RESPONSE,
    &server::SERVER,
    &server::SERVER_TEMPLATE,
    &source::SOURCE,
    &stats::STATS,
    &stats::ADMIN,
    &stats::HTTP_REQUEST,
    &stick::STICK,
    &stick_table::STICK_TABLE,
    &timeout::TIMEOUT,
    &unique_id::UNIQUE_ID_FORMAT,
    &unique_id::UNIQUE_ID_HEADER,
    &use_backend::USE_BACKEND,
    &use_server::USE_SERVER,
];

/// The keyword of that name.
pub fn find(name: &[u8]) -> Option<&'static Keyword> {
    static INDEX: LazyLock<HashMap<&'static [u8], &'static Keyword>> = LazyLock::new(|| {
        let names = |keyword: &'static Keyword| {
            let all = std::iter::once(&keyword.name).chain(keyword.aliases);
            all.map(move |name| (name.as_bytes(), keyword))
        };
        ALL.iter().flat_map(|keyword| names(keyword)).collect()
    });
    INDEX.get(name).copied()
}
