//! `srv_name` and `srv_id`: the server of the transaction.

use crate::fetch::prelude::*;

const GIVEN: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\n\n";
const SERVER: Scope = Scope::table("..........YYYYYYYYYY..");

/// `srv_name`
pub static SRV_NAME: Fetch = Fetch {
    name: "srv_name",
    scope: SERVER,
    sentence: "The name of the server; none while no server is chosen.",
    examples: &[Example::absent("", "srv_name"), Example::shows(GIVEN, "srv_name", "s1")],
    eval: Eval::Fn(name),
    ..Fetch::PLAIN
};

/// `srv_id`
pub static SRV_ID: Fetch = Fetch {
    name: "srv_id",
    output: Type::Sint,
    scope: SERVER,
    sentence: "The number of the server; none while no server is chosen.",
    examples: &[Example::absent("", "srv_id"), Example::shows(GIVEN, "srv_id", "1")],
    eval: Eval::Fn(id),
    ..Fetch::PLAIN
};

fn name<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    cx.txn.server().map(|server| Sample::str(server.name.as_bytes())).ok_or(Missing::Absent)
}

fn id<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    cx.txn.server().map(|server| Sample::Sint(server.number.into())).ok_or(Missing::Absent)
}
