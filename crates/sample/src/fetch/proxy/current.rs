//! `cur_*_timeout` and `cur_max_retries`: what the sections say, or what rules made of it
//! (`set-timeout`, `set-retries`).

use super::limits::{BACK, FRONT, back, front, time};
use crate::fetch::prelude::*;

const RUN: Fetch = Fetch { scope: Scope::RUNNING, ..FRONT };

/// What a rule set.
fn now(cx: &Cx<'_>, at: usize) -> Option<u64> {
    cx.txn.timeouts[at]
}

/// `cur_max_retries`
pub static CUR_MAX_RETRIES: Fetch = Fetch {
    name: "cur_max_retries",
    sentence: "How often a connection is tried again, be it by a rule or by the backend.",
    examples: &[
        Example::plain("cur_max_retries", "0"),
        Example::plain("cur_max_retries,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.max_retries.unwrap_or(back(cx).retries).into()))),
    ..BACK
};

/// `cur_client_timeout`
pub static CUR_CLIENT_TIMEOUT: Fetch = Fetch {
    name: "cur_client_timeout",
    sentence: "The time limit of the client, be it of a rule or of the frontend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("cur_client_timeout", "0"),
        Example::plain("cur_client_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(now(cx, 0).or(front(cx).client))),
    ..FRONT
};

/// `cur_server_timeout`
pub static CUR_SERVER_TIMEOUT: Fetch = Fetch {
    name: "cur_server_timeout",
    sentence: "The time limit of the server, be it of a rule or of the backend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("cur_server_timeout", "0"),
        Example::plain("cur_server_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(now(cx, 1).or(back(cx).server))),
    ..BACK
};

/// `cur_tunnel_timeout`
pub static CUR_TUNNEL_TIMEOUT: Fetch = Fetch {
    name: "cur_tunnel_timeout",
    sentence: "The time limit of tunnels, be it of a rule or of the backend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("cur_tunnel_timeout", "0"),
        Example::plain("cur_tunnel_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(now(cx, 2).or(back(cx).tunnel))),
    ..BACK
};

/// `cur_connect_timeout`
pub static CUR_CONNECT_TIMEOUT: Fetch = Fetch {
    name: "cur_connect_timeout",
    sentence: "The time limit of connecting, be it of a rule or of the backend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("cur_connect_timeout", "0"),
        Example::plain("cur_connect_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(now(cx, 3).or(back(cx).connect))),
    ..BACK
};

/// `cur_queue_timeout`
pub static CUR_QUEUE_TIMEOUT: Fetch = Fetch {
    name: "cur_queue_timeout",
    sentence: "The time limit of queues, be it of a rule or of the backend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("cur_queue_timeout", "0"),
        Example::plain("cur_queue_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(now(cx, 4).or(back(cx).queue))),
    ..BACK
};

/// `cur_tarpit_timeout`
pub static CUR_TARPIT_TIMEOUT: Fetch = Fetch {
    name: "cur_tarpit_timeout",
    sentence: "The time in the tarpit, be it of a rule or of the frontend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("cur_tarpit_timeout", "0"),
        Example::plain("cur_tarpit_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(now(cx, 5).or(front(cx).tarpit))),
    ..RUN
};
