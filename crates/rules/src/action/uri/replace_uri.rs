//! `replace-uri`, `replace-path` and `replace-pathq`: parts of the target that match, replaced.

use crate::action::header::{Replacing, replaced};
use crate::action::prelude::*;

const GET: &str = "GET /foo/bar?q=1 HTTP/1.1\nhost: a\n\n";

/// `replace-uri`
pub static REPLACE_URI: ActionSpec = ActionSpec {
    name: "replace-uri",
    rulesets: REQUEST,
    usage: "<regex> <format>",
    sentence: "Replaces the whole target if it matches; `\\1` stands for the first group.",
    examples: &[
        ActionExample::shows(
            "http-request replace-uri (.*) http://x\\1",
            GET,
            "url",
            "http://x/foo/bar?q=1",
        ),
        ActionExample::shows(
            "http-request replace-uri ^http:(.*) https:\\1",
            GET,
            "url",
            "/foo/bar?q=1",
        ),
    ],
    parse: |cx, words| parse(cx, words, Part::Uri),
};

/// `replace-path`
pub static REPLACE_PATH: ActionSpec = ActionSpec {
    name: "replace-path",
    rulesets: REQUEST,
    usage: "<regex> <format>",
    sentence: "Replaces the path if it matches; `\\1` stands for the first group.",
    examples: &[
        ActionExample::shows("http-request replace-path /foo/(.*) /\\1", GET, "url", "/bar?q=1"),
        ActionExample::absent(
            "http-request replace-path (.*) /x",
            "OPTIONS * HTTP/1.1\nhost: a\n\n",
            "path",
        ),
    ],
    parse: |cx, words| parse(cx, words, Part::Path),
};

/// `replace-pathq`
pub static REPLACE_PATHQ: ActionSpec = ActionSpec {
    name: "replace-pathq",
    rulesets: REQUEST,
    usage: "<regex> <format>",
    sentence: "Replaces the path and the query if they match; `\\1` stands for the first group.",
    examples: &[ActionExample::shows(
        "http-request replace-pathq '([^?]*)(\\?(.*))?' '\\1/x\\2'",
        GET,
        "url",
        "/foo/bar/x?q=1",
    )],
    parse: |cx, words| parse(cx, words, Part::PathQ),
};

#[derive(Clone, Copy, Debug)]
enum Part {
    Uri,
    Path,
    PathQ,
}

#[derive(Debug)]
struct ReplaceUri {
    part: Part,
    replacing: Replacing,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>, part: Part) -> Parsed {
    Ok(Box::new(ReplaceUri { part, replacing: Replacing::parse(cx, words)? }))
}

impl Action for ReplaceUri {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let Some(ready) = self.replacing.template(cx) else { return Verdict::Fault };
        let mut text = std::mem::take(cx.scratch);
        let head = &mut cx.txn.request;
        let old = match self.part {
            Part::Uri => Some(head.uri()),
            Part::Path => head.path(),
            Part::PathQ => head.pathq(),
        };
        if old.is_some_and(|old| replaced(&ready, old, &mut text)) {
            match self.part {
                Part::Uri => {
                    head.set_uri(&text);
                    target_to_host(head);
                }
                Part::Path => head.set_path(&text),
                Part::PathQ => head.set_pathq(&text),
            }
        }
        text.clear();
        *cx.scratch = text;
        Verdict::Continue
    }
}
