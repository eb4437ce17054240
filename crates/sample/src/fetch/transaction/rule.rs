//! `last_rule_file`, `last_entity` and their kin: the rule that decided, for logs.

use crate::fetch::prelude::*;
use moongate_state::{Place, Txn};

const RULE: Fetch = Fetch { scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"), ..Fetch::PLAIN };

/// `last_rule_file`
pub static LAST_RULE_FILE: Fetch = Fetch {
    name: "last_rule_file",
    sentence: "The configuration file of the last rule that ended a rule set, such as a `deny`.",
    examples: &[Example::absent("", "last_rule_file")],
    eval: Eval::Fn(|cx, _| Ok(Sample::str(file(cx.txn, cx.txn.last_rule.ok_or(Missing::Absent)?)))),
    ..RULE
};

/// `last_rule_line`
pub static LAST_RULE_LINE: Fetch = Fetch {
    name: "last_rule_line",
    output: Type::Sint,
    sentence: "The line of the last rule that ended a rule set.",
    examples: &[Example::absent("", "last_rule_line")],
    eval: Eval::Fn(|cx, _| {
        cx.txn.last_rule.map(|at| Sample::Sint(at.line.into())).ok_or(Missing::Absent)
    }),
    ..RULE
};

/// `last_entity`
pub static LAST_ENTITY: Fetch = Fetch {
    name: "last_entity",
    sentence: "File and line of the last rule that ended a rule set.",
    examples: &[Example::absent("", "last_entity")],
    eval: Eval::Fn(|cx, _| entity(cx, cx.txn.last_rule)),
    ..RULE
};

/// `waiting_entity`
pub static WAITING_ENTITY: Fetch = Fetch {
    name: "waiting_entity",
    sentence: "File and line of the rule whose action was waiting when an error or a timeout came.",
    examples: &[Example::absent("", "waiting_entity")],
    eval: Eval::Fn(|cx, _| entity(cx, cx.txn.waiting_rule)),
    ..RULE
};

fn file(txn: &Txn, place: Place) -> &str {
    txn.session.world.files.get(usize::from(place.file)).map_or("", |name| name)
}

fn entity<'a>(cx: &Cx<'a>, place: Option<Place>) -> Fetched<'a> {
    let place = place.ok_or(Missing::Absent)?;
    Ok(Sample::string(format!("{}:{}", file(cx.txn, place), place.line)))
}
