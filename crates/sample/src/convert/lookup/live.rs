//! `fe_exists`, `nbsrv`, `srv_is_up` and `srv_queue`: facts of the proxy or server of that name.

use crate::convert::prelude::*;
use crate::fetch::proxy::usable_servers;
use moongate_state::{Proxy, Server};
use std::sync::atomic::Ordering::Relaxed;

/// `fe_exists`
pub static FE_EXISTS: Converter = Converter {
    name: "fe_exists",
    output: Type::Bool,
    sentence: "Whether there is a frontend of that name.",
    examples: &[Example::plain("str(fe),fe_exists", "1"), Example::plain("str(be),fe_exists", "0")],
    eval: Eval::Fn(|name, _, cx| {
        Some(Sample::Bool(proxy(cx, &bytes(name)?, |proxy| proxy.frontend).is_some()))
    }),
    ..Converter::PLAIN
};

/// `nbsrv`
pub static NBSRV: Converter = Converter {
    name: "nbsrv",
    output: Type::Sint,
    sentence: "How many servers of the backend of that name take traffic; none if there is no such backend.",
    examples: &[
        Example::plain("str(be),nbsrv", "2"),
        Example::absent("", "str('no such name'),nbsrv"),
    ],
    eval: Eval::Fn(|name, _, cx| {
        let backend = proxy(cx, &bytes(name)?, |proxy| proxy.backend)?;
        Some(Sample::Sint(usable_servers(backend) as i64))
    }),
    ..Converter::PLAIN
};

/// `srv_is_up`
pub static SRV_IS_UP: Converter = Converter {
    name: "srv_is_up",
    output: Type::Bool,
    sentence: "Whether the server of that name (`backend/server`, or of this backend) takes traffic.",
    examples: &[
        Example::plain("str(be/s1),srv_is_up", "1"),
        Example::absent("", "str(no/s1),srv_is_up"),
    ],
    eval: Eval::Fn(|name, _, cx| Some(Sample::Bool(server(cx, &bytes(name)?)?.up.load(Relaxed)))),
    ..Converter::PLAIN
};

/// `srv_queue`
pub static SRV_QUEUE: Converter = Converter {
    name: "srv_queue",
    output: Type::Sint,
    sentence: "How many requests wait for the server of that name (`backend/server`, or of this backend).",
    examples: &[Example::plain("str(s1),srv_queue", "0"), Example::absent("", "str(),srv_queue")],
    eval: Eval::Fn(|name, _, cx| {
        Some(Sample::Sint(server(cx, &bytes(name)?)?.counters.queue.get() as i64))
    }),
    ..Converter::PLAIN
};

fn proxy<'a>(cx: &Cx<'a>, name: &[u8], side: fn(&Proxy) -> bool) -> Option<&'a Proxy> {
    let mut proxies = cx.txn.session.world.proxies.iter();
    proxies.find(|proxy| side(proxy) && proxy.name.as_bytes() == name).map(|proxy| &**proxy)
}

fn server<'a>(cx: &Cx<'a>, name: &[u8]) -> Option<&'a Server> {
    let (backend, name) = match memchr::memchr(b'/', name) {
        Some(at) => (proxy(cx, &name[..at], |proxy| proxy.backend)?, &name[at + 1..]),
        None => (cx.txn.backend(), name),
    };
    backend.servers().iter().find(|server| server.name.as_bytes() == name)
}
