//! `fc_src` and `fc_dst`: the addresses of the client's connection itself, which nothing changes.

use super::{ip, port};
use crate::fetch::prelude::*;

/// `fc_src`
pub static FC_SRC: Fetch = Fetch {
    name: "fc_src",
    output: Type::Addr,
    sentence: "The address that the client's connection itself comes from.",
    examples: &[
        Example::plain("fc_src", "192.0.2.1"),
        Example::plain("fc_src,ipmask(24)", "192.0.2.0"),
    ],
    eval: Eval::Fn(|cx, _| ip(cx.session().fc_src)),
    ..Fetch::PLAIN
};

/// `fc_src_port`
pub static FC_SRC_PORT: Fetch = Fetch {
    name: "fc_src_port",
    output: Type::Sint,
    sentence: "The port that the client's connection itself comes from.",
    examples: &[Example::plain("fc_src_port", "50000")],
    eval: Eval::Fn(|cx, _| port(cx.session().fc_src)),
    ..Fetch::PLAIN
};

/// `fc_dst`
pub static FC_DST: Fetch = Fetch {
    name: "fc_dst",
    output: Type::Addr,
    sentence: "The address that the client's connection itself went to.",
    examples: &[Example::plain("fc_dst", "198.51.100.1")],
    eval: Eval::Fn(|cx, _| ip(cx.session().fc_dst)),
    ..Fetch::PLAIN
};

/// `fc_dst_port`
pub static FC_DST_PORT: Fetch = Fetch {
    name: "fc_dst_port",
    output: Type::Sint,
    sentence: "The port that the client's connection itself went to.",
    examples: &[Example::plain("fc_dst_port", "80")],
    eval: Eval::Fn(|cx, _| port(cx.session().fc_dst)),
    ..Fetch::PLAIN
};
