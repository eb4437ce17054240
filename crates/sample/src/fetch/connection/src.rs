//! `src` and `dst`: the client's address and the one it connected to, with their ports; the PROXY protocol
//! and rules may have changed them.

use super::{ip, port};
use crate::fetch::prelude::*;

/// `src`
pub static SRC: Fetch = Fetch {
    name: "src",
    output: Type::Addr,
    sentence: "The client's address; none on unix sockets.",
    examples: &[Example::plain("src", "192.0.2.1"), Example::plain("src,ipmask(24)", "192.0.2.0")],
    eval: Eval::Fn(|cx, _| ip(cx.session().src.get())),
    ..Fetch::PLAIN
};

/// `src_port`
pub static SRC_PORT: Fetch = Fetch {
    name: "src_port",
    output: Type::Sint,
    sentence: "The client's port.",
    examples: &[Example::plain("src_port", "50000")],
    eval: Eval::Fn(|cx, _| port(cx.session().src.get())),
    ..Fetch::PLAIN
};

/// `dst`
pub static DST: Fetch = Fetch {
    name: "dst",
    output: Type::Addr,
    sentence: "The address that the client connected to; none on unix sockets.",
    examples: &[Example::plain("dst", "198.51.100.1")],
    eval: Eval::Fn(|cx, _| ip(cx.session().dst.get())),
    ..Fetch::PLAIN
};

/// `dst_port`
pub static DST_PORT: Fetch = Fetch {
    name: "dst_port",
    output: Type::Sint,
    sentence: "The port that the client connected to.",
    examples: &[Example::plain("dst_port", "80")],
    eval: Eval::Fn(|cx, _| port(cx.session().dst.get())),
    ..Fetch::PLAIN
};
