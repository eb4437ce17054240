//! `early-hint`: a header of an interim answer 103 (RFC 8297).

use crate::action::header::name;
use crate::action::prelude::*;

/// The declaration.
pub static EARLY_HINT: ActionSpec = ActionSpec {
    name: "early-hint",
    rulesets: REQUEST,
    usage: "<name> <format>",
    sentence: "Sends the client a header at once, in an answer 103 before the final one.",
    examples: &[ActionExample::shows(
        "http-request early-hint Link '</style.css>; rel=preload; as=style'",
        "",
        "str(on)",
        "on",
    )],
    parse: |cx, words| {
        let name = name(words)?;
        Ok(Box::new(EarlyHint { name, value: format(cx, words, "the header's value")? }))
    },
};

#[derive(Debug)]
struct EarlyHint {
    name: Box<[u8]>,
    value: Format,
}

impl Action for EarlyHint {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        with_text(cx, &self.value, |txn, text| {
            let hints = &mut txn.hints;
            hints.extend_from_slice(&self.name);
            hints.extend_from_slice(b": ");
            // What could begin another line can't.
            hints.extend(text.iter().map(|byte| match byte {
                0 | b'\r' | b'\n' => b' ',
                byte => *byte,
            }));
            hints.extend_from_slice(b"\r\n");
        });
        Verdict::Continue
    }
}
