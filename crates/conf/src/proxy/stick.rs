//! `stick`: which server a client comes back to, by a key in a stick table (configuration manual,
//! `stick on` and its kin).

use super::PLAIN;
use crate::draft::{Draft, Kept};
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use crate::plan::StickRule;
use moongate_lang::{Diagnostic, Word, Words};
use moongate_sample::{Point, cast};
use moongate_state::Table;
use moongate_state::table::{Column, Data};
use std::sync::Arc;

pub(super) static STICK: Keyword = Keyword {
    name: "stick",
    sections: Sections::BACK,
    lenient: true,
    usage: "stick { on | match | store-request | store-response } <key> [table <table>] [{ if | unless } <condition>]",
    sentence: "Leads a client back to its server by a key in a stick table (`match`), stores the key with the server that answers (`store-request`, `store-response`), or both (`on`).",
    examples: &[
        "stick on src table clients",
        "stick match req.hdr(x-user) table clients if { path_beg /app }",
        "stick store-request src table clients unless { src 127.0.0.0/8 }",
        "stick store-response res.cook(sid) table clients",
    ],
    parse: Parse::Late(parse),
    ..PLAIN
};

const WAYS: [(&str, (bool, bool, bool)); 4] = [
    ("on", (true, true, false)),
    ("match", (true, false, false)),
    ("store-request", (false, true, false)),
    ("store-response", (false, true, true)),
];

fn parse(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let way = words.expect("`on`, `match`, `store-request` or `store-response`")?;
    let (_, (matches, stores, response)) =
        *WAYS.iter().find(|(name, _)| *way == **name).ok_or_else(|| {
            let message = "'stick' expects 'on', 'match', 'store-request' or 'store-response'";
            Diagnostic::alert(way.span(), message)
                .did_you_mean(way.str(), WAYS.iter().map(|(name, _)| *name))
        })?;
    let point = if response { Point::BeStickStore } else { Point::BeServerRule };
    let at = words.peek().map_or(words.here(), Word::span);
    let key = cx.compiler.expr(words, point)?;
    let table = table(cx, words)?;
    if !cast::possible(key.output(), table.kind().value_type()) {
        let message = format!(
            "type of fetch not usable with type of stick-table '{}': a value of type {} can't be its key",
            table.name,
            key.output().name()
        );
        return Err(Diagnostic::alert(at, message)
            .label(format!("the keys of the table are of type {}", table.kind().name())));
    }
    let condition = cx.condition(words, point.into())?;
    words.finish("the key")?;
    let sticking = &mut cx.proxy.sticking;
    let list = if response { &mut sticking.response } else { &mut sticking.request };
    list.push(StickRule { key, table, condition, matches, stores });
    Ok(())
}

/// Reads `table <name>`; the proxy's own table without it.
fn table(cx: &Late<'_, '_>, words: &mut Words<'_, '_>) -> Result<Arc<Table>, Diagnostic> {
    let names = cx.compiler.names;
    if !words.take("table") {
        return names.own_table().ok_or_else(|| {
            let message = format!(
                "unable to find stick-table '{0}': {1} has none",
                cx.proxy.state.name,
                cx.title()
            );
            Diagnostic::alert(cx.keyword.span(), message)
                .help("declare one with `stick-table`, or name another's with `table <name>`")
        });
    }
    let word = words.expect("the name of a stick table's proxy")?;
    names.table(word.str()).ok_or_else(|| {
        let known = names.tables();
        Diagnostic::alert(word.span(), format!("unable to find stick-table '{}'", word.str()))
            .help("declare it with `stick-table` in a proxy of that name")
            .did_you_mean(word.str(), known.iter().map(String::as_str))
    })
}

/// Has the tables that `stick` lines use store servers: they need not say so themselves.
pub(crate) fn store_servers(drafts: &mut [Draft<'_>]) {
    let mut used = Vec::new();
    for draft in drafts.iter().filter(|draft| draft.section.is_backend()) {
        let lines = draft.late.iter().filter(|kept| kept.keyword.name == STICK.name);
        used.extend(lines.map(|kept| named(kept).unwrap_or(&draft.name).to_owned()));
    }
    for draft in drafts.iter_mut().filter(|draft| used.iter().any(|name| **name == *draft.name)) {
        let Some(table) = &mut draft.table else { continue };
        for data in [Data::ServerId, Data::ServerKey] {
            if !table.spec.columns.iter().any(|column| column.data == data) {
                table.spec.columns.push(Column::new(data, 1, 0));
            }
        }
    }
}

/// The table that a line names.
fn named<'k>(kept: &'k Kept<'_>) -> Option<&'k str> {
    let condition = |word: &&Word<'_>| !(**word == *"if" || **word == *"unless");
    let mut words = kept.words.iter().skip(2).take_while(condition);
    words.find(|word| **word == *"table")?;
    words.next().map(Word::str)
}
