//! `txn.status` and its kin: how the transaction went.

use crate::fetch::prelude::*;

const OUTCOME: Fetch =
    Fetch { output: Type::Sint, scope: Scope::table("...........YYYYYYYYY.."), ..Fetch::PLAIN };

/// `txn.status`
pub static STATUS: Fetch = Fetch {
    name: "txn.status",
    sentence: "The status as in logs; none before there is one.",
    examples: &[Example::absent("", "txn.status")],
    eval: Eval::Fn(status),
    ..OUTCOME
};

/// `server_status`
pub static SERVER_STATUS: Fetch = Fetch {
    name: "server_status",
    sentence: "The status as the server sent it; none before it did.",
    examples: &[
        Example::absent("", "server_status"),
        Example::shows(
            "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 404 No\n\n",
            "server_status",
            "404",
        ),
    ],
    eval: Eval::Fn(|cx, _| match cx.txn.server_status {
        0 => Err(cx.not_yet()),
        status => Ok(Sample::Sint(status.into())),
    }),
    ..OUTCOME
};

/// `txn.conn_retries`
pub static CONN_RETRIES: Fetch = Fetch {
    name: "txn.conn_retries",
    sentence: "How often the connection to a server was tried again.",
    examples: &[Example::plain("txn.conn_retries", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.retries.into()))),
    ..OUTCOME
};

/// `txn.redispatched`
pub static REDISPATCHED: Fetch = Fetch {
    name: "txn.redispatched",
    output: Type::Bool,
    sentence: "Whether another server took over from the one chosen first.",
    examples: &[Example::plain("txn.redispatched", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Bool(cx.txn.redispatched))),
    ..OUTCOME
};

/// `txn.sess_term_state`
pub static TERM_STATE: Fetch = Fetch {
    name: "txn.sess_term_state",
    output: Type::Str,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    sentence: "The two letters that say how the transaction ended; `--` while nothing went wrong.",
    examples: &[Example::plain("txn.sess_term_state", "--")],
    eval: Eval::Fn(term_state),
    ..OUTCOME
};

/// `txn.id32`
pub static ID32: Fetch = Fetch {
    name: "txn.id32",
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    sentence: "The number of the transaction in 32 bits.",
    examples: &[Example::plain("txn.id32,bool", "1")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint((cx.txn.number & 0xffff_ffff) as i64))),
    ..OUTCOME
};

fn status<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    match cx.txn.status {
        0 => cx.response().map(|head| Sample::Sint(head.status().into())),
        status => Ok(Sample::Sint(status.into())),
    }
}

fn term_state<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    let letters = cx.txn.ending.map(|end| [end.cause.letter() as u8, end.stage.letter() as u8]);
    Ok(letters.map_or(Sample::str("--"), Sample::string))
}
