//! `silent-drop`: the connection goes, and the client isn't told.

use super::super::answer::refused;
use crate::action::prelude::*;

/// The declaration.
pub static SILENT_DROP: ActionSpec = ActionSpec {
    name: "silent-drop",
    rulesets: HTTP.and(ALL_TCP),
    usage: "",
    sentence: "Lets go of the connection so that the client doesn't notice, if the system allows it.",
    examples: &[ActionExample::shows("http-request silent-drop", "", "txn.sess_term_state", "PR")],
    parse,
};

#[derive(Debug)]
struct SilentDrop {
    response: bool,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    if let Some(word) = words.peek()
        && *word == "rst-ttl"
    {
        return Err(Diagnostic::unsupported(word.span(), "`silent-drop rst-ttl`"));
    }
    Ok(Box::new(SilentDrop { response: of_response(cx.ruleset) }))
}

impl Action for SilentDrop {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        refused(cx.txn, self.response);
        Verdict::Drop
    }
}
