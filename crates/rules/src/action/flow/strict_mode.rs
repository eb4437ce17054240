//! `strict-mode`: what happens when an edit makes a head longer than there is room for.

use crate::action::prelude::*;

/// The declaration.
pub static STRICT_MODE: ActionSpec = ActionSpec {
    name: "strict-mode",
    rulesets: ALL_HTTP,
    usage: "{ on | off }",
    sentence: "Says whether an edit for which there is no room is a fault, or is left out; it counts for the rest of the set.",
    examples: &[ActionExample::shows("http-request strict-mode off", "", "str(on)", "on")],
    parse,
};

#[derive(Debug)]
struct StrictMode(bool);

fn parse(_: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("`on` or `off`")?;
    match word.str() {
        "on" => Ok(Box::new(StrictMode(true))),
        "off" => Ok(Box::new(StrictMode(false))),
        other => {
            Err(Diagnostic::alert(word.span(), format!("`{other}` is neither `on` nor `off`")))
        }
    }
}

impl Action for StrictMode {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        cx.txn.lenient = !self.0;
        Verdict::Continue
    }
}
