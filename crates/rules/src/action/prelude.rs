//! What an action's declaration needs, and what several of them do.

pub(super) use super::{Action, ActionCx, ActionExample, ActionSpec, ParseCx, Ruleset, Rulesets};
pub(super) use crate::Verdict;
pub(super) use moongate_http::Head;
pub(super) use moongate_lang::{Diagnostic, Word, Words};
pub(super) use moongate_sample::fetch::Example;
pub(super) use moongate_sample::{Expr, Format, FormatOptions};
pub(super) use moongate_state::Txn;

/// What reading an action's arguments gives.
pub(super) type Parsed = Result<Box<dyn Action>, Diagnostic>;

/// `http-request`
pub(super) const REQUEST: Rulesets = Rulesets::of(&[Ruleset::HttpRequest]);
/// `http-request` and `http-response`
pub(super) const HTTP: Rulesets = Rulesets::of(&[Ruleset::HttpRequest, Ruleset::HttpResponse]);
/// All that begin with `http-`
pub(super) const ALL_HTTP: Rulesets =
    Rulesets::of(&[Ruleset::HttpRequest, Ruleset::HttpResponse, Ruleset::HttpAfterResponse]);
/// All that begin with `tcp-`
pub(super) const ALL_TCP: Rulesets = Rulesets::of(&[
    Ruleset::TcpConnection,
    Ruleset::TcpSession,
    Ruleset::TcpContent,
    Ruleset::TcpResponse,
]);

impl Rulesets {
    /// These and those.
    pub(super) const fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }
}

impl ActionExample {
    /// After the line ran on the messages, the expression gives this.
    pub(super) const fn shows(
        line: &'static str,
        given: &'static str,
        expr: &'static str,
        gives: &'static str,
    ) -> Self {
        Self { line, shows: Example::shows(given, expr, gives) }
    }

    /// After the line ran on the messages, the expression has no value.
    pub(super) const fn absent(
        line: &'static str,
        given: &'static str,
        expr: &'static str,
    ) -> Self {
        Self { line, shows: Example::absent(given, expr) }
    }
}

/// Whether a rule set edits responses.
pub(super) fn of_response(ruleset: Ruleset) -> bool {
    matches!(ruleset, Ruleset::HttpResponse | Ruleset::HttpAfterResponse | Ruleset::TcpResponse)
}

/// Reads the next word as a format of a header, a path and the like.
pub(super) fn format(
    cx: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
    what: &str,
) -> Result<Format, Diagnostic> {
    let word = words.expect(what)?;
    cx.compiler.format(word, cx.point, FormatOptions::HTTP)
}

/// Hands the text of a format to `then`.
pub(super) fn with_text<R>(
    cx: &mut ActionCx<'_>,
    format: &Format,
    then: impl FnOnce(&mut Txn, &[u8]) -> R,
) -> R {
    if let Some(text) = format.as_constant() {
        return then(cx.txn, text);
    }
    let mut text = std::mem::take(cx.scratch);
    format.write(&cx.cx(), &mut text);
    let result = then(cx.txn, &text);
    text.clear();
    *cx.scratch = text;
    result
}

/// Makes the target of a request in absolute form name the host that `host` now names, so that the
/// two never disagree (RFC 9112 section 3.2.2).
pub(super) fn host_to_target(head: &mut Head) {
    let (Some(scheme), Some(host)) = (head.scheme(), head.get(b"host")) else { return };
    let path = head.pathq().unwrap_or_default();
    let target = [scheme, b"://", host, path].concat();
    head.set_uri(&target);
}

/// Makes `host` name the host that a target in absolute form now names.
pub(super) fn target_to_host(head: &mut Head) {
    if head.scheme().is_none() {
        return;
    }
    let Some(authority) = head.authority() else { return };
    let host = memchr::memrchr(b'@', authority).map_or(authority, |at| &authority[at + 1..]);
    let host = host.to_vec();
    let first = head.positions(b"host").next();
    if let Some(at) = first {
        head.replace_value(at, &host);
    }
}

/// The head that rules of that side edit.
pub(super) fn head(txn: &mut Txn, response: bool) -> &mut Head {
    if response { &mut txn.response } else { &mut txn.request }
}
