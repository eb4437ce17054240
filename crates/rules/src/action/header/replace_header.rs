//! `replace-header` and `replace-value`: values that match, replaced.

use super::replacing::Ready;
use super::{Replacing, name, replaced};
use crate::action::prelude::*;
use moongate_http::split_list;

const GET: &str =
    "GET /p HTTP/1.1\nhost: a\ncookie: foo=bar; b=c\nx: 10.0.0.1,  10.0.0.2\nx: q\n\n";

/// `replace-header`
pub static REPLACE_HEADER: ActionSpec = ActionSpec {
    name: "replace-header",
    rulesets: ALL_HTTP,
    usage: "<name> <regex> <format>",
    sentence: "Replaces each whole line of a header that matches; `\\1` stands for the first group.",
    examples: &[
        ActionExample::shows(
            "http-request replace-header Cookie 'foo=([^;]*);(.*)' 'foo=\\1;p=%[path];\\2'",
            GET,
            "req.fhdr(cookie)",
            "foo=bar;p=/p; b=c",
        ),
        ActionExample::shows("http-request replace-header x q z", GET, "req.fhdr(x)", "z"),
        ActionExample::shows("http-request replace-header x Q z", GET, "req.fhdr(x)", "q"),
    ],
    parse: |cx, words| parse(cx, words, false),
};

/// `replace-value`
pub static REPLACE_VALUE: ActionSpec = ActionSpec {
    name: "replace-value",
    rulesets: ALL_HTTP,
    usage: "<name> <regex> <format>",
    sentence: "Replaces each comma-delimited value of a header that matches; `\\1` stands for the first group.",
    examples: &[
        ActionExample::shows(
            "http-request replace-value x '^10\\.0\\.(.*)$' '172.16.\\1'",
            GET,
            "req.fhdr(x,1)",
            "172.16.0.1,172.16.0.2",
        ),
        ActionExample::shows(
            "http-request replace-value x '^10.*1$' ''",
            GET,
            "req.fhdr(x,1)",
            ",  10.0.0.2",
        ),
    ],
    parse: |cx, words| parse(cx, words, true),
};

#[derive(Debug)]
struct ReplaceHeader {
    name: Box<[u8]>,
    replacing: Replacing,
    response: bool,
    values: bool,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>, values: bool) -> Parsed {
    let name = name(words)?;
    let replacing = Replacing::parse(cx, words)?;
    Ok(Box::new(ReplaceHeader { name, replacing, response: of_response(cx.ruleset), values }))
}

impl Action for ReplaceHeader {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        if head(cx.txn, self.response).get(&self.name).is_none() {
            return Verdict::Continue;
        }
        let Some(ready) = self.replacing.template(cx) else { return Verdict::Fault };
        let mut text = std::mem::take(cx.scratch);
        let head = head(cx.txn, self.response);
        for at in 0..head.len() {
            let Some((name, value)) = head.field(at) else { break };
            if name != &*self.name {
                continue;
            }
            text.clear();
            let found = match self.values {
                true => replace_values(&ready, value, &mut text),
                false => replaced(&ready, value, &mut text),
            };
            if found {
                head.replace_value(at, &text);
            }
        }
        if !self.response && *self.name == *b"host" {
            host_to_target(head);
        }
        text.clear();
        *cx.scratch = text;
        Verdict::Continue
    }
}

/// Appends the line with its matching values replaced. White space around a replaced value goes
/// with it, as in HAProxy; everything else stays.
fn replace_values(ready: &Ready<'_>, line: &[u8], out: &mut Vec<u8>) -> bool {
    let base = line.as_ptr() as usize;
    let (mut copied, mut any) = (0, false);
    for value in split_list(line) {
        let start = value.as_ptr() as usize - base;
        let before = out.len();
        let kept = &line[copied..start];
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        let spaces = kept.iter().rev().take_while(|byte| blank(byte)).count();
        out.extend_from_slice(&kept[..kept.len() - spaces]);
        if replaced(ready, value, out) {
            let end = start + value.len();
            copied = end + line[end..].iter().take_while(|byte| blank(byte)).count();
            any = true;
        } else {
            out.truncate(before);
        }
    }
    out.extend_from_slice(&line[copied..]);
    any
}
