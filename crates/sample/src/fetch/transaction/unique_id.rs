//! `unique-id`: the identifier that `unique-id-format` makes.

use crate::fetch::prelude::*;

/// The declaration.
pub static UNIQUE_ID: Fetch = Fetch {
    name: "unique-id",
    scope: Scope::ANYWHERE,
    sentence: "The identifier of the transaction, made by `unique-id-format`.",
    examples: &[Example::absent("", "unique-id")],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(cx: &Cx<'a>, _: &'a Args) -> Fetched<'a> {
    cx.txn.unique_id.as_ref().map(Sample::str).ok_or(Missing::Absent)
}
