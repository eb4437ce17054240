//! `be_conn`, `be_conn_free` and `nbsrv`: how busy a backend is.

use super::{backend, number, usable, usable_servers};
use crate::fetch::prelude::*;
use std::sync::atomic::Ordering::Relaxed;

/// What these declarations share.
const OF_BACKEND: Fetch = Fetch {
    args: &[Arg::optional("backend", ArgKind::Backend)],
    output: Type::Sint,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    ..Fetch::PLAIN
};

/// `be_conn`
pub static BE_CONN: Fetch = Fetch {
    name: "be_conn",
    sentence: "How many streams a backend has now.",
    examples: &[Example::plain("be_conn", "0")],
    eval: Eval::Fn(|cx, args| Ok(number(backend(cx, args).be.sessions.get()))),
    ..OF_BACKEND
};

/// `be_conn_free`
pub static BE_CONN_FREE: Fetch = Fetch {
    name: "be_conn_free",
    sentence: "How many streams more the usable servers of a backend take; -1 if one has no limit.",
    examples: &[Example::plain("be_conn_free", "-1")],
    eval: Eval::Fn(conn_free),
    ..OF_BACKEND
};

/// `nbsrv`
pub static NBSRV: Fetch = Fetch {
    name: "nbsrv",
    sentence: "How many servers of a backend take traffic.",
    examples: &[Example::plain("nbsrv(be)", "2"), Example::plain("nbsrv", "2")],
    eval: Eval::Fn(|cx, args| Ok(number(usable_servers(backend(cx, args))))),
    ..OF_BACKEND
};

/// `connslots`
pub static CONNSLOTS: Fetch = Fetch {
    name: "connslots",
    sentence: "How many streams more a backend takes, in its servers and their queues; -1 without a limit, which queues never have.",
    examples: &[Example::plain("connslots(be)", "-1"), Example::plain("connslots,add(1)", "0")],
    eval: Eval::Fn(|cx, args| {
        let mut servers = backend(cx, args).servers().iter();
        Ok(Sample::Sint(if servers.any(usable) { -1 } else { 0 }))
    }),
    ..OF_BACKEND
};

fn conn_free<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let servers = backend(cx, args).servers();
    // Backup servers count only when no other takes traffic.
    let active = servers.iter().any(|server| usable(server) && !server.backup);
    let mut free = 0;
    for server in servers.iter().filter(|server| usable(server) && server.backup != active) {
        let limit = u64::from(server.maxconn.load(Relaxed));
        if limit == 0 {
            return Ok(Sample::Sint(-1));
        }
        free += limit.saturating_sub(server.counters.sessions.get());
    }
    Ok(number(free))
}
