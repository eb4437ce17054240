//! `http-request`, `http-response`, `http-after-response`, `tcp-request`, `tcp-response`: rules.

use super::PLAIN;
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use crate::order::Stage;
use crate::unsupported;
use crate::values;
use moongate_lang::{Diagnostic, Word, Words};
use moongate_rules::action::ParseCx;
use moongate_rules::{Rule, Rules, Ruleset};
use moongate_sample::{Point, Scope};

const ANY: Sections = Sections::NAMED.and(Sections::PROXIES);

pub(super) static HTTP_REQUEST: Keyword = Keyword {
    name: "http-request",
    sections: ANY,
    lenient: false,
    usage: "http-request <action> [{ if | unless } <condition>]",
    sentence: "Does something with each request that meets the condition.",
    examples: &["http-request deny if { path_beg /private }"],
    parse: Parse::Late(|cx, words| rule(cx, words, Ruleset::HttpRequest, "http-request")),
    ..PLAIN
};

pub(super) static HTTP_RESPONSE: Keyword = Keyword {
    name: "http-response",
    sections: ANY,
    lenient: false,
    usage: "http-response <action> [{ if | unless } <condition>]",
    sentence: "Does something with each response of a server that meets the condition.",
    examples: &["http-response del-header Server"],
    parse: Parse::Late(|cx, words| rule(cx, words, Ruleset::HttpResponse, "http-response")),
    ..PLAIN
};

pub(super) static HTTP_AFTER_RESPONSE: Keyword = Keyword {
    name: "http-after-response",
    sections: ANY,
    lenient: false,
    usage: "http-after-response <action> [{ if | unless } <condition>]",
    sentence: "Does something with every response, those that the proxy makes itself included.",
    examples: &["http-after-response set-header X-Frame-Options DENY"],
    parse: Parse::Late(|cx, words| {
        rule(cx, words, Ruleset::HttpAfterResponse, "http-after-response")
    }),
    ..PLAIN
};

pub(super) static TCP_REQUEST: Keyword = Keyword {
    name: "tcp-request",
    sections: ANY,
    lenient: false,
    usage: "tcp-request { connection | session | content } <action> [condition] | inspect-delay <time>",
    sentence: "Does something with a connection when it comes in, or with its first bytes.",
    examples: &[
        "tcp-request connection reject if { src 10.0.0.0/8 }",
        "tcp-request inspect-delay 5s",
    ],
    parse: Parse::Late(tcp_request),
    ..PLAIN
};

pub(super) static TCP_RESPONSE: Keyword = Keyword {
    name: "tcp-response",
    sections: Sections::NAMED.and(Sections::BACK),
    lenient: false,
    usage: "tcp-response { content <action> [condition] | inspect-delay <time> }",
    sentence: "Does something with the first bytes that a server sends.",
    examples: &["tcp-response content accept", "tcp-response inspect-delay 1s"],
    parse: Parse::Late(tcp_response),
    ..PLAIN
};

fn tcp_request(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let what = words.expect("`connection`, `session`, `content` or `inspect-delay`")?;
    let (ruleset, name) = match what.str() {
        "connection" => (Ruleset::TcpConnection, "tcp-request connection"),
        "session" => (Ruleset::TcpSession, "tcp-request session"),
        "content" => (Ruleset::TcpContent, "tcp-request content"),
        "inspect-delay" => {
            cx.proxy.settings.inspect_delay = values::timeout(words, "a time")?;
            return words.finish("the time");
        }
        name => {
            let message = format!("unknown rule set `tcp-request {name}`");
            return Err(Diagnostic::alert(what.span(), message)
                .did_you_mean(name, ["connection", "session", "content", "inspect-delay"]));
        }
    };
    if ruleset != Ruleset::TcpContent && !cx.section.is_frontend() {
        let message = format!("{name} is not allowed because {} is not a frontend", cx.title());
        return Err(Diagnostic::alert(what.span(), message)
            .help(format!("`{name}` belongs to a frontend or listen section")));
    }
    rule(cx, words, ruleset, name)
}

fn tcp_response(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let what = words.expect("`content` or `inspect-delay`")?;
    match what.str() {
        "content" => rule(cx, words, Ruleset::TcpResponse, "tcp-response content"),
        "inspect-delay" => {
            cx.proxy.settings.response_inspect_delay = values::timeout(words, "a time")?;
            words.finish("the time")
        }
        name => {
            Err(Diagnostic::alert(what.span(), format!("unknown rule set `tcp-response {name}`"))
                .did_you_mean(name, ["content", "inspect-delay"]))
        }
    }
}

/// Where the expressions of a rule set are evaluated.
fn points(ruleset: Ruleset, frontend: bool, backend: bool) -> (Point, Scope) {
    let (fe, be) = match ruleset {
        Ruleset::TcpConnection => (Point::FeTcpConnection, None),
        Ruleset::TcpSession => (Point::FeTcpSession, None),
        Ruleset::TcpContent => (Point::FeTcpContent, Some(Point::BeTcpContent)),
        Ruleset::TcpResponse => (Point::FeTcpResponse, Some(Point::BeTcpResponse)),
        Ruleset::HttpRequest => (Point::FeHttpRequest, Some(Point::BeHttpRequest)),
        Ruleset::HttpResponse | Ruleset::HttpAfterResponse => {
            (Point::FeHttpResponse, Some(Point::BeHttpResponse))
        }
    };
    match (frontend, backend, be) {
        (true, true, Some(be)) => (fe, Scope(Scope::from(fe).0 | Scope::from(be).0)),
        (false, true, Some(be)) => (be, be.into()),
        _ => (fe, fe.into()),
    }
}

/// Reads `<action> … [if|unless <condition>]`.
fn rule(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>, ruleset: Ruleset, name: &str) -> Done {
    let word = words.expect("an action")?;
    let (point, scope) = points(ruleset, cx.section.is_frontend(), cx.section.is_backend());
    let action = match cx.catalogue.action(ruleset, word.str()) {
        Some(spec) => {
            let mut parse = ParseCx {
                compiler: cx.compiler,
                ruleset,
                point,
                keyword: word,
                scripts: Some(cx.scripts),
            };
            (spec.parse)(&mut parse, words)?
        }
        None => match word.str() {
            "use-service" => crate::service::parse(cx, words, ruleset)?,
            _ => return Err(unknown_action(cx, word, ruleset, name)),
        },
    };
    let condition = cx.condition(words, scope)?;
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
    cx.order.rule((ruleset, name), word.str(), condition.is_some(), cx.span, cx.notes);
    let rule = Rule { action, condition, span: cx.span };
    set(cx, ruleset).0.push(rule);
    Ok(())
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
