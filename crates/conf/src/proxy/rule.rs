//! One rule: its action, its condition, and the set that it joins.

use crate::keyword::Done;
use crate::late::Late;
use crate::order::Stage;
use crate::unsupported;
use moongate_lang::{Diagnostic, Word, Words};
use moongate_rules::action::ParseCx;
use moongate_rules::{Rule, Rules, Ruleset};
use moongate_sample::{Condition, Expr, Point};

/// Where the expressions of a rule set are evaluated. Whatever may be used on a frontend's side may
/// be used on a backend's, so that this is the side that a `listen` section takes.
pub(super) fn point(ruleset: Ruleset, backend: bool) -> Point {
    match (ruleset, backend) {
        (Ruleset::TcpConnection, _) => Point::FeTcpConnection,
        (Ruleset::TcpSession, _) => Point::FeTcpSession,
        (Ruleset::TcpContent, false) => Point::FeTcpContent,
        (Ruleset::TcpContent, true) => Point::BeTcpContent,
        (Ruleset::TcpResponse, false) => Point::FeTcpResponse,
        (Ruleset::TcpResponse, true) => Point::BeTcpResponse,
        (Ruleset::HttpRequest, false) => Point::FeHttpRequest,
        (Ruleset::HttpRequest, true) => Point::BeHttpRequest,
        (Ruleset::HttpResponse | Ruleset::HttpAfterResponse, false) => Point::FeHttpResponse,
        (Ruleset::HttpResponse | Ruleset::HttpAfterResponse, true) => Point::BeHttpResponse,
    }
}

impl<'p> Late<'_, 'p> {
    /// What an action of that rule set is read with.
    pub(super) fn action<'c>(
        &'c mut self,
        ruleset: Ruleset,
        keyword: &'c Word<'c>,
    ) -> ParseCx<'c, 'p> {
        ParseCx {
            compiler: self.compiler,
            ruleset,
            point: point(ruleset, self.section.is_backend()),
            keyword,
            scripts: Some(self.scripts),
            services: Some(&self.catalogue.services),
            error_files: Some(self.error_files),
            log_profiles: self.log_profiles,
            stick_counters: self.stick_counters,
            bandwidth: self.bandwidth,
            resolvers: self.resolvers,
        }
    }
}

/// Reads `<action> … [if|unless <condition>]`.
pub(super) fn rule(
    cx: &mut Late<'_, '_>,
    words: &mut Words<'_, '_>,
    ruleset: Ruleset,
    name: &str,
) -> Done {
    let word = words.expect("an action")?;
    // A redirection that may turn out to have no place to go to lets the next rules run.
    let maybe = words.rest().iter().any(|word| *word == "ignore-empty");
    let action = match cx.catalogue.action(ruleset, word.str()) {
        Some(spec) => {
            let mut parse = cx.action(ruleset, word);
            let parsed = (spec.parse)(&mut parse, words);
            let open = spec.name.ends_with('(') || spec.usage.starts_with("<number>");
            let usage = if open {
                format!("{}{}", spec.name, spec.usage)
            } else {
                format!("{} {}", spec.name, spec.usage)
            };
            parsed.map_err(|wrong| wrong.usage(name, usage.trim_end()))?
        }
        None => return Err(unknown_action(cx, word, ruleset, name)),
    };
    let (condition, tried) = condition(cx, words, ruleset)?;
    words
        .finish("the action")
        .map_err(|diagnostic| diagnostic.help("a condition begins with `if` or `unless`"))?;
    let stage = match ruleset {
        Ruleset::TcpConnection => Some(Stage::TcpConnection),
        Ruleset::TcpSession => Some(Stage::TcpSession),
        Ruleset::TcpContent => Some(Stage::TcpContent),
        Ruleset::HttpRequest => Some(Stage::HttpRequest),
        Ruleset::TcpResponse | Ruleset::HttpResponse | Ruleset::HttpAfterResponse => None,
    };
    if let Some(stage) = stage {
        cx.stage(stage);
    }
    cx.order.rule((ruleset, name), word.str(), condition.is_some() || maybe, cx.span, cx.notes);
    // Connections have no place for the last rule (configuration manual, `last_rule_file`).
    let connects = matches!(ruleset, Ruleset::TcpConnection | Ruleset::TcpSession);
    let place = (!connects).then_some(cx.place);
    let rule = Rule { action, condition, span: cx.span, tried, place };
    set(cx, ruleset).0.push(rule);
    Ok(())
}

/// A rule's condition, and what the rule has to be tried with.
type When = (Option<Condition>, Option<Box<[Expr]>>);

/// Reads the condition behind the action that was just read; also what the rule has to be tried with
/// where rules may wait: expressions that call scripts, and the condition may call some, too.
pub(super) fn condition(
    cx: &mut Late<'_, '_>,
    words: &mut Words<'_, '_>,
    ruleset: Ruleset,
) -> Result<When, Diagnostic> {
    let scripted = std::mem::take(&mut cx.compiler.scripted);
    let condition = cx.condition(words, point(ruleset, cx.section.is_backend()).into())?;
    cx.compiler.scripted.clear();
    let waits = !matches!(ruleset, Ruleset::TcpConnection | Ruleset::TcpSession);
    let scripts = || condition.is_some() && cx.compiler.catalogue.has_scripts();
    let tried = (waits && (!scripted.is_empty() || scripts())).then(|| scripted.into());
    Ok((condition, tried))
}

fn set<'p>(cx: &'p mut Late<'_, '_>, ruleset: Ruleset) -> &'p mut Rules {
    let rules = &mut cx.proxy.rules;
    match ruleset {
        Ruleset::TcpConnection => &mut rules.tcp_connection,
        Ruleset::TcpSession => &mut rules.tcp_session,
        Ruleset::TcpContent => &mut rules.tcp_content,
        Ruleset::TcpResponse => &mut rules.tcp_response,
        Ruleset::HttpRequest => &mut rules.http_request,
        Ruleset::HttpResponse => &mut rules.http_response,
        Ruleset::HttpAfterResponse => &mut rules.http_after_response,
    }
}

/// Not an action of this rule set: known but not supported, of other rule sets, or a mistake.
fn unknown_action(cx: &Late<'_, '_>, word: &Word<'_>, ruleset: Ruleset, set: &str) -> Diagnostic {
    let name = word.str().split('(').next().unwrap_or_default();
    if unsupported::action(set, name) {
        return Diagnostic::unsupported(word.span(), format!("action `{name}` of `{set}`"));
    }
    if name.starts_with("lua.") {
        return Diagnostic::alert(word.span(), format!("unknown action `{name}`"))
            .label("no script registered an action of that name");
    }
    let mut names: Vec<&str> = cx.catalogue.actions(ruleset).map(|spec| spec.name).collect();
    names.sort_unstable();
    let diagnostic = Diagnostic::alert(word.span(), format!("`{set}` has no action `{name}`"));
    if cx.catalogue.knows_action(word.str()) {
        return diagnostic.help("the action exists, but not in this rule set");
    }
    let near = diagnostic.clone().did_you_mean(name, names.iter().copied());
    match near.help.is_some() || names.is_empty() {
        true => near,
        false => diagnostic.help(format!("the actions of `{set}` are {}", names.join(", "))),
    }
}
