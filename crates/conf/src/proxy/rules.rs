//! `http-request`, `http-response`, `http-after-response`, `tcp-request`, `tcp-response`: rules.

use super::PLAIN;
use super::rule::rule;
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use crate::values;
use moongate_lang::{Diagnostic, Words};
use moongate_rules::Ruleset;

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
            let delay = values::timeout(words, "a time")?;
            if cx.delay(false) {
                cx.proxy.settings.inspect_delay = delay;
            }
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
            let delay = values::timeout(words, "a time")?;
            if cx.delay(true) {
                cx.proxy.settings.response_inspect_delay = delay;
            }
            words.finish("the time")
        }
        name => {
            Err(Diagnostic::alert(what.span(), format!("unknown rule set `tcp-response {name}`"))
                .did_you_mean(name, ["content", "inspect-delay"]))
        }
    }
}
