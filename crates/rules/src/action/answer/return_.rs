//! `return`: an answer of the configuration's own.

use super::reply::Reply;
use crate::action::prelude::*;

const GET: &str = "GET /p HTTP/1.1\nhost: a\n\n";

/// The declaration.
pub static RETURN: ActionSpec = ActionSpec {
    name: "return",
    rulesets: HTTP,
    usage: "[ status <status> ] [ content-type <type> ] [ { default-errorfiles | errorfile <file> | file <file> | lf-file <file> | string <text> | lf-string <format> } ] [ hdr <name> <format> ]…",
    sentence: "Answers with this status (200 if left out), these headers and this body.",
    examples: &[
        ActionExample::shows("http-request return", GET, "res.hdrs", "content-length: 0\r\n\r\n"),
        ActionExample::shows(
            "http-request return status 201 content-type text/plain lf-string '%[path]!' hdr X-A %[req.hdr(host)]",
            GET,
            "res.hdrs",
            "x-a: a\r\ncontent-length: 3\r\ncontent-type: text/plain\r\n\r\n",
        ),
        ActionExample::shows(
            "http-request return content-type text/plain string hello",
            GET,
            "res.body",
            "hello",
        ),
        ActionExample::shows("http-request return status 204", GET, "res.hdr_cnt", "0"),
        ActionExample::shows(
            "http-request return status 404 default-errorfiles",
            GET,
            "status",
            "404",
        ),
    ],
    parse,
};

#[derive(Debug)]
struct Return(Reply);

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    Ok(Box::new(Return(Reply::parse(cx, words, None)?)))
}

impl Action for Return {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        Verdict::Reply(self.0.make(cx))
    }
}
