//! `accept_date` and `request_date`: when the connection and the request came.

use super::{Unit, check_unit};
use crate::fetch::prelude::*;
use std::time::{Instant, UNIX_EPOCH};

const ARGS: &[Arg] = &[Arg::optional("unit", ArgKind::Str)];

/// `accept_date`
pub static ACCEPT_DATE: Fetch = Fetch {
    name: "accept_date",
    args: ARGS,
    output: Type::Sint,
    scope: Scope::RUNNING,
    sentence: "When the connection was accepted: seconds (`s`), `ms` or `us` since 1970.",
    examples: &[
        Example::plain("accept_date,div(1000000000)", "1"),
        Example::plain("accept_date(us),div(1000000000000000)", "1"),
    ],
    eval: Eval::Fn(accept),
    check: Some(|args| check_unit(args, 0)),
    ..Fetch::PLAIN
};

/// `request_date`
pub static REQUEST_DATE: Fetch = Fetch {
    name: "request_date",
    args: ARGS,
    output: Type::Sint,
    scope: Scope::table("..YYYYYYYYYYYYYYYYY..."),
    sentence: "When the request's first byte came: seconds (`s`), `ms` or `us` since 1970.",
    examples: &[Example::shows("GET / HTTP/1.1\nhost: a\n\n", "request_date,div(1000000000)", "1")],
    eval: Eval::Fn(request),
    check: Some(|args| check_unit(args, 0)),
    ..Fetch::PLAIN
};

fn accept<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    Ok(date(cx, cx.txn.times.accepted, args))
}

fn request<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let times = &cx.txn.times;
    Ok(date(cx, times.first_byte.unwrap_or(times.accepted), args))
}

/// The wall clock at a moment, reckoned from the process's start.
fn date(cx: &Cx<'_>, moment: Instant, args: &Args) -> Sample<'static> {
    let (start, wall) = cx.session().world.started;
    let later = moment.checked_duration_since(start);
    let wall = match later {
        Some(later) => wall + later,
        None => wall.checked_sub(start.duration_since(moment)).unwrap_or(wall),
    };
    Sample::Sint(Unit::of(args, 0).count(wall.duration_since(UNIX_EPOCH).unwrap_or_default()))
}
