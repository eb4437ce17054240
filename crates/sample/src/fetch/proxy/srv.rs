//! `srv_conn` and its kin: how busy a server is.

use super::number;
use crate::ArgValue;
use crate::fetch::prelude::*;
use moongate_state::Server;
use std::sync::atomic::Ordering::Relaxed;

/// What these declarations share.
const OF_SERVER: Fetch = Fetch {
    args: &[Arg::required("server", ArgKind::Server)],
    output: Type::Sint,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    ..Fetch::PLAIN
};

/// `srv_conn`
pub static SRV_CONN: Fetch = Fetch {
    name: "srv_conn",
    sentence: "How many streams a server has now.",
    examples: &[Example::plain("srv_conn(s1)", "0"), Example::plain("srv_conn(be/s2)", "0")],
    eval: Eval::Fn(|cx, args| Ok(number(server(cx, args)?.counters.sessions.get()))),
    ..OF_SERVER
};

/// `srv_conn_free`
pub static SRV_CONN_FREE: Fetch = Fetch {
    name: "srv_conn_free",
    sentence: "How many streams more a server takes; -1 if it has no limit.",
    examples: &[Example::plain("srv_conn_free(be/s1)", "-1")],
    eval: Eval::Fn(conn_free),
    ..OF_SERVER
};

/// `srv_is_up`
pub static SRV_IS_UP: Fetch = Fetch {
    name: "srv_is_up",
    output: Type::Bool,
    sentence: "Whether a server takes traffic.",
    examples: &[Example::plain("srv_is_up(be/s1)", "1")],
    eval: Eval::Fn(|cx, args| Ok(Sample::Bool(server(cx, args)?.up.load(Relaxed)))),
    ..OF_SERVER
};

/// `srv_queue`
pub static SRV_QUEUE: Fetch = Fetch {
    name: "srv_queue",
    sentence: "How many requests wait for a server.",
    examples: &[Example::plain("srv_queue(be/s1)", "0")],
    eval: Eval::Fn(|cx, args| Ok(number(server(cx, args)?.counters.queue.get()))),
    ..OF_SERVER
};

/// `srv_weight`
pub static SRV_WEIGHT: Fetch = Fetch {
    name: "srv_weight",
    sentence: "The weight by which a server is chosen now.",
    examples: &[Example::plain("srv_weight(be/s1)", "1")],
    eval: Eval::Fn(weight),
    ..OF_SERVER
};

/// `srv_uweight`
pub static SRV_UWEIGHT: Fetch = Fetch {
    name: "srv_uweight",
    sentence: "The weight that an operator gave a server.",
    examples: &[Example::plain("srv_uweight(be/s1)", "1")],
    eval: Eval::Fn(weight),
    ..OF_SERVER
};

/// `srv_iweight`
pub static SRV_IWEIGHT: Fetch = Fetch {
    name: "srv_iweight",
    sentence: "The weight that the configuration gave a server.",
    examples: &[
        Example::plain("srv_iweight(be/s1)", "1"),
        Example::plain("srv_iweight(s2),add(1)", "2"),
    ],
    eval: Eval::Fn(|cx, args| {
        let server = server(cx, args)?;
        let now = || server.weight.load(Relaxed);
        Ok(number(server.initial_weight.get().copied().unwrap_or_else(now).into()))
    }),
    ..OF_SERVER
};

pub(super) fn server<'a>(cx: &Cx<'a>, args: &Args) -> Result<&'a Server, Missing> {
    match args.0.first() {
        Some(ArgValue::Server(proxy, id)) => Ok(cx.txn.session.world.proxy(*proxy).server(*id)),
        _ => Err(Missing::Absent),
    }
}

fn weight<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    Ok(number(server(cx, args)?.weight.load(Relaxed).into()))
}

fn conn_free<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let server = server(cx, args)?;
    let limit = u64::from(server.maxconn.load(Relaxed));
    Ok(match limit {
        0 => Sample::Sint(-1),
        limit => number(limit.saturating_sub(server.counters.sessions.get())),
    })
}
