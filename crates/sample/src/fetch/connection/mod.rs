//! Facts of the connections on both sides.

use super::Fetch;
use crate::{Cx, Fetched, Missing, Sample};
use std::net::SocketAddr;

mod bc;
mod error;
mod fc;
mod http_major;
mod listener;
mod local;
mod proxied;
mod saved_syn;
mod src;
mod stream;
mod streams;
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
    &saved_syn::FC_SAVED_SYN,
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
    &error::FC_ERR,
    &error::FC_ERR_NAME,
    &error::FC_ERR_STR,
    &error::BC_ERR,
    &error::BC_ERR_NAME,
    &error::BC_ERR_STR,
    &streams::FC_NB_STREAMS,
    &streams::FC_STREAMS_LIMIT,
    &streams::FC_GLITCHES,
    &streams::BC_NB_STREAMS,
    &streams::BC_STREAMS_LIMIT,
    &streams::BC_GLITCHES,
    &stream::FS_ID,
    &stream::FS_ABORTED,
    &stream::FS_RST_CODE,
    &stream::FS_DEBUG_STR,
    &stream::BS_ID,
    &stream::BS_ABORTED,
    &stream::BS_RST_CODE,
    &stream::BS_DEBUG_STR,
    &proxied::FC_RCVD_PROXY,
    &proxied::FC_PP_AUTHORITY,
    &proxied::FC_PP_UNIQUE_ID,
    &proxied::FC_PP_TLV,
];

/// Absent unless there is a connection to the server.
fn server_connected(cx: &Cx<'_>) -> Result<(), Missing> {
    cx.txn.times.connected.map(|_| ()).ok_or(Missing::Absent)
}

/// The address as a value; none for unix sockets.
fn ip(address: Option<SocketAddr>) -> Fetched<'static> {
    address.map(|address| Sample::ip(address.ip())).ok_or(Missing::Absent)
}

/// The port as a value; none for unix sockets.
fn port(address: Option<SocketAddr>) -> Fetched<'static> {
    address.map(|address| Sample::Sint(address.port().into())).ok_or(Missing::Absent)
}
