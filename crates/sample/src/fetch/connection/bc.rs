//! `bc_src`, `bc_dst` and `bc_reused`: the connection to the server.

use super::{ip, port};
use crate::fetch::prelude::*;

/// `bc_src`
pub static BC_SRC: Fetch = Fetch {
    name: "bc_src",
    output: Type::Addr,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "The address from which the server was reached.",
    examples: &[Example::absent("", "bc_src")],
    eval: Eval::Fn(|cx, _| ip(cx.txn.bc_src)),
    ..Fetch::PLAIN
};

/// `bc_src_port`
pub static BC_SRC_PORT: Fetch = Fetch {
    name: "bc_src_port",
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "The port from which the server was reached.",
    examples: &[Example::absent("", "bc_src_port")],
    eval: Eval::Fn(|cx, _| port(cx.txn.bc_src)),
    ..Fetch::PLAIN
};

/// `bc_dst`
pub static BC_DST: Fetch = Fetch {
    name: "bc_dst",
    output: Type::Addr,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "The address at which the server was reached.",
    examples: &[Example::absent("", "bc_dst")],
    eval: Eval::Fn(|cx, _| ip(cx.txn.bc_dst)),
    ..Fetch::PLAIN
};

/// `bc_dst_port`
pub static BC_DST_PORT: Fetch = Fetch {
    name: "bc_dst_port",
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "The port at which the server was reached.",
    examples: &[Example::absent("", "bc_dst_port")],
    eval: Eval::Fn(|cx, _| port(cx.txn.bc_dst)),
    ..Fetch::PLAIN
};

/// `bc_reused`
pub static BC_REUSED: Fetch = Fetch {
    name: "bc_reused",
    output: Type::Bool,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "Whether the connection to the server had carried a request before.",
    examples: &[Example::plain("bc_reused", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Bool(cx.txn.reused))),
    ..Fetch::PLAIN
};

/// `bc_be_queue`
pub static BC_BE_QUEUE: Fetch = Fetch {
    name: "bc_be_queue",
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "How many requests were before this one in the backend's queue (`%bq`).",
    examples: &[Example::plain("bc_be_queue", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.queue_positions.0.into()))),
    ..Fetch::PLAIN
};

/// `bc_srv_queue`
pub static BC_SRV_QUEUE: Fetch = Fetch {
    name: "bc_srv_queue",
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "How many requests were before this one in the server's queue (`%sq`).",
    examples: &[Example::plain("bc_srv_queue", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.queue_positions.1.into()))),
    ..Fetch::PLAIN
};
