//! `do-log`: one more log line, now.

use crate::action::prelude::*;
use moongate_state::LogOrigin;

/// The declaration.
pub static DO_LOG: ActionSpec = ActionSpec {
    name: "do-log",
    rulesets: ALL_HTTP.and(ALL_TCP),
    usage: "[profile <log-profile>]",
    sentence: "Writes a log line now, beside those that the proxy writes by itself.",
    examples: &[
        ActionExample::shows("http-request do-log", "", "str(on)", "on"),
        ActionExample::shows("tcp-request connection do-log", "", "str(on)", "on"),
    ],
    parse,
};

#[derive(Debug)]
struct DoLog {
    origin: LogOrigin,
    profile: Option<usize>,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let origin = match cx.ruleset {
        Ruleset::TcpConnection => LogOrigin::TcpConnection,
        Ruleset::TcpSession => LogOrigin::TcpSession,
        Ruleset::TcpContent => LogOrigin::TcpRequest,
        Ruleset::TcpResponse => LogOrigin::TcpResponse,
        Ruleset::HttpRequest => LogOrigin::HttpRequest,
        Ruleset::HttpResponse => LogOrigin::HttpResponse,
        Ruleset::HttpAfterResponse => LogOrigin::HttpAfterResponse,
    };
    let profile = match words.take("profile") {
        true => Some(profile(cx.log_profiles, words.expect("the name of a `log-profile`")?)?),
        false => None,
    };
    Ok(Box::new(DoLog { origin, profile }))
}

/// The place of the profile that a word names.
fn profile(known: &[Box<str>], word: &Word<'_>) -> Result<usize, Diagnostic> {
    known.iter().position(|name| *word == **name).ok_or_else(|| {
        Diagnostic::alert(word.span(), format!("there is no `log-profile {}`", word.str()))
            .did_you_mean(word.str(), known.iter().map(|name| &**name))
    })
}

impl Action for DoLog {
    fn run(&self, _: &mut ActionCx<'_>) -> Verdict {
        Verdict::Log(self.origin, self.profile)
    }
}
