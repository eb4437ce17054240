//! `fe_*_timeout`, `be_*_timeout` and the like: what the sections say.

use super::number;
use crate::fetch::prelude::*;
use moongate_state::Limits;

pub(super) const FRONT: Fetch =
    Fetch { output: Type::Sint, scope: Scope::table("YYYYYYYYYYYYYYYYYYY..."), ..Fetch::PLAIN };
pub(super) const BACK: Fetch = Fetch { scope: Scope::table("......YYYYYYYYYYYYYY.."), ..FRONT };

pub(super) fn front(cx: &Cx<'_>) -> Limits {
    cx.txn.frontend().limits()
}

pub(super) fn back(cx: &Cx<'_>) -> Limits {
    cx.txn.backend().limits()
}

/// Milliseconds; 0 where there is no limit.
pub(super) fn time(limit: Option<u64>) -> Fetched<'static> {
    Ok(number(limit.unwrap_or(0)))
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
