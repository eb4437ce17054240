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
