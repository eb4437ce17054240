//! `accept` and `allow`: no further rules of this set.

use crate::action::prelude::*;

/// `accept`
pub static ACCEPT: ActionSpec = ActionSpec {
    name: "accept",
    rulesets: ALL_TCP,
    usage: "",
    sentence: "Skips the remaining rules of the set.",
    examples: &[ActionExample::shows("tcp-request content accept", "", "str(on)", "on")],
    parse,
};

/// `allow`
pub static ALLOW: ActionSpec = ActionSpec {
    name: "allow",
    rulesets: ALL_HTTP,
    usage: "",
    sentence: "Skips the remaining rules of the set.",
    examples: &[ActionExample::shows("http-request allow if { path / }", "", "str(on)", "on")],
    parse,
};

#[derive(Debug)]
struct Accept;

fn parse(_: &mut ParseCx<'_, '_>, _: &mut Words<'_, '_>) -> Parsed {
    Ok(Box::new(Accept))
}

impl Action for Accept {
    fn run(&self, _: &mut ActionCx<'_>) -> Verdict {
        Verdict::Accept
    }
}
