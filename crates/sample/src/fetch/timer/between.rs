//! How long the stages of a request took, in milliseconds; -1 for one that wasn't reached.

use super::{between, times};
use crate::fetch::prelude::*;

/// What these declarations share.
const TIMER: Fetch = Fetch { output: Type::Sint, ..Fetch::PLAIN };

/// Until the server is chosen.
const REQUEST_SIDE: Scope = Scope::REQUEST;

/// Once a server was reached.
const RESPONSE_SIDE: Scope = Scope::table("...........YYYYYYYYY..");

/// `fc.timer.handshake`
pub static HANDSHAKE: Fetch = Fetch {
    name: "fc.timer.handshake",
    sentence: "How long handshakes with the client took, in milliseconds (`%Th`).",
    examples: &[Example::plain("fc.timer.handshake", "0")],
    eval: Eval::Fn(|cx, _| between(Some(times(cx).accepted), Some(times(cx).handshaken))),
    ..TIMER
};

/// `req.timer.idle`
pub static IDLE: Fetch = Fetch {
    name: "req.timer.idle",
    scope: REQUEST_SIDE,
    sentence: "How long the client was silent before its request, in milliseconds (`%Ti`).",
    examples: &[Example::plain("req.timer.idle", "-1")],
    eval: Eval::Fn(|cx, _| between(Some(times(cx).handshaken), times(cx).first_byte)),
    ..TIMER
};

/// `req.timer.hdr`
pub static REQUEST_HEAD: Fetch = Fetch {
    name: "req.timer.hdr",
    scope: REQUEST_SIDE,
    sentence: "How long the request's head took to come, in milliseconds (`%TR`).",
    examples: &[Example::plain("req.timer.hdr", "-1")],
    eval: Eval::Fn(|cx, _| between(times(cx).first_byte, times(cx).request)),
    ..TIMER
};

/// `req.timer.tq`
pub static REQUEST: Fetch = Fetch {
    name: "req.timer.tq",
    scope: REQUEST_SIDE,
    sentence: "How long it took from the connection to the whole request head, in milliseconds (`%Tq`).",
    examples: &[Example::plain("req.timer.tq", "-1")],
    eval: Eval::Fn(|cx, _| between(Some(times(cx).accepted), times(cx).request)),
    ..TIMER
};

/// `req.timer.queue`
pub static QUEUE: Fetch = Fetch {
    name: "req.timer.queue",
    scope: RESPONSE_SIDE,
    sentence: "How long the request waited in queues, in milliseconds (`%Tw`).",
    examples: &[Example::plain("req.timer.queue", "-1")],
    eval: Eval::Fn(|cx, _| between(times(cx).request, times(cx).dequeued)),
    ..TIMER
};

/// `bc.timer.connect`
pub static CONNECT: Fetch = Fetch {
    name: "bc.timer.connect",
    scope: RESPONSE_SIDE,
    sentence: "How long the connection to the server took, in milliseconds (`%Tc`).",
    examples: &[Example::plain("bc.timer.connect", "-1")],
    eval: Eval::Fn(|cx, _| between(times(cx).dequeued, times(cx).connected)),
    ..TIMER
};

/// `res.timer.hdr`
pub static RESPONSE_HEAD: Fetch = Fetch {
    name: "res.timer.hdr",
    scope: Scope::table("...........YYYYYYY.Y.."),
    sentence: "How long the server took to send its response's head, in milliseconds (`%Tr`).",
    examples: &[Example::plain("res.timer.hdr", "-1")],
    eval: Eval::Fn(|cx, _| between(times(cx).connected, times(cx).response)),
    ..TIMER
};

/// `res.timer.data`
pub static DATA: Fetch = Fetch {
    name: "res.timer.data",
    scope: Scope::table(".........YYYYYYYYYY..."),
    sentence: "How long the response's body took, in milliseconds (`%Td`).",
    examples: &[Example::plain("res.timer.data", "-1")],
    eval: Eval::Fn(|cx, _| between(times(cx).response, times(cx).finished)),
    ..TIMER
};
