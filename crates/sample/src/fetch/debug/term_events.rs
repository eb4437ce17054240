//! `term_events`: how each layer ended.

use crate::fetch::prelude::*;

/// The declaration.
pub static TERM_EVENTS: Fetch = Fetch {
    name: "term_events",
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    sentence: "Events that ended each of the seven layers of a stream; they aren't recorded, which `-` says.",
    examples: &[Example::plain("term_events", "-")],
    eval: Eval::Fn(|_, _| Ok(Sample::str("-"))),
    ..Fetch::PLAIN
};
