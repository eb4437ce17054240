//! `strict-mode`: what happens when an edit fails for lack of room. None does: a head here grows
//! as it has to, so both modes are the same.

use crate::action::prelude::*;

/// The declaration.
pub static STRICT_MODE: ActionSpec = ActionSpec {
    name: "strict-mode",
    rulesets: ALL_HTTP,
    usage: "{ on | off }",
    sentence: "Says whether edits that fail for lack of room are faults; here an edit never lacks room.",
    examples: &[ActionExample::shows("http-request strict-mode off", "", "str(on)", "on")],
    parse,
};

#[derive(Debug)]
struct StrictMode;

fn parse(_: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("`on` or `off`")?;
    match word.str() {
        "on" | "off" => Ok(Box::new(StrictMode)),
        other => {
            Err(Diagnostic::alert(word.span(), format!("`{other}` is neither `on` nor `off`")))
        }
    }
}

impl Action for StrictMode {
    fn run(&self, _: &mut ActionCx<'_>) -> Verdict {
        Verdict::Continue
    }
}
