//! `set-status`: the status of the response.

use crate::action::prelude::*;

const ANSWER: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\n\n";

/// The declaration.
pub static SET_STATUS: ActionSpec = ActionSpec {
    name: "set-status",
    rulesets: Rulesets::of(&[Ruleset::HttpResponse, Ruleset::HttpAfterResponse]),
    usage: "<status> [ reason <text> ]",
    sentence: "Replaces the status, and the reason by the usual one or by a text.",
    examples: &[
        ActionExample::shows("http-response set-status 431", ANSWER, "status", "431"),
        ActionExample::shows(
            "http-after-response set-status 503 reason 'Slow Down'",
            ANSWER,
            "status",
            "503",
        ),
    ],
    parse,
};

#[derive(Debug)]
struct SetStatus {
    status: u16,
    reason: Option<Box<[u8]>>,
}

fn parse(_: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("a status")?;
    let status = word.str().parse().ok().filter(|status| (100..=999).contains(status));
    let status = status.ok_or_else(|| {
        Diagnostic::alert(word.span(), format!("`{}` is no status", word.str()))
            .help("write a number from 100 to 999")
    })?;
    let reason = match words.take("reason") {
        true => Some(words.expect("the reason")?.bytes().into()),
        false => None,
    };
    Ok(Box::new(SetStatus { status, reason }))
}

impl Action for SetStatus {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        cx.txn.response.set_status(self.status, self.reason.as_deref());
        Verdict::Continue
    }
}
