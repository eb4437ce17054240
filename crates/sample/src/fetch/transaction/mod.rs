//! Facts of the transaction: variables, captures, outcome.

use super::Fetch;

mod bytes;
mod capture;
mod dump;
mod outcome;
mod priority;
mod rule;
pub(crate) mod unique_id;
mod var;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &var::VAR,
    &unique_id::UNIQUE_ID,
    &outcome::STATUS,
    &outcome::SERVER_STATUS,
    &outcome::TERM_STATE,
    &outcome::CONN_RETRIES,
    &outcome::REDISPATCHED,
    &outcome::ID32,
    &priority::CLASS,
    &priority::OFFSET,
    &bytes::REQ_BYTES_IN,
    &bytes::RES_BYTES_OUT,
    &bytes::REQ_BYTES_OUT,
    &bytes::RES_BYTES_IN,
    &rule::LAST_RULE_FILE,
    &rule::LAST_RULE_LINE,
    &rule::LAST_ENTITY,
    &rule::WAITING_ENTITY,
    &dump::DUMP_ALL_VARS,
    &capture::REQ_HDR,
    &capture::RES_HDR,
    &capture::REQ_METHOD,
    &capture::REQ_URI,
    &capture::REQ_VER,
    &capture::RES_VER,
];
