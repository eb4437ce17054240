//! `deny` and `tarpit`: an answer that refuses, at once or after a while.

use super::refused;
use super::reply::Reply;
use crate::action::prelude::*;

const GET: &str = "GET /p HTTP/1.1\nhost: a\n\n";
const ANSWER: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\n\n";
const USAGE: &str = "[ { status | deny_status } <status> ] [ content-type <type> ] [ { default-errorfiles | errorfile <file> | file <file> | lf-file <file> | string <text> | lf-string <format> } ] [ hdr <name> <format> ]…";

/// `http-request deny`
pub static DENY_REQUEST: ActionSpec = ActionSpec {
    name: "deny",
    rulesets: REQUEST,
    usage: USAGE,
    sentence: "Refuses the request: 403 and its default answer if nothing else is said.",
    examples: &[
        ActionExample::shows("http-request deny", GET, "status", "403"),
        ActionExample::shows(
            "http-request deny if { path /p }",
            GET,
            "res.body,word(4,'<>')",
            "403 Forbidden",
        ),
        ActionExample::shows(
            "http-request deny deny_status 429",
            GET,
            "res.hdr(content-length)",
            "117",
        ),
        ActionExample::shows(
            "http-request deny status 400",
            GET,
            "res.hdrs",
            "content-length: 0\r\n\r\n",
        ),
        ActionExample::shows("http-request deny", GET, "txn.sess_term_state", "PR"),
    ],
    parse: |cx, words| deny(cx, words, 403),
};

/// `http-response deny`
pub static DENY_RESPONSE: ActionSpec = ActionSpec {
    name: "deny",
    rulesets: Rulesets::of(&[Ruleset::HttpResponse]),
    usage: USAGE,
    sentence: "Refuses the response: 502 and its default answer if nothing else is said.",
    examples: &[
        ActionExample::shows("http-response deny if { status 200 }", ANSWER, "status", "502"),
        ActionExample::shows("http-response deny", ANSWER, "txn.sess_term_state", "PH"),
    ],
    parse: |cx, words| deny(cx, words, 502),
};

/// `http-request tarpit`
pub static TARPIT: ActionSpec = ActionSpec {
    name: "tarpit",
    rulesets: REQUEST,
    usage: USAGE,
    sentence: "Refuses the request after the time of `timeout tarpit`: 500 if nothing else is said.",
    examples: &[ActionExample::shows("http-request tarpit", GET, "status", "500")],
    parse: |cx, words| Ok(Box::new(Tarpit(Reply::parse(cx, words, Some(500))?))),
};

#[derive(Debug)]
struct Deny {
    reply: Reply,
    response: bool,
}

#[derive(Debug)]
struct Tarpit(Reply);

fn deny(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>, status: u16) -> Parsed {
    let response = of_response(cx.ruleset);
    Ok(Box::new(Deny { reply: Reply::parse(cx, words, Some(status))?, response }))
}

impl Action for Deny {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        refused(cx.txn, self.response);
        Verdict::Reply(self.reply.make(cx))
    }
}

impl Action for Tarpit {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        Verdict::Tarpit(self.0.make(cx))
    }
}
