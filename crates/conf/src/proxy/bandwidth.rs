//! `filter bwlim-in` and `filter bwlim-out`: bandwidth limits that rules can switch on
//! (configuration manual, chapter 9.7).

use crate::draft::Draft;
use crate::values;
use moongate_lang::{Diagnostic, Diagnostics, Span, Word, Words, units};
use moongate_rules::{BandwidthFilter, SharedLimit};
use moongate_sample::{Compiler, Scope, cast};
use moongate_state::table::Data;
use moongate_state::{ProxyId, Table};
use std::sync::Arc;
use std::time::Duration;

/// Whether a filter of that name is one.
pub(crate) fn is_one(name: &str) -> bool {
    matches!(name, "bwlim-in" | "bwlim-out")
}

/// How a line of it is written.
const USAGE: &str = "filter { bwlim-in | bwlim-out } <name> { default-limit <size> default-period <time> | limit <size> key <expression> [table <table>] } [min-size <size>]";

/// The bandwidth filters of a proxy. They are read before its other lines: a rule may stand above
/// the filter that it names.
pub(crate) fn read(
    draft: &Draft<'_>,
    id: ProxyId,
    compiler: &mut Compiler<'_>,
    notes: &mut Diagnostics,
) -> Vec<Arc<BandwidthFilter>> {
    let mut list: Vec<Arc<BandwidthFilter>> = Vec::new();
    for kept in draft.late.iter().filter(|kept| kept.keyword.name == "filter") {
        let Some(kind) = kept.words.get(1).filter(|word| is_one(word.str())) else { continue };
        let place = u32::try_from(list.len()).unwrap_or(u32::MAX);
        let response = *kind == *"bwlim-out";
        let mut words = Words::new(&kept.words[2..], kept.end);
        let made = filter(&mut words, compiler, (id, place), response);
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
    compiler: &mut Compiler<'_>,
    id: (ProxyId, u32),
    response: bool,
) -> Result<BandwidthFilter, Diagnostic> {
    let start = words.here();
    let name = values::text(words, "the filter's name")?;
    let mut given = Given::default();
    while let Some(word) = words.next() {
        match word.str() {
            "default-limit" => given.default_limit = Some((size(words, 1)?, word.span())),
            "limit" => given.limit = Some((size(words, 1)?, word.span())),
            "default-period" => {
                given.period = Some((values::ms(words, "a time")?, word.span()));
            }
            "min-size" => given.min_size = size(words, 0)?,
            "key" => given.key = Some(words.expect("an expression")?.clone().into_owned()),
            "table" => {
                given.table = Some(words.expect("the name of a stick table's proxy")?.clone());
            }
            other => {
                let known =
                    ["default-limit", "default-period", "limit", "key", "table", "min-size"];
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
    let min_size = given.min_size;
    if let Some((key, limit, table)) = given.shared(&missing)? {
        let shared = shared(compiler, key, table, response, start)?;
        let column = shared.table.column(shared.data).map_or(0, |column| column.period);
        let period = Duration::from_millis(column);
        let shared = Some(shared);
        return Ok(BandwidthFilter {
            name: name.into(),
            id,
            response,
            limit,
            period,
            min_size,
            shared,
        });
    }
    let (limit, _) = given.default_limit.ok_or_else(|| missing("default-limit"))?;
    let period = given.period.filter(|(ms, _)| *ms > 0).ok_or_else(|| missing("default-period"))?;
    let period = Duration::from_millis(period.0);
    Ok(BandwidthFilter { name: name.into(), id, response, limit, period, min_size, shared: None })
}

/// What the words of a filter give.
#[derive(Default)]
struct Given<'w> {
    default_limit: Option<(u64, Span)>,
    period: Option<(u64, Span)>,
    limit: Option<(u64, Span)>,
    key: Option<Word<'static>>,
    table: Option<Word<'w>>,
    min_size: u64,
}

impl<'w> Given<'w> {
    /// The key, the limit and the table if streams share it.
    #[allow(clippy::type_complexity, reason = "taken apart at once")]
    fn shared(
        &mut self,
        missing: &dyn Fn(&str) -> Diagnostic,
    ) -> Result<Option<(Word<'static>, u64, Option<Word<'w>>)>, Diagnostic> {
        if self.key.is_none() && self.limit.is_none() && self.table.is_none() {
            return Ok(None);
        }
        if let Some((_, span)) = self.default_limit.or(self.period) {
            let message = "a limit that streams share has no `default-limit` and `default-period`";
            return Err(Diagnostic::alert(span, message)
                .help("write `limit <size> key <expression>`; the table says the period"));
        }
        let key = self.key.take().ok_or_else(|| missing("key"))?;
        let (limit, _) = self.limit.ok_or_else(|| missing("limit"))?;
        Ok(Some((key, limit, self.table.take())))
    }
}

fn size(words: &mut Words<'_, '_>, least: u64) -> Result<u64, Diagnostic> {
    units::size_in(words.expect("a size")?, least..=MOST)
}

/// The table of a limit that streams share.
fn shared(
    compiler: &mut Compiler<'_>,
    key: Word<'static>,
    named: Option<Word<'_>>,
    response: bool,
    start: Span,
) -> Result<SharedLimit, Diagnostic> {
    let names = compiler.names;
    let at = named.as_ref().map_or(start, Word::span);
    let table: Arc<Table> = match &named {
        None => names.own_table().ok_or_else(|| {
            Diagnostic::alert(start, "this proxy has no stick table")
                .help("declare one with `stick-table`, or name another's with `table <name>`")
        })?,
        Some(word) => names.table(word.str()).ok_or_else(|| {
            let known = names.tables();
            Diagnostic::alert(at, format!("there is no stick table '{}'", word.str()))
                .help("declare it with `stick-table` in a proxy of that name")
                .did_you_mean(word.str(), known.iter().map(String::as_str))
        })?,
    };
    let data = if response { Data::BytesOutRate } else { Data::BytesInRate };
    if table.column(data).is_none() {
        let name = data.name();
        let message = format!("the stick table '{}' doesn't store `{name}`", table.name);
        return Err(Diagnostic::alert(at, message).help(format!(
            "add `store {name}(1s)` to its declaration: the limit is for that time"
        )));
    }
    // Rules read it once more, with what they can fetch.
    let expr = compiler.expr_word(&key, Scope::ANYWHERE)?;
    if !cast::possible(expr.output(), table.kind().value_type()) {
        let message = format!(
            "a value of type {} can't be a key of the stick table '{}'",
            expr.output().name(),
            table.name
        );
        return Err(Diagnostic::alert(key.span(), message)
            .label(format!("the keys of the table are of type {}", table.kind().name())));
    }
    Ok(SharedLimit { key, table, data })
}

/// The largest size.
const MOST: u64 = u64::MAX >> 1;
