//! `fc_http_major` and `bc_http_major`: the major version of HTTP spoken on a connection.

use crate::fetch::prelude::*;

/// `fc_http_major`
pub static FC_HTTP_MAJOR: Fetch = Fetch {
    name: "fc_http_major",
    output: Type::Sint,
    sentence: "The major version of HTTP that is spoken with the client.",
    examples: &[Example::plain("fc_http_major", "1")],
    eval: Eval::Fn(|_, _| Ok(Sample::Sint(1))),
    ..Fetch::PLAIN
};

/// `bc_http_major`
pub static BC_HTTP_MAJOR: Fetch = Fetch {
    name: "bc_http_major",
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "The major version of HTTP that is spoken with the server; none without a connection.",
    examples: &[Example::absent("", "bc_http_major")],
    eval: Eval::Fn(
        |cx, _| if cx.txn.bc_fd < 0 { Err(Missing::Absent) } else { Ok(Sample::Sint(1)) },
    ),
    ..Fetch::PLAIN
};
