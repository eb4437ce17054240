//! Facts of the process.

use super::Fetch;

mod act_conn;
mod date;
mod hostname;
mod pid;
mod rand;
mod stopping;
mod thread;
mod uptime;
mod uuid;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &date::DATE,
    &date::DATE_US,
    &uptime::UPTIME,
    &hostname::HOSTNAME,
    &pid::PID,
    &pid::PROC,
    &pid::NBPROC,
    &rand::RAND,
    &uuid::UUID,
    &act_conn::ACT_CONN,
    &thread::THREAD,
    &thread::TGROUP,
    &stopping::STOPPING,
    &stopping::QUIC_ENABLED,
];
