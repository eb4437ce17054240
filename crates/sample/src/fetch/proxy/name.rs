//! `fe_name`, `fe_id`, `be_name` and `be_id`: the proxies that serve the transaction.

use crate::fetch::prelude::*;

const FRONTEND: Scope = Scope::table("YYYYYYYYYYYYYYYYYYY...");
const BACKEND: Scope = Scope::table("......YYYYYYYYYYYYYY..");

/// `fe_name`
pub static FE_NAME: Fetch = Fetch {
    name: "fe_name",
    scope: FRONTEND,
    sentence: "The name of the frontend that the connection came in by.",
    examples: &[Example::plain("fe_name", "fe")],
    eval: Eval::Fn(|cx, _| Ok(Sample::str(cx.txn.frontend().name.as_bytes()))),
    ..Fetch::PLAIN
};

/// `fe_id`
pub static FE_ID: Fetch = Fetch {
    name: "fe_id",
    output: Type::Sint,
    scope: FRONTEND,
    sentence: "The number of the frontend that the connection came in by.",
    examples: &[Example::plain("fe_id", "1")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.frontend().number.into()))),
    ..Fetch::PLAIN
};

/// `be_name`
pub static BE_NAME: Fetch = Fetch {
    name: "be_name",
    scope: BACKEND,
    sentence: "The name of the backend, or of the frontend while none is chosen.",
    examples: &[Example::plain("be_name", "be")],
    eval: Eval::Fn(|cx, _| Ok(Sample::str(cx.txn.backend().name.as_bytes()))),
    ..Fetch::PLAIN
};

/// `be_id`
pub static BE_ID: Fetch = Fetch {
    name: "be_id",
    output: Type::Sint,
    scope: BACKEND,
    sentence: "The number of the backend, or of the frontend while none is chosen.",
    examples: &[Example::plain("be_id", "2")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.backend().number.into()))),
    ..Fetch::PLAIN
};
