//! `reject`: the connection is closed without an answer.

use super::super::answer::refused;
use crate::action::prelude::*;

/// The declaration.
pub static REJECT: ActionSpec = ActionSpec {
    name: "reject",
    rulesets: REQUEST.and(ALL_TCP),
    usage: "",
    sentence: "Closes the connection without an answer.",
    examples: &[
        ActionExample::shows("http-request reject", "", "txn.sess_term_state", "PR"),
        ActionExample::shows(
            "tcp-request content reject if { src 203.0.113.0/24 }",
            "",
            "txn.sess_term_state",
            "--",
        ),
    ],
    parse: |cx, _| Ok(Box::new(Reject { response: of_response(cx.ruleset) })),
};

#[derive(Debug)]
struct Reject {
    response: bool,
}

impl Action for Reject {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        refused(cx.txn, self.response);
        Verdict::Close
    }
}
