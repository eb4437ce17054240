//! `set-method`, `set-uri`, `set-path`, `set-pathq` and `set-query`: parts of the request line.

use crate::action::prelude::*;

const GET: &str = "GET /p?q=1 HTTP/1.1\nhost: a\n\n";
const ABSOLUTE: &str = "GET http://a/p HTTP/1.1\nhost: a\n\n";

/// `set-method`
pub static SET_METHOD: ActionSpec = ActionSpec {
    name: "set-method",
    rulesets: REQUEST,
    usage: "<format>",
    sentence: "Replaces the method.",
    examples: &[ActionExample::shows("http-request set-method PUT", GET, "method", "PUT")],
    parse: |cx, words| parse(cx, words, "the method", Head::set_method),
};

/// `set-uri`
pub static SET_URI: ActionSpec = ActionSpec {
    name: "set-uri",
    rulesets: REQUEST,
    usage: "<format>",
    sentence: "Replaces the whole target.",
    examples: &[
        ActionExample::shows("http-request set-uri http://b%[pathq]", GET, "url", "http://b/p?q=1"),
        ActionExample::shows("http-request set-uri http://b%[pathq]", GET, "req.hdr(host)", "b"),
    ],
    parse: |cx, words| parse(cx, words, "the target", set_target),
};

/// `set-path`
pub static SET_PATH: ActionSpec = ActionSpec {
    name: "set-path",
    rulesets: REQUEST,
    usage: "<format>",
    sentence: "Replaces the path; scheme, host and query stay.",
    examples: &[
        ActionExample::shows("http-request set-path /%[hdr(host)]%[path]", GET, "url", "/a/p?q=1"),
        ActionExample::shows("http-request set-path /x", ABSOLUTE, "url", "http://a/x"),
    ],
    parse: |cx, words| parse(cx, words, "the path", Head::set_path),
};

/// `set-pathq`
pub static SET_PATHQ: ActionSpec = ActionSpec {
    name: "set-pathq",
    rulesets: REQUEST,
    usage: "<format>",
    sentence: "Replaces the path and the query; scheme and host stay.",
    examples: &[ActionExample::shows("http-request set-pathq /x", GET, "url", "/x")],
    parse: |cx, words| parse(cx, words, "the path and query", Head::set_pathq),
};

/// `set-query`
pub static SET_QUERY: ActionSpec = ActionSpec {
    name: "set-query",
    rulesets: REQUEST,
    usage: "<format>",
    sentence: "Replaces what follows the question mark, which is added unless the text is empty.",
    examples: &[
        ActionExample::shows("http-request set-query %[query,regsub(=,:,g)]", GET, "url", "/p?q:1"),
        ActionExample::shows("http-request set-query ''", GET, "url", "/p?"),
        ActionExample::shows("http-request set-query ''", ABSOLUTE, "url", "http://a/p"),
    ],
    parse: |cx, words| parse(cx, words, "the query", Head::set_query),
};

#[derive(Debug)]
struct SetUri {
    text: Format,
    set: fn(&mut Head, &[u8]),
}

fn parse(
    cx: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
    what: &str,
    set: fn(&mut Head, &[u8]),
) -> Parsed {
    Ok(Box::new(SetUri { text: format(cx, words, what)?, set }))
}

fn set_target(head: &mut Head, target: &[u8]) {
    head.set_uri(target);
    target_to_host(head);
}

impl Action for SetUri {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        with_text(cx, &self.text, |txn, text| (self.set)(&mut txn.request, text));
        Verdict::Continue
    }
}
