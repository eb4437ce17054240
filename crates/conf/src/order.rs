//! Lines that are processed in another order than they are written in, and rules that no request
//! reaches: HAProxy warns about both.

use moongate_lang::{Diagnostic, Diagnostics, Span};
use moongate_rules::Ruleset;

/// The stages of a proxy's rules, in the order in which they are processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    TcpConnection,
    TcpSession,
    TcpContent,
    Monitor,
    HttpRequest,
    Redirect,
    UseBackend,
    UseServer,
}

const STAGES: [Stage; 8] = [
    Stage::TcpConnection,
    Stage::TcpSession,
    Stage::TcpContent,
    Stage::Monitor,
    Stage::HttpRequest,
    Stage::Redirect,
    Stage::UseBackend,
    Stage::UseServer,
];

impl Stage {
    /// What a misplaced line of it is called.
    fn line(self) -> &'static str {
        match self {
            Self::TcpConnection | Self::TcpSession | Self::TcpContent => "tcp-request",
            Self::Monitor => "monitor fail",
            Self::HttpRequest => "http-request",
            Self::Redirect => "redirect",
            Self::UseBackend => "use_backend",
            Self::UseServer => "use-server",
        }
    }

    /// What it is called when something stands behind it.
    fn earlier(self) -> &'static str {
        match self {
            Self::TcpConnection => "a 'tcp-request connection'",
            Self::TcpSession => "a 'tcp-request session'",
            Self::TcpContent => "a 'tcp-request content'",
            Self::Monitor => "a 'monitor fail'",
            Self::HttpRequest => "an 'http-request'",
            Self::Redirect => "a 'redirect'",
            Self::UseBackend => "a 'use_backend'",
            Self::UseServer => "a 'use-server'",
        }
    }
}

/// What has been read of one section.
#[derive(Debug, Default)]
pub(crate) struct Order {
    /// The first line of each stage.
    seen: [Option<Span>; STAGES.len()],
    /// For each rule set: the last rule, if it ends the set and has no condition.
    ended: [Option<Span>; 7],
    /// `inspect-delay` of requests and of responses.
    delays: [Option<Span>; 2],
}

/// Actions that end their rule set (HAProxy knows more that do, but doesn't warn about them).
const FINAL: [&str; 6] = ["allow", "deny", "redirect", "return", "tarpit", "auth"];

impl Order {
    /// Notes a line of a stage, and warns if it stands behind lines that are processed later.
    pub(crate) fn line(&mut self, stage: Stage, span: Span, notes: &mut Diagnostics) {
        let later = STAGES.iter().filter(|later| **later > stage);
        let found = later.filter_map(|later| Some((later, self.seen[*later as usize]?))).next();
        if let Some((later, place)) = found {
            let message = format!(
                "a '{}' rule placed after {} rule will still be processed before",
                stage.line(),
                later.earlier()
            );
            notes.push(Diagnostic::warning(span, message).related(place, "processed later"));
        }
        self.seen[stage as usize].get_or_insert(span);
    }

    /// Notes an `inspect-delay`; whether it is the first one. Others are ignored, with a warning.
    pub(crate) fn delay(
        &mut self,
        response: bool,
        title: &str,
        span: Span,
        notes: &mut Diagnostics,
    ) -> bool {
        let place = &mut self.delays[usize::from(response)];
        let Some(first) = *place else {
            *place = Some(span);
            return true;
        };
        let set = if response { "tcp-response" } else { "tcp-request" };
        let message = format!("ignoring {set} inspect-delay (was already defined) in {title}");
        notes.push(Diagnostic::warning(span, message).related(first, "this one counts"));
        false
    }

    /// Notes a rule, and warns if the one before it lets none through.
    pub(crate) fn rule(
        &mut self,
        (ruleset, set): (Ruleset, &str),
        action: &str,
        conditional: bool,
        span: Span,
        notes: &mut Diagnostics,
    ) {
        use Ruleset::{HttpAfterResponse, HttpRequest, HttpResponse};
        if !matches!(ruleset, HttpRequest | HttpResponse | HttpAfterResponse) {
            return;
        }
        let ended = &mut self.ended[ruleset as usize];
        if let Some(place) = *ended {
            let message = format!(
                "previous '{set}' action is final and has no condition attached, further entries are NOOP"
            );
            notes.push(
                Diagnostic::warning(span, message)
                    .related(place, "everything ends here")
                    .help("give the earlier rule a condition, or remove what follows it"),
            );
        }
        *ended = (!conditional && FINAL.contains(&action)).then_some(span);
    }
}
