//! `set-bandwidth-limit`: how fast a stream's data may flow.

use crate::BandwidthFilter;
use crate::action::connection::milliseconds;
use crate::action::prelude::*;
use moongate_sample::{Missing, Sample, Type, table_key_of};
use moongate_state::BandwidthLimit;
use moongate_state::table::Share;
use std::sync::Arc;
use std::time::Duration;

/// The declaration.
pub static SET_BANDWIDTH_LIMIT: ActionSpec = ActionSpec {
    name: "set-bandwidth-limit",
    rulesets: HTTP.and(Rulesets::of(&[Ruleset::TcpContent, Ruleset::TcpResponse])),
    usage: "<filter> [limit { <size> | <expression> }] [period { <time> | <expression> }]",
    sentence: "Limits the stream's speed by a `filter bwlim-in` or `bwlim-out` of the proxy; numbers of its own replace the filter's, unless streams share the limit.",
    examples: &[
        ActionExample::shows("http-request set-bandwidth-limit slow", "", "str(on)", "on"),
        ActionExample::shows(
            "http-request set-bandwidth-limit slow limit 100k period 1s",
            "",
            "str(on)",
            "on",
        ),
        ActionExample::shows(
            "tcp-request content set-bandwidth-limit slow limit int(1000),mul(2) period int(500)",
            "",
            "str(on)",
            "on",
        ),
    ],
    parse,
};

#[derive(Debug)]
enum Number {
    Fixed(u64),
    Expr(Expr),
}

#[derive(Debug)]
struct SetBandwidthLimit {
    filter: Arc<BandwidthFilter>,
    limit: Option<Number>,
    period: Option<Number>,
    /// What gives the key of a shared limit.
    key: Option<Expr>,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("the name of a bandwidth filter")?;
    let known = cx.bandwidth;
    let found = known.iter().find(|filter| *word == *filter.name);
    let filter = found.map(Arc::clone).ok_or_else(|| {
        let message = format!("this proxy has no bandwidth filter '{}'", word.str());
        Diagnostic::alert(word.span(), message)
            .help("declare one, as in `filter bwlim-out name default-limit 1m default-period 1s`")
            .did_you_mean(word.str(), known.iter().map(|filter| &*filter.name))
    })?;
    let mut key = None;
    if let Some(shared) = &filter.shared {
        let read = cx.compiler.expr_word(&shared.key, cx.point);
        key = Some(read.map_err(|wrong| wrong.related(word.span(), "used by this rule"))?);
        if let Some(own) = words.peek().filter(|own| **own == *"limit" || **own == *"period") {
            let message = format!("a rule can't give '{}' another `{}`", filter.name, own.str());
            return Err(Diagnostic::alert(own.span(), message)
                .help("streams share this limit: its line and its table say how fast they are"));
        }
    }
    let (mut limit, mut period) = (None, None);
    loop {
        if words.take("limit") {
            limit = Some(number(cx, words, |word| {
                moongate_lang::units::size_in(word, 1..=u64::MAX >> 1)
            })?);
        } else if words.take("period") {
            period = Some(number(cx, words, milliseconds)?);
        } else {
            return Ok(Box::new(SetBandwidthLimit { filter, limit, period, key }));
        }
    }
}

/// A number with its unit, or an expression.
fn number(
    cx: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
    read: fn(&Word<'_>) -> Result<u64, Diagnostic>,
) -> Result<Number, Diagnostic> {
    match words.peek() {
        Some(word) if word.bytes().first().is_some_and(u8::is_ascii_digit) => {
            words.next();
            read(word).map(Number::Fixed)
        }
        _ => cx.compiler.expr(words, cx.point).map(Number::Expr),
    }
}

impl Number {
    /// Its value; none if an expression has none above 0.
    fn value(&self, cx: &ActionCx<'_>) -> Option<u64> {
        match self {
            Number::Fixed(number) => Some(*number),
            Number::Expr(expr) => match expr.eval_as(&cx.cx(), Type::Sint) {
                Ok(Sample::Sint(number)) => u64::try_from(number).ok().filter(|n| *n > 0),
                _ => None,
            },
        }
    }
}

impl Action for SetBandwidthLimit {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let filter = &self.filter;
        let mut share = None;
        if let (Some(key), Some(shared)) = (&self.key, &filter.shared) {
            let key = match table_key_of(&shared.table, key, &cx.cx()) {
                Ok(key) => key,
                Err(Missing::NotYet) => return Verdict::MoreData,
                Err(Missing::Absent) => return Verdict::Continue,
            };
            // A full table has no room for what isn't in it: nothing is limited.
            let Some(entry) = shared.table.find_or_make(key.bytes()) else {
                return Verdict::Continue;
            };
            share = Some(Arc::new(Share::begin(Arc::clone(&shared.table), entry, shared.data)));
        }
        let limit = self.limit.as_ref().and_then(|limit| limit.value(cx));
        let period = self.period.as_ref().and_then(|period| period.value(cx));
        let made = BandwidthLimit {
            filter: filter.id,
            limit: limit.unwrap_or(filter.limit),
            period: period.map_or(filter.period, Duration::from_millis),
            min_size: filter.min_size,
            shared: share,
        };
        let limits = &mut cx.txn.bandwidth[usize::from(filter.response)];
        // Set once more, it begins anew.
        limits.retain(|limit| limit.filter != filter.id);
        limits.push(made);
        Verdict::Continue
    }
}
