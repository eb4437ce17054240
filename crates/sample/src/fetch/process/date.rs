//! `date` and `date_us`: the time now.

use crate::fetch::prelude::*;
use crate::fetch::timer::{Unit, check_unit};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// `date`
pub static DATE: Fetch = Fetch {
    name: "date",
    args: &[Arg::optional("offset", ArgKind::Sint), Arg::optional("unit", ArgKind::Str)],
    output: Type::Sint,
    scope: Scope::ANYWHERE,
    sentence: "The time since 1970 in seconds (`s`), milliseconds (`ms`) or microseconds (`us`), plus an offset.",
    examples: &[
        Example::plain("date,div(1000000000)", "1"),
        Example::plain("date(0,ms),div(1000000000000)", "1"),
        Example::plain("date(9223372036854775807)", "9223372036854775807"),
    ],
    eval: Eval::Fn(date),
    check: Some(|args| check_unit(args, 1)),
    ..Fetch::PLAIN
};

/// `date_us`
pub static DATE_US: Fetch = Fetch {
    name: "date_us",
    output: Type::Sint,
    scope: Scope::ANYWHERE,
    sentence: "The microseconds of the second that it is now.",
    examples: &[Example::plain("date_us,div(1000000)", "0")],
    eval: Eval::Fn(date_us),
    ..Fetch::PLAIN
};

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn date<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let date = Unit::of(args, 1).count(now());
    Ok(Sample::Sint(date.saturating_add(args.sint(0).unwrap_or(0))))
}

fn date_us<'a>(_: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    Ok(Sample::Sint(now().subsec_micros().into()))
}
