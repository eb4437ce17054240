//! Addresses and ports of the client's and the server's connection.

use super::{Alias, Value};
use crate::Cx;
use std::borrow::Cow;
use std::net::SocketAddr;

pub(super) const ALL: &[Alias] = &[
    Alias::new("ci", "The client's address.", |cx| address(cx.session().src.get())),
    Alias::new("cp", "The client's port.", |cx| port(cx, cx.session().src.get())),
    Alias::new("fi", "The address that the client connected to.", |cx| {
        address(cx.session().dst.get())
    }),
    Alias::new("fp", "The port that the client connected to.", |cx| {
        port(cx, cx.session().dst.get())
    }),
    Alias::new("bi", "The source address of the server's connection.", |cx| {
        Value::Addr(cx.txn.bc_src.map(|at| at.ip()))
    }),
    Alias::new("bp", "The source port of the server's connection.", |cx| {
        Value::Port(cx.txn.bc_src.map(|at| at.port()))
    }),
    Alias::new("si", "The server's address.", |cx| Value::Addr(cx.txn.bc_dst.map(|at| at.ip()))),
    Alias::new("sp", "The server's port.", |cx| Value::Port(cx.txn.bc_dst.map(|at| at.port()))),
];

/// A unix socket has a word instead (manual 8.2.1).
fn address(at: Option<SocketAddr>) -> Value<'static> {
    match at {
        Some(at) => Value::Addr(Some(at.ip())),
        None => Value::Text(Cow::Borrowed(b"unix")),
    }
}

/// A unix socket has the number of its `bind` line instead.
fn port(cx: &Cx<'_>, at: Option<SocketAddr>) -> Value<'static> {
    match at {
        Some(at) => Value::Port(Some(at.port())),
        None => {
            let place = cx.session().listener;
            let listener = cx.txn.frontend().listeners().get(place as usize);
            Value::Num(listener.map_or(place + 1, |listener| listener.number).into())
        }
    }
}
