//! `status`: the status of the response.

use crate::fetch::prelude::*;

/// The declaration.
pub static STATUS: Fetch = Fetch {
    name: "status",
    output: Type::Sint,
    scope: Scope::table("...........YYYYYYYYY.."),
    sentence: "The status of the response, as received or as rules changed it.",
    examples: &[
        Example::shows("GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 302 Found\n\n", "status", "302"),
        Example::absent("GET / HTTP/1.1\nhost: a\n\n", "status"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    match cx.response() {
        Ok(head) => Ok(Sample::Sint(head.status().into())),
        // A log line may be written when the head is gone already.
        Err(_) if cx.txn.status != 0 => Ok(Sample::Sint(cx.txn.status.into())),
        Err(missing) => Err(missing),
    }
}
