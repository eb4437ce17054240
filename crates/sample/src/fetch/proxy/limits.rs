//! `fe_*_timeout`, `be_*_timeout`, `cur_*_timeout` and the like: what the sections say, and what
//! rules made of it (`set-timeout`, `set-retries`).

use crate::fetch::prelude::*;
use moongate_state::Limits;

const FRONT: Fetch =
    Fetch { output: Type::Sint, scope: Scope::table("YYYYYYYYYYYYYYYYYYY..."), ..Fetch::PLAIN };
const BACK: Fetch = Fetch { scope: Scope::table("......YYYYYYYYYYYYYY.."), ..FRONT };
const RUN: Fetch = Fetch { scope: Scope::RUNNING, ..FRONT };

fn front(cx: &Cx<'_>) -> Limits {
    cx.txn.frontend().limits()
}

fn back(cx: &Cx<'_>) -> Limits {
    cx.txn.backend().limits()
}

/// What a rule set.
fn now(cx: &Cx<'_>, at: usize) -> Option<u64> {
    cx.txn.timeouts[at]
}

/// Milliseconds; 0 where there is no limit.
fn time(limit: Option<u64>) -> Fetched<'static> {
    Ok(super::number(limit.unwrap_or(0)))
}

/// `fe_defbe`
pub static FE_DEFBE: Fetch = Fetch {
    name: "fe_defbe",
    output: Type::Str,
    sentence: "The name of the frontend's default backend; none without one.",
    examples: &[Example::absent("", "fe_defbe"), Example::absent("", "fe_defbe,upper")],
    eval: Eval::Fn(|cx, _| {
        let id = front(cx).default_backend.ok_or(Missing::Absent)?;
        Ok(Sample::str(cx.txn.session.world.proxy(id).name.as_bytes()))
    }),
    ..FRONT
};

/// `be_max_retries`
pub static BE_MAX_RETRIES: Fetch = Fetch {
    name: "be_max_retries",
    sentence: "`retries` of the backend.",
    examples: &[
        Example::plain("be_max_retries", "0"),
        Example::plain("be_max_retries,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(back(cx).retries.into()))),
    ..BACK
};

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

/// `fe_client_timeout`
pub static FE_CLIENT_TIMEOUT: Fetch = Fetch {
    name: "fe_client_timeout",
    sentence: "`timeout client` of the frontend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("fe_client_timeout", "0"),
        Example::plain("fe_client_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(front(cx).client)),
    ..FRONT
};

/// `fe_tarpit_timeout`
pub static FE_TARPIT_TIMEOUT: Fetch = Fetch {
    name: "fe_tarpit_timeout",
    sentence: "`timeout tarpit` of the frontend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("fe_tarpit_timeout", "0"),
        Example::plain("fe_tarpit_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(front(cx).tarpit)),
    ..FRONT
};

/// `be_connect_timeout`
pub static BE_CONNECT_TIMEOUT: Fetch = Fetch {
    name: "be_connect_timeout",
    sentence: "`timeout connect` of the backend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("be_connect_timeout", "0"),
        Example::plain("be_connect_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(back(cx).connect)),
    ..BACK
};

/// `be_queue_timeout`
pub static BE_QUEUE_TIMEOUT: Fetch = Fetch {
    name: "be_queue_timeout",
    sentence: "`timeout queue` of the backend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("be_queue_timeout", "0"),
        Example::plain("be_queue_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(back(cx).queue)),
    ..BACK
};

/// `be_server_timeout`
pub static BE_SERVER_TIMEOUT: Fetch = Fetch {
    name: "be_server_timeout",
    sentence: "`timeout server` of the backend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("be_server_timeout", "0"),
        Example::plain("be_server_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(back(cx).server)),
    ..BACK
};

/// `be_tarpit_timeout`
pub static BE_TARPIT_TIMEOUT: Fetch = Fetch {
    name: "be_tarpit_timeout",
    sentence: "`timeout tarpit` of the backend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("be_tarpit_timeout", "0"),
        Example::plain("be_tarpit_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(back(cx).tarpit)),
    ..BACK
};

/// `be_tunnel_timeout`
pub static BE_TUNNEL_TIMEOUT: Fetch = Fetch {
    name: "be_tunnel_timeout",
    sentence: "`timeout tunnel` of the backend, in milliseconds; 0 without one.",
    examples: &[
        Example::plain("be_tunnel_timeout", "0"),
        Example::plain("be_tunnel_timeout,add(1)", "1"),
    ],
    eval: Eval::Fn(|cx, _| time(back(cx).tunnel)),
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
