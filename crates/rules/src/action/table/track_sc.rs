//! `track-sc0` and its kin: a sticky counter follows an entry of a stick table.

use super::slot;
use crate::action::prelude::*;
use moongate_sample::{cast, table_key_of};
use moongate_state::table::Tracker;
use moongate_state::{Table, TableEvent};
use std::sync::Arc;

/// The declaration.
pub static TRACK_SC: ActionSpec = ActionSpec {
    name: "track-sc",
    rulesets: HTTP.and(Rulesets::of(&[
        Ruleset::TcpConnection,
        Ruleset::TcpSession,
        Ruleset::TcpContent,
    ])),
    usage: "<number> <key> [table <table>]",
    sentence: "Has a sticky counter (`track-sc0`, `track-sc1`, …) follow the entry of a key in a stick table, and count there what happens.",
    examples: &[
        ActionExample::shows("http-request track-sc1 src table be", "", "sc1_conn_cnt", "2"),
        ActionExample::shows("http-request track-sc2 int(7)", "", "sc2_key", "0.0.0.7"),
        ActionExample::shows("http-response track-sc1 src if FALSE", "", "sc1_tracked", "0"),
        ActionExample::shows("tcp-request connection track-sc2 src", "", "sc_trackers(2)", "2"),
        ActionExample::shows("http-request track-sc1 req.hdr(no)", "", "sc1_tracked", "0"),
    ],
    parse,
};

#[derive(Debug)]
struct TrackSc {
    slot: u32,
    key: Expr,
    table: Arc<Table>,
    /// It lives as long as the connection.
    session: bool,
    response: bool,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = cx.keyword;
    let digits = word.bytes().iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let begin = word.bytes().len() - digits;
    if digits == 0 {
        return Err(Diagnostic::alert(word.span(), "the number of a sticky counter is missing")
            .help("write it behind the name, as in `track-sc0`"));
    }
    let slot = slot(cx, &word.part(begin..word.bytes().len()))?;
    let at = words.peek().map(Word::span);
    let key = cx.compiler.expr(words, cx.point)?;
    let table = table(cx, words)?;
    let wanted = table.kind().value_type();
    if !cast::possible(key.output(), wanted) {
        let message = format!(
            "a value of type {} can't be a key of the stick table '{}'",
            key.output().name(),
            table.name
        );
        return Err(Diagnostic::alert(at, message)
            .label(format!("the keys of the table are of type {}", table.kind().name())));
    }
    let session = matches!(cx.ruleset, Ruleset::TcpConnection | Ruleset::TcpSession);
    Ok(Box::new(TrackSc { slot, key, table, session, response: of_response(cx.ruleset) }))
}

/// Reads `table <name>`; the proxy's own table without it.
fn table(cx: &ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Result<Arc<Table>, Diagnostic> {
    let names = cx.compiler.names;
    if !words.take("table") {
        return names.own_table().ok_or_else(|| {
            Diagnostic::alert(cx.keyword.span(), "this proxy has no stick table")
                .help("declare one with `stick-table`, or name another's with `table <name>`")
        });
    }
    let word = words.expect("the name of a stick table's proxy")?;
    names.table(word.str()).ok_or_else(|| {
        let known = names.tables();
        Diagnostic::alert(word.span(), format!("there is no stick table '{}'", word.str()))
            .help("declare it with `stick-table` in a proxy of that name")
            .did_you_mean(word.str(), known.iter().map(String::as_str))
    })
}

impl Action for TrackSc {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let txn = &*cx.txn;
        let trackers = if self.session { &txn.session.trackers } else { &txn.trackers };
        if trackers.has(self.slot) {
            return Verdict::Continue;
        }
        let key = match table_key_of(&self.table, &self.key, &cx.cx()) {
            Ok(key) => key,
            Err(moongate_sample::Missing::NotYet) => return Verdict::MoreData,
            Err(moongate_sample::Missing::Absent) => return Verdict::Continue,
        };
        // A full table has no room for what isn't in it: nothing is tracked.
        let Some(entry) = self.table.find_or_make(key.bytes()) else { return Verdict::Continue };
        let tracker = Tracker::begin(self.slot, Arc::clone(&self.table), entry);
        if !self.session && !txn.request.is_empty() {
            // The request was counted before, where it was tracked then.
            tracker.count(TableEvent::Request);
        }
        if self.response
            && let Some(event) = txn.session.world.status_event(txn.response.status())
        {
            tracker.count(event);
        }
        trackers.add(tracker);
        Verdict::Continue
    }
}
