//! `redirect`: clients are sent to another place, as by the action of `http-request`.

use super::PLAIN;
use super::rule::point;
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use crate::order::Stage;
use moongate_lang::Words;
use moongate_rules::action::{ParseCx, parse_redirect};
use moongate_rules::{Rule, Ruleset};

pub(super) static REDIRECT: Keyword = Keyword {
    name: "redirect",
    sections: Sections::PROXIES,
    usage: "redirect { location <url> | prefix <text> | scheme <scheme> } [option…] [{ if | unless } <condition>]",
    sentence: "Sends the client to another place; looked at once no rule of `http-request` has answered.",
    examples: &[
        "redirect scheme https code 301 unless { dst_port 443 }",
        "redirect location /sorry.html if { path_beg /closed }",
    ],
    parse: Parse::Late(parse),
    ..PLAIN
};

fn parse(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let point = point(Ruleset::HttpRequest, cx.section.is_backend());
    let mut parse = ParseCx {
        compiler: cx.compiler,
        ruleset: Ruleset::HttpRequest,
        point,
        keyword: cx.keyword,
        scripts: Some(cx.scripts),
        services: Some(&cx.catalogue.services),
        error_files: Some(cx.error_files),
        log_profiles: cx.log_profiles,
        stick_counters: cx.stick_counters,
        bandwidth: cx.bandwidth,
        resolvers: cx.resolvers,
    };
    let action = parse_redirect(&mut parse, words)?;
    let tried = super::rule::tried(cx, Ruleset::HttpRequest);
    let condition = cx.condition(words, point.into())?;
    let tried = super::rule::tried_if(cx, tried, condition.is_some());
    words.finish("the redirection")?;
    cx.stage(Stage::Redirect);
    cx.proxy.rules.redirect.0.push(Rule { action, condition, span: cx.span, tried, place: None });
    Ok(())
}
