//! `always_true` and `always_false`.

use crate::fetch::prelude::*;

/// `always_true`
pub static ALWAYS_TRUE: Fetch = Fetch {
    name: "always_true",
    output: Type::Bool,
    scope: Scope::ANYWHERE,
    sentence: "True.",
    examples: &[
        Example::plain("always_true", "1"),
        Example::plain("always_true,iif(yes,no)", "yes"),
    ],
    eval: Eval::Fn(|_, _| Ok(Sample::Bool(true))),
    ..Fetch::PLAIN
};

/// `always_false`
pub static ALWAYS_FALSE: Fetch = Fetch {
    name: "always_false",
    output: Type::Bool,
    scope: Scope::ANYWHERE,
    sentence: "False.",
    examples: &[Example::plain("always_false", "0"), Example::plain("always_false,not", "1")],
    eval: Eval::Fn(|_, _| Ok(Sample::Bool(false))),
    ..Fetch::PLAIN
};
