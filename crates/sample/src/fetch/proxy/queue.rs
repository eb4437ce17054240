//! `queue` and `avg_queue`: who waits for a backend's servers.

use super::{backend, number, usable_servers};
use crate::fetch::prelude::*;
use moongate_state::Proxy;

const OF_BACKEND: Fetch = Fetch {
    args: &[Arg::optional("backend", ArgKind::Backend)],
    output: Type::Sint,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    ..Fetch::PLAIN
};

/// `queue`
pub static QUEUE: Fetch = Fetch {
    name: "queue",
    sentence: "How many requests wait in the queues of a backend and its servers.",
    examples: &[Example::plain("queue", "0")],
    eval: Eval::Fn(|cx, args| Ok(number(waiting(backend(cx, args))))),
    ..OF_BACKEND
};

/// `avg_queue`
pub static AVG_QUEUE: Fetch = Fetch {
    name: "avg_queue",
    sentence: "How many requests wait for each usable server; twice as many as wait if there is none.",
    examples: &[Example::plain("avg_queue", "0")],
    eval: Eval::Fn(average),
    ..OF_BACKEND
};

fn waiting(backend: &Proxy) -> u64 {
    let servers = backend.servers().iter().map(|server| server.counters.queue.get());
    backend.be.queue.get() + servers.sum::<u64>()
}

fn average<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let backend = backend(cx, args);
    let waiting = waiting(backend);
    Ok(number(match usable_servers(backend) {
        0 => waiting.saturating_mul(2),
        servers => waiting.div_ceil(servers),
    }))
}
