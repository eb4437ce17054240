//! Times and dates of a transaction (manual 8.4).

use super::Fetch;
use crate::args::BadArg;
use crate::{ArgValue, Args, Cx, Fetched, Sample};
use moongate_state::Times;
use std::time::{Duration, Instant};

mod accept_date;
mod between;
mod total;

/// All of them.
pub(super) static ALL: &[&Fetch] = &[
    &accept_date::ACCEPT_DATE,
    &accept_date::REQUEST_DATE,
    &between::HANDSHAKE,
    &between::IDLE,
    &between::REQUEST_HEAD,
    &between::REQUEST,
    &between::QUEUE,
    &between::CONNECT,
    &between::RESPONSE_HEAD,
    &between::DATA,
    &total::CONNECTION,
    &total::ACTIVE,
    &total::USER,
];

/// What a date is counted in.
#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Seconds,
    Milliseconds,
    Microseconds,
}

impl Unit {
    /// The unit that an argument names; seconds if it is left out.
    pub(crate) fn of(args: &Args, at: usize) -> Self {
        match args.str(at) {
            b"ms" => Unit::Milliseconds,
            b"us" => Unit::Microseconds,
            _ => Unit::Seconds,
        }
    }

    /// How many of it.
    pub(crate) fn count(self, duration: Duration) -> i64 {
        let count = match self {
            Unit::Seconds => duration.as_secs().into(),
            Unit::Milliseconds => duration.as_millis(),
            Unit::Microseconds => duration.as_micros(),
        };
        i64::try_from(count).unwrap_or(i64::MAX)
    }
}

/// Refuses other units.
pub(crate) fn check_unit(args: &mut [ArgValue], at: usize) -> Result<(), BadArg> {
    match args.get(at) {
        Some(ArgValue::Str(unit)) if !matches!(&**unit, b"" | b"s" | b"ms" | b"us") => {
            Err(BadArg {
                index: at,
                message: "not a unit of time".into(),
                help: Some("write `s`, `ms` or `us`".into()),
            })
        }
        _ => Ok(()),
    }
}

/// Milliseconds between two moments; -1 if one of them hasn't come, as in logs.
fn between(from: Option<Instant>, to: Option<Instant>) -> Fetched<'static> {
    let elapsed = from.zip(to).map(|(from, to)| to.saturating_duration_since(from));
    Ok(Sample::Sint(elapsed.map_or(-1, |elapsed| Unit::Milliseconds.count(elapsed))))
}

/// The moments of the transaction.
fn times<'a>(cx: &Cx<'a>) -> &'a Times {
    &cx.txn.times
}
