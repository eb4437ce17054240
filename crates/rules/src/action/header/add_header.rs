//! `add-header` and `set-header`: a header field behind all others.

use super::name;
use crate::action::prelude::*;

const GET: &str = "GET /p HTTP/1.1\nhost: a\nx-a: 1\nx-a: 2\n\n";
const ANSWER: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\nserver: s\n\n";

/// `add-header`
pub static ADD_HEADER: ActionSpec = ActionSpec {
    name: "add-header",
    rulesets: ALL_HTTP,
    usage: "<name> <format>",
    sentence: "Adds a header field behind all others.",
    examples: &[
        ActionExample::shows("http-request add-header X-A %[path]", GET, "req.fhdr_cnt(x-a)", "3"),
        ActionExample::shows("http-request add-header X-A %[path]", GET, "req.hdr(x-a)", "/p"),
        ActionExample::shows("http-response add-header x b", ANSWER, "res.hdr(x)", "b"),
    ],
    parse: |cx, words| parse(cx, words, false),
};

/// `set-header`
pub static SET_HEADER: ActionSpec = ActionSpec {
    name: "set-header",
    rulesets: ALL_HTTP,
    usage: "<name> <format>",
    sentence: "Adds a header field behind all others in place of those of its name.",
    examples: &[
        ActionExample::shows(
            "http-request set-header X-A %[req.hdr(x-a,1)]-%[path]",
            GET,
            "req.hdrs",
            "host: a\r\nx-a: 1-/p\r\n\r\n",
        ),
        ActionExample::shows(
            "http-after-response set-header server m",
            ANSWER,
            "res.fhdr(server)",
            "m",
        ),
        ActionExample::shows(
            "http-request set-header host b",
            "GET http://a/p HTTP/1.1\nhost: a\n\n",
            "url",
            "http://b/p",
        ),
        // What can't stand in a field is encoded: no value makes a second line.
        ActionExample::shows(
            "http-request set-header x '%[str(a),concat(\"\\r\\nb: c\")]'",
            GET,
            "req.hdr(x)",
            "a%0D%0Ab: c",
        ),
    ],
    parse: |cx, words| parse(cx, words, true),
};

#[derive(Debug)]
struct AddHeader {
    name: Box<[u8]>,
    value: Format,
    response: bool,
    replace: bool,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>, replace: bool) -> Parsed {
    let name = name(words)?;
    let value = format(cx, words, "the header's value")?;
    Ok(Box::new(AddHeader { name, value, response: of_response(cx.ruleset), replace }))
}

impl Action for AddHeader {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        with_text(cx, &self.value, |txn, value| {
            let head = head(txn, self.response);
            if self.replace {
                head.set(&self.name, value);
            } else {
                head.add(&self.name, value);
            }
            if !self.response && *self.name == *b"host" {
                host_to_target(head);
            }
        });
        Verdict::Continue
    }
}
