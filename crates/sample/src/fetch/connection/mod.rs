//! Facts of the connections on both sides.

use super::Fetch;
use crate::{Fetched, Missing, Sample};
use std::net::SocketAddr;

mod bc;
mod fc;
mod http_major;
mod listener;
mod local;
mod src;
mod tcp_info;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &src::SRC,
    &src::SRC_PORT,
    &src::DST,
    &src::DST_PORT,
    &fc::FC_SRC,
    &fc::FC_SRC_PORT,
    &fc::FC_DST,
    &fc::FC_DST_PORT,
    &bc::BC_SRC,
    &bc::BC_SRC_PORT,
    &bc::BC_DST,
    &bc::BC_DST_PORT,
    &bc::BC_REUSED,
    &local::SRC_IS_LOCAL,
    &local::DST_IS_LOCAL,
    &local::FC_SRC_IS_LOCAL,
    &local::FC_DST_IS_LOCAL,
    &http_major::FC_HTTP_MAJOR,
    &http_major::BC_HTTP_MAJOR,
    &listener::SO_ID,
    &listener::SO_NAME,
    &listener::DST_CONN,
    &bc::BC_BE_QUEUE,
    &bc::BC_SRV_QUEUE,
    &tcp_info::FC_RTT,
    &tcp_info::FC_RTTVAR,
    &tcp_info::BC_RTT,
    &tcp_info::BC_RTTVAR,
    &tcp_info::FC_UNACKED,
    &tcp_info::FC_SACKED,
    &tcp_info::FC_LOST,
    &tcp_info::FC_RETRANS,
    &tcp_info::FC_FACKETS,
    &tcp_info::FC_REORDERING,
];

/// The address as a value; none for unix sockets.
fn ip(address: Option<SocketAddr>) -> Fetched<'static> {
    address.map(|address| Sample::ip(address.ip())).ok_or(Missing::Absent)
}

/// The port as a value; none for unix sockets.
fn port(address: Option<SocketAddr>) -> Fetched<'static> {
    address.map(|address| Sample::Sint(address.port().into())).ok_or(Missing::Absent)
}
