//! `redirect`: clients are sent to another place, as by the action of `http-request`.

use super::PLAIN;
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use crate::order::Stage;
use moongate_lang::Words;
use moongate_rules::action::parse_redirect;
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
    let keyword = cx.keyword;
    let mut parse = cx.action(Ruleset::HttpRequest, keyword);
    let action = parse_redirect(&mut parse, words)?;
    let (condition, tried) = super::rule::condition(cx, words, Ruleset::HttpRequest)?;
    words.finish("the redirection")?;
    cx.stage(Stage::Redirect);
    cx.proxy.rules.redirect.0.push(Rule { action, condition, span: cx.span, tried, place: None });
    Ok(())
}
