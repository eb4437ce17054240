//! `stats http-request` and `stats admin`: who may see the page, and who may change something there.

use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use crate::plan::StatsPage;
use crate::proxy::PLAIN;
use crate::proxy::rule::{condition, point};
use moongate_lang::{Diagnostic, Words};
use moongate_rules::action::ask;
use moongate_rules::{Rule, Ruleset};
use moongate_sample::Point;

pub(in crate::proxy) static HTTP_REQUEST: Keyword = Keyword {
    name: "stats http-request",
    sections: Sections::PROXIES,
    usage: "stats http-request { allow | deny | auth [realm <realm>] } [{ if | unless } <condition>]",
    sentence: "Says who may see the page of statistics: the first rule whose condition is met decides.",
    examples: &[
        "stats http-request deny unless { src 10.0.0.0/8 }",
        "stats http-request allow if LOCALHOST",
    ],
    parse: Parse::Late(http_request),
    ..PLAIN
};

pub(in crate::proxy) static ADMIN: Keyword = Keyword {
    name: "stats admin",
    sections: Sections::PROXIES,
    usage: "stats admin { if | unless } <condition>",
    sentence: "Lets those who meet the condition change the states of servers on the page of statistics.",
    examples: &["stats admin if LOCALHOST"],
    parse: Parse::Late(admin),
    ..PLAIN
};

const ACTIONS: [&str; 3] = ["allow", "deny", "auth"];

fn http_request(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let ruleset = Ruleset::HttpRequest;
    let word = words.expect("`allow`, `deny` or `auth`")?;
    let name = word.str();
    let spec = cx.catalogue.action(ruleset, name).filter(|_| ACTIONS.contains(&name));
    let Some(spec) = spec else {
        let message = format!("`stats http-request` has no action `{name}`");
        return Err(Diagnostic::alert(word.span(), message)
            .help("its actions are `allow`, `deny` and `auth`")
            .did_you_mean(name, ACTIONS));
    };
    let realm = name != "auth" || words.peek().is_some_and(|word| *word == *"realm");
    let mut parse = cx.action(ruleset, word);
    let action = match realm {
        true => (spec.parse)(&mut parse, words)?,
        false => ask(StatsPage::REALM),
    };
    let (condition, tried) = condition(cx, words, ruleset)?;
    words
        .finish("the action")
        .map_err(|diagnostic| diagnostic.help("a condition begins with `if` or `unless`"))?;
    let rule = Rule { action, condition, span: cx.span, tried, place: Some(cx.place) };
    cx.proxy.rules.stats.0.push(rule);
    Ok(())
}

fn admin(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let at = point(Ruleset::HttpRequest, cx.section.is_backend());
    let Some(condition) = cx.condition(words, Point::into(at))? else {
        return Err(Diagnostic::alert(words.here(), "a condition is missing")
            .label("expected `if` or `unless`")
            .help("write `stats admin if <condition>`; `if TRUE` lets everybody"));
    };
    words.finish("the condition")?;
    cx.proxy.stats_admin.push(condition);
    Ok(())
}
