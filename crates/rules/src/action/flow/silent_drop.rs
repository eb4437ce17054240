//! `silent-drop`: the connection goes, and the client isn't told.

use super::super::answer::refused;
use crate::action::prelude::*;

/// The declaration.
pub static SILENT_DROP: ActionSpec = ActionSpec {
    name: "silent-drop",
    rulesets: HTTP.and(ALL_TCP),
    usage: "[ rst-ttl <ttl> ]",
    sentence: "Lets go of the connection so that the client doesn't notice, if the system allows it, or resets it with packets that die on their way.",
    examples: &[ActionExample::shows("http-request silent-drop", "", "txn.sess_term_state", "PR")],
    parse,
};

#[derive(Debug)]
struct SilentDrop {
    response: bool,
    ttl: Option<u8>,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let mut ttl = None;
    if words.take("rst-ttl") {
        let word = words.expect("a number of hops")?;
        let number = word.str().parse::<u8>().ok().filter(|ttl| *ttl > 0);
        ttl = Some(number.ok_or_else(|| {
            let message = format!("`{}` is no number of hops", word.str());
            Diagnostic::alert(word.span(), message).help("write a number from 1 to 255")
        })?);
    }
    Ok(Box::new(SilentDrop { response: of_response(cx.ruleset), ttl }))
}

impl Action for SilentDrop {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        refused(cx.txn, self.response);
        cx.txn.rst_ttl = self.ttl;
        Verdict::Drop
    }
}
