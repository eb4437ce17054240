//! `fe_sess_rate`, `fe_req_rate`, `be_sess_rate` and `srv_sess_rate`: how much comes in a second.

use super::srv::server;
use super::{backend, number};
use crate::ArgValue;
use crate::fetch::prelude::*;
use moongate_state::{Proxy, Rate};
use std::time::Instant;

const RATE: Fetch =
    Fetch { output: Type::Sint, scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"), ..Fetch::PLAIN };
const FRONTEND: &[Arg] = &[Arg::optional("frontend", ArgKind::Frontend)];

/// `fe_sess_rate`
pub static FE_SESS_RATE: Fetch = Fetch {
    name: "fe_sess_rate",
    args: FRONTEND,
    sentence: "How many sessions began on a frontend in the last second.",
    examples: &[Example::plain("fe_sess_rate(fe)", "0"), Example::plain("fe_sess_rate", "0")],
    eval: Eval::Fn(|cx, args| Ok(per_second(cx, &frontend(cx, args).fe.session_rate))),
    ..RATE
};

/// `fe_req_rate`
pub static FE_REQ_RATE: Fetch = Fetch {
    name: "fe_req_rate",
    args: FRONTEND,
    sentence: "How many HTTP requests came to a frontend in the last second.",
    examples: &[Example::plain("fe_req_rate(fe)", "0"), Example::plain("fe_req_rate", "0")],
    eval: Eval::Fn(|cx, args| Ok(per_second(cx, &frontend(cx, args).fe.request_rate))),
    ..RATE
};

/// `be_sess_rate`
pub static BE_SESS_RATE: Fetch = Fetch {
    name: "be_sess_rate",
    args: &[Arg::optional("backend", ArgKind::Backend)],
    sentence: "How many streams came to a backend in the last second.",
    examples: &[Example::plain("be_sess_rate(be)", "0"), Example::plain("be_sess_rate", "0")],
    eval: Eval::Fn(|cx, args| Ok(per_second(cx, &backend(cx, args).be.session_rate))),
    ..RATE
};

/// `srv_sess_rate`
pub static SRV_SESS_RATE: Fetch = Fetch {
    name: "srv_sess_rate",
    args: &[Arg::required("server", ArgKind::Server)],
    sentence: "How many streams came to a server in the last second.",
    examples: &[
        Example::plain("srv_sess_rate(be/s1)", "0"),
        Example::plain("srv_sess_rate(s2)", "0"),
    ],
    eval: Eval::Fn(|cx, args| Ok(per_second(cx, &server(cx, args)?.counters.session_rate))),
    ..RATE
};

fn frontend<'a>(cx: &Cx<'a>, args: &Args) -> &'a Proxy {
    match args.0.first() {
        Some(ArgValue::Proxy(id)) => cx.txn.session.world.proxy(*id),
        _ => cx.txn.frontend(),
    }
}

fn per_second(cx: &Cx<'_>, rate: &Rate) -> Sample<'static> {
    number(rate.get(cx.txn.session.world.started.0, Instant::now()))
}
