//! `filter bwlim-in` and `filter bwlim-out`: bandwidth limits that rules can switch on
//! (configuration manual, chapter 9.7).

use crate::draft::Draft;
use crate::values;
use moongate_lang::{Diagnostic, Diagnostics, Words, units};
use moongate_rules::BandwidthFilter;
use moongate_state::ProxyId;
use std::sync::Arc;
use std::time::Duration;

/// Whether a filter of that name is one.
pub(crate) fn is_one(name: &str) -> bool {
    matches!(name, "bwlim-in" | "bwlim-out")
}

/// How a line of it is written.
const USAGE: &str = "filter { bwlim-in | bwlim-out } <name> default-limit <size> default-period <time> [min-size <size>]";

/// The bandwidth filters of a proxy. They are read before its other lines: a rule may stand above
/// the filter that it names.
pub(crate) fn read(
    draft: &Draft<'_>,
    id: ProxyId,
    notes: &mut Diagnostics,
) -> Vec<Arc<BandwidthFilter>> {
    let mut list: Vec<Arc<BandwidthFilter>> = Vec::new();
    for kept in draft.late.iter().filter(|kept| kept.keyword.name == "filter") {
        let Some(kind) = kept.words.get(1).filter(|word| is_one(word.str())) else { continue };
        let place = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let response = *kind == *"bwlim-out";
        let mut words = Words::new(&kept.words[2..], kept.end);
        let made = filter(&mut words, (id, place), response);
        let made = made.and_then(|made| match list.iter().find(|other| other.name == made.name) {
            Some(_) => Err(Diagnostic::alert(
                kept.words[2].span(),
                format!("the bandwidth filter '{}' is declared twice", made.name),
            )
            .help("give it another name")),
            None => Ok(made),
        });
        let made = notes.keep(made.map_err(|wrong| wrong.usage("", USAGE)));
        list.extend(made.map(Arc::new));
    }
    list
}

fn filter(
    words: &mut Words<'_, '_>,
    id: (ProxyId, u32),
    response: bool,
) -> Result<BandwidthFilter, Diagnostic> {
    let start = words.here();
    let name = values::text(words, "the filter's name")?;
    let (mut limit, mut period, mut min_size) = (None, None, 0);
    while let Some(word) = words.next() {
        match word.str() {
            "default-limit" => limit = Some(units::size_in(words.expect("a size")?, 1..=MOST)?),
            "default-period" => period = Some(values::ms(words, "a time")?),
            "min-size" => min_size = units::size_in(words.expect("a size")?, 0..=MOST)?,
            "limit" | "key" | "table" => {
                return Err(Diagnostic::unsupported(
                    word.span(),
                    "a limit that several streams share",
                )
                .help("a limit for each stream has `default-limit` and `default-period`"));
            }
            other => {
                let known = ["default-limit", "default-period", "min-size"];
                let message = format!("unexpected `{other}` of a bandwidth filter");
                return Err(Diagnostic::alert(word.span(), message)
                    .help(format!("write `{USAGE}`"))
                    .did_you_mean(other, known));
            }
        }
    }
    let missing = |what: &str| {
        Diagnostic::alert(start, format!("the bandwidth filter '{name}' has no {what}"))
            .help(format!("write `{USAGE}`"))
    };
    let limit = limit.ok_or_else(|| missing("default-limit"))?;
    let period = period.filter(|ms| *ms > 0).ok_or_else(|| missing("default-period"))?;
    let period = Duration::from_millis(period);
    Ok(BandwidthFilter { name: name.into(), id, response, limit, period, min_size })
}

/// The largest size.
const MOST: u64 = u64::MAX >> 1;
