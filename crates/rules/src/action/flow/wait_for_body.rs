//! `wait-for-body` and `wait-for-handshake`: the message waits for more of it.

use crate::action::connection::milliseconds;
use crate::action::prelude::*;

/// `wait-for-body`
pub static WAIT_FOR_BODY: ActionSpec = ActionSpec {
    name: "wait-for-body",
    rulesets: HTTP,
    usage: "time <time> [ at-least <bytes> ]",
    sentence: "Waits until the body, or so many bytes of it, is here or the buffer is full; after the time it is an error.",
    examples: &[
        ActionExample::shows("http-request wait-for-body time 1s at-least 1k", "", "str(on)", "on"),
        ActionExample::shows("http-response wait-for-body time 100ms", "", "str(on)", "on"),
    ],
    parse: wait_for_body,
};

/// `wait-for-handshake`
pub static WAIT_FOR_HANDSHAKE: ActionSpec = ActionSpec {
    name: "wait-for-handshake",
    rulesets: REQUEST,
    usage: "",
    sentence: "Waits for the end of a TLS handshake; no request is read before that here.",
    examples: &[ActionExample::shows("http-request wait-for-handshake", "", "str(on)", "on")],
    parse: |_, _| Ok(Box::new(Done)),
};

#[derive(Debug)]
struct WaitForBody {
    time: u64,
    least: u64,
}

#[derive(Debug)]
struct Done;

fn wait_for_body(_: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let start = words.here();
    let (mut time, mut least) = (None, 0);
    while let Some(word) = words.peek()
        && !matches!(word.str(), "if" | "unless")
    {
        words.next();
        match word.str() {
            "time" => time = Some(milliseconds(words.expect("a time")?)?),
            "at-least" => {
                let size = words.expect("a number of bytes")?;
                least = moongate_lang::units::size(size)?;
            }
            "use-large-buffer" => {
                return Err(Diagnostic::unsupported(word.span(), "`use-large-buffer`"));
            }
            other => {
                return Err(Diagnostic::alert(word.span(), format!("unexpected `{other}`"))
                    .did_you_mean(other, ["time", "at-least"]));
            }
        }
    }
    let time = time.ok_or_else(|| {
        Diagnostic::alert(start, "the time is missing").help("write `wait-for-body time 1s`")
    })?;
    Ok(Box::new(WaitForBody { time, least }))
}

impl Action for WaitForBody {
    fn run(&self, _: &mut ActionCx<'_>) -> Verdict {
        Verdict::WaitBody(self.time, self.least)
    }
}

impl Action for Done {
    fn run(&self, _: &mut ActionCx<'_>) -> Verdict {
        Verdict::Continue
    }
}
