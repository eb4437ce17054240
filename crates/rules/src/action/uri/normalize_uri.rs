//! `normalize-uri`: one of several ways to write a target as others would (RFC 3986 section 6.2).

use super::normalizers as by;
use crate::action::prelude::*;
use crate::errors;

const GET: &str = "GET /a/./b//../%2e%zz?b=1&a=%6f&b=0 HTTP/1.1\nhost: a\n\n";

/// The declaration.
pub static NORMALIZE_URI: ActionSpec = ActionSpec {
    name: "normalize-uri",
    rulesets: REQUEST,
    usage: "{ fragment-encode | fragment-strip | path-merge-slashes | path-strip-dot | path-strip-dotdot [ full ] | percent-decode-unreserved [ strict ] | percent-to-uppercase [ strict ] | query-sort-by-name }",
    sentence: "Writes the target's path and query in one of several normal forms; `strict` refuses broken percent-encodings with 400.",
    examples: &[
        ActionExample::shows(
            "http-request normalize-uri fragment-strip",
            GET,
            "url",
            "/a/./b//../%2e%zz?b=1&a=%6f&b=0",
        ),
        ActionExample::shows(
            "http-request normalize-uri fragment-encode",
            "GET /a HTTP/1.1\nhost: a\n\n",
            "url",
            "/a",
        ),
        ActionExample::shows(
            "http-request normalize-uri path-merge-slashes",
            GET,
            "path",
            "/a/./b/../%2e%zz",
        ),
        ActionExample::shows(
            "http-request normalize-uri path-strip-dot",
            GET,
            "path",
            "/a/b//../%2e%zz",
        ),
        ActionExample::shows(
            "http-request normalize-uri path-strip-dotdot",
            GET,
            "path",
            "/a/./b/%2e%zz",
        ),
        ActionExample::shows(
            "http-request normalize-uri percent-decode-unreserved",
            GET,
            "path",
            "/a/./b//../.%zz",
        ),
        ActionExample::shows(
            "http-request normalize-uri percent-to-uppercase strict",
            GET,
            "status",
            "400",
        ),
        ActionExample::shows(
            "http-request normalize-uri percent-to-uppercase",
            GET,
            "query",
            "b=1&a=%6F&b=0",
        ),
        ActionExample::shows(
            "http-request normalize-uri query-sort-by-name",
            GET,
            "query",
            "a=%6f&b=1&b=0",
        ),
    ],
    parse,
};

/// Makes the path and query anew; none if they are broken and that matters.
type Normalizer = fn(&[u8]) -> Option<Vec<u8>>;

#[derive(Debug)]
struct NormalizeUri(Normalizer);

const NORMALIZERS: [(&str, Option<&str>, Normalizer); 11] = [
    ("fragment-encode", None, by::encode_fragment),
    ("fragment-strip", None, by::strip_fragment),
    ("path-merge-slashes", None, |text| by::in_path(text, by::merge_slashes)),
    ("path-strip-dot", None, |text| by::in_path(text, by::strip_dot)),
    ("path-strip-dotdot", Some("full"), |text| {
        by::in_path(text, |path| by::strip_dotdot(path, true))
    }),
    ("path-strip-dotdot", None, |text| by::in_path(text, |path| by::strip_dotdot(path, false))),
    ("percent-decode-unreserved", Some("strict"), |text| by::decode(text, true)),
    ("percent-decode-unreserved", None, |text| by::decode(text, false)),
    ("percent-to-uppercase", Some("strict"), |text| by::uppercase(text, true)),
    ("percent-to-uppercase", None, |text| by::uppercase(text, false)),
    ("query-sort-by-name", None, by::sort_query),
];

fn parse(_: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("a normalizer")?;
    let mut options = NORMALIZERS.iter().filter(|(name, _, _)| *word == **name).peekable();
    if options.peek().is_none() {
        let known = NORMALIZERS.iter().map(|(name, _, _)| *name);
        let message = format!("there is no normalizer `{}`", word.str());
        return Err(Diagnostic::alert(word.span(), message).did_you_mean(word.str(), known));
    }
    let found = options.find(|(_, option, _)| option.is_none_or(|option| words.take(option)));
    match found {
        Some((_, _, normalizer)) => Ok(Box::new(NormalizeUri(*normalizer))),
        None => Err(Diagnostic::alert(word.span(), "this normalizer can't be used")),
    }
}

impl Action for NormalizeUri {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let head = &mut cx.txn.request;
        // `*` and the authority of a `CONNECT` have no path.
        let Some(target) = head.pathq().filter(|target| target.starts_with(b"/")) else {
            return Verdict::Continue;
        };
        match (self.0)(target) {
            Some(made) => {
                if made != target {
                    head.set_pathq(&made);
                }
                Verdict::Continue
            }
            None => {
                crate::action::answer::refused(cx.txn, false);
                Verdict::Reply(errors::reply(400, &mut cx.txn.response))
            }
        }
    }
}
