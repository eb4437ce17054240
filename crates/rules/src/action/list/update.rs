//! `set-map`, `del-map`, `add-acl` and `del-acl`: entries of maps and of lists of patterns.

use crate::action::prelude::*;
use moongate_lang::arguments;
use moongate_sample::PatternRef;
use std::sync::Arc;

const GET: &str = "GET /p HTTP/1.1\nhost: a\n\n";

/// `set-map`
pub static SET_MAP: ActionSpec = ActionSpec {
    name: "set-map(",
    rulesets: ALL_HTTP,
    usage: "<map>) <key format> <value format>",
    sentence: "Gives a key of a map another value, or adds it.",
    examples: &[
        ActionExample::shows(
            "http-request set-map(virt@m) %[path] %[hdr(host)]-x",
            GET,
            "path,map(virt@m)",
            "a-x",
        ),
        ActionExample::absent("http-request set-map(virt@m) k v", GET, "path,map(virt@m)"),
    ],
    parse: |cx, words| parse(cx, words, Change::Set),
};

/// `del-map`
pub static DEL_MAP: ActionSpec = ActionSpec {
    name: "del-map(",
    rulesets: ALL_HTTP,
    usage: "<map>) <key format>",
    sentence: "Removes a key from a map.",
    examples: &[
        ActionExample::absent("http-request del-map(virt@m) %[path]", GET, "path,map(virt@m)"),
        ActionExample::shows("http-response del-map(virt@m) k", GET, "str(on)", "on"),
    ],
    parse: |cx, words| parse(cx, words, Change::Del),
};

/// `add-acl`
pub static ADD_ACL: ActionSpec = ActionSpec {
    name: "add-acl(",
    rulesets: HTTP,
    usage: "<file>) <key format>",
    sentence: "Adds a pattern to a list, unless it has it.",
    examples: &[
        ActionExample::shows("http-request add-acl(virt@l) %[path]", GET, "str(on)", "on"),
        ActionExample::shows("http-response add-acl(virt@l) x", GET, "str(on)", "on"),
    ],
    parse: |cx, words| parse(cx, words, Change::Add),
};

/// `del-acl`
pub static DEL_ACL: ActionSpec = ActionSpec {
    name: "del-acl(",
    rulesets: ALL_HTTP,
    usage: "<file>) <key format>",
    sentence: "Removes a pattern from a list.",
    examples: &[
        ActionExample::shows("http-request del-acl(virt@l) %[path]", GET, "str(on)", "on"),
        ActionExample::shows("http-after-response del-acl(virt@l) x", GET, "str(on)", "on"),
    ],
    parse: |cx, words| parse(cx, words, Change::Del),
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Set,
    Add,
    Del,
}

#[derive(Debug)]
struct Update {
    list: Arc<PatternRef>,
    change: Change,
    key: Format,
    value: Option<Format>,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>, change: Change) -> Parsed {
    let word = cx.keyword;
    let open = memchr::memchr(b'(', word.bytes()).unwrap_or(word.bytes().len());
    let read = arguments::read(word, open)?;
    let [name] = &*read.list else {
        return Err(Diagnostic::alert(word.span(), "one name is expected in the parentheses")
            .help("write it as in `set-map(/etc/hosts.map)` or `set-map(virt@hosts)`"));
    };
    let values = word.bytes()[..open].ends_with(b"map");
    let compiler = &*cx.compiler;
    let list = compiler
        .patterns
        .file(name.str(), values, &compiler.folder)
        .map_err(|message| Diagnostic::alert(name.span(), message))?;
    let key = format(cx, words, "the key")?;
    let value = match change {
        Change::Set => Some(format(cx, words, "the value")?),
        Change::Add | Change::Del => None,
    };
    Ok(Box::new(Update { list, change, key, value }))
}

impl Action for Update {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let mut key = Vec::new();
        self.key.write(&cx.cx(), &mut key);
        let mut value = Vec::new();
        if let Some(format) = &self.value {
            format.write(&cx.cx(), &mut value);
        }
        // A key that can't be matched the way the list is used stays out, as on the runtime API.
        match self.change {
            Change::Set => drop(self.list.put(&key, &value)),
            Change::Add if self.list.get(&key).is_some() => {}
            Change::Add => drop(self.list.add(&key, None)),
            Change::Del => drop(self.list.del(&key)),
        }
        Verdict::Continue
    }
}
