//! `unique-id`: the identifier that `unique-id-format` makes.

use crate::fetch::prelude::*;
use crate::{Format, Point};
use moongate_state::{MakeId, Txn};

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
    unique_id(cx).map(Sample::str).ok_or(Missing::Absent)
}

/// The transaction's identifier, which is made when it is first asked for.
pub fn unique_id<'a>(cx: &Cx<'a>) -> Option<&'a [u8]> {
    let txn = cx.txn;
    if txn.unique_id.get().is_none() {
        let made = txn.frontend().unique_id.get()?.make(txn);
        // The format may have asked for the identifier itself.
        let _ = txn.unique_id.set(made);
    }
    txn.unique_id.get().map(|id| &**id)
}

impl MakeId for Format {
    fn make(&self, txn: &Txn) -> Vec<u8> {
        let mut id = Vec::new();
        self.write(&Cx::new(txn, Point::FeHttpRequest), &mut id);
        id
    }
}
