//! Who took part: proxies, servers, the process.

use super::{Alias, Value};
use crate::fetch::unique_id;
use std::borrow::Cow;

pub(super) const ALL: &[Alias] = &[
    Alias::new("f", "The frontend's name.", |cx| text(&cx.txn.frontend().name)),
    Alias::new("ft", "The frontend's name, with `~` behind it if the client uses TLS.", |cx| {
        text(&cx.txn.frontend().name)
    }),
    Alias::new("b", "The backend's name; the frontend's before one is chosen.", |cx| {
        text(&cx.txn.backend().name)
    }),
    Alias::new("s", "The server's name, or the service's in angle brackets.", |cx| {
        match cx.txn.server() {
            Some(server) => text(&server.name),
            None => match &cx.txn.service {
                Some(service) => Value::Text(Cow::Owned(format!("<{service}>").into_bytes())),
                None => Value::constant("<NOSRV>"),
            },
        }
    }),
    Alias::new("OG", "Where in the stream's life the line is made.", |cx| {
        text(cx.txn.log_origin.get().text())
    }),
    // No connection uses TLS yet.
    Alias::new("sslc", "The cipher of the client's TLS connection.", |_| Value::Missing),
    Alias::new("sslv", "The version of the client's TLS connection.", |_| Value::Missing),
    Alias::new("H", "The host's name.", |cx| text(&cx.txn.session.world.hostname)),
    Alias::new("ID", "The request's unique id.", |cx| match unique_id(cx) {
        Some(id) => Value::Text(Cow::Borrowed(id)),
        None => Value::Missing,
    }),
];

fn text(name: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(name.as_bytes()))
}
