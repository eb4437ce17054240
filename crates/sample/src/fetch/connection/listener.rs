//! `so_id`, `so_name` and `dst_conn`: the `bind` line that took the connection.

use crate::fetch::prelude::*;
use moongate_state::Listener;

/// `so_id`
pub static SO_ID: Fetch = Fetch {
    name: "so_id",
    output: Type::Sint,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYY..."),
    sentence: "The number of the `bind` line that took the connection.",
    examples: &[Example::absent("", "so_id")],
    eval: Eval::Fn(|cx, _| listener(cx).map(|listener| Sample::Sint(listener.number.into()))),
    ..Fetch::PLAIN
};

/// `so_name`
pub static SO_NAME: Fetch = Fetch {
    name: "so_name",
    scope: Scope::table("YYYYYYYYYYYYYYYYYYY..."),
    sentence: "The name of the `bind` line that took the connection; none without a `name`.",
    examples: &[Example::absent("", "so_name")],
    eval: Eval::Fn(|cx, _| name(cx)),
    ..Fetch::PLAIN
};

/// `dst_conn`
pub static DST_CONN: Fetch = Fetch {
    name: "dst_conn",
    output: Type::Sint,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYY..."),
    sentence: "How many connections the `bind` line that took this one has now.",
    examples: &[Example::absent("", "dst_conn")],
    eval: Eval::Fn(|cx, _| {
        let count = listener(cx)?.sessions.get();
        Ok(Sample::Sint(i64::try_from(count).unwrap_or(i64::MAX)))
    }),
    ..Fetch::PLAIN
};

fn listener<'a>(cx: &Cx<'a>) -> Result<&'a Listener, Missing> {
    let session = cx.session();
    session.frontend().listeners().get(session.listener as usize).ok_or(Missing::Absent)
}

fn name<'a>(cx: &Cx<'a>) -> Fetched<'a> {
    let name = &listener(cx)?.name;
    if name.is_empty() { Err(Missing::Absent) } else { Ok(Sample::str(name.as_bytes())) }
}
