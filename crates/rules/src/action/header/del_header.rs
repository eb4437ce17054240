//! `del-header`: header fields removed by their names.

use crate::action::prelude::*;
use moongate_sample::Regex;

const GET: &str = "GET / HTTP/1.1\nhost: a\nx-aa: 1\nx-ab: 2\ny: 3\nx-aa: 4\n\n";

/// The declaration.
pub static DEL_HEADER: ActionSpec = ActionSpec {
    name: "del-header",
    rulesets: ALL_HTTP,
    usage: "<name> [ -m { str | beg | end | sub | reg } ]",
    sentence: "Removes all header fields of that name, or whose names match.",
    examples: &[
        ActionExample::shows("http-request del-header X-AA", GET, "req.hdr_names", "host,x-ab,y"),
        ActionExample::shows("http-request del-header x- -m beg", GET, "req.hdr_names", "host,y"),
        ActionExample::shows(
            "http-request del-header ^x-.b$ -m reg",
            GET,
            "req.hdr_names",
            "host,x-aa,y,x-aa",
        ),
        ActionExample::shows("http-request del-header A -m end", GET, "req.hdr_cnt(x-aa)", "0"),
    ],
    parse,
};

#[derive(Debug)]
enum Names {
    Is(Box<[u8]>),
    Begins(Box<[u8]>),
    Ends(Box<[u8]>),
    Contains(Box<[u8]>),
    Matches(Box<Regex>),
}

#[derive(Debug)]
struct DelHeader {
    names: Names,
    response: bool,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let word = words.expect("a header's name")?;
    let lower: Box<[u8]> = word.bytes().to_ascii_lowercase().into();
    let names = if words.take("-m") {
        let method = words.expect("a matching method")?;
        match method.str() {
            "str" => Names::Is(lower),
            "beg" => Names::Begins(lower),
            "end" => Names::Ends(lower),
            "sub" => Names::Contains(lower),
            "reg" => {
                let regex = Regex::new(word.bytes(), false);
                let error = |error| Diagnostic::alert(word.span(), format!("{error}"));
                Names::Matches(Box::new(regex.map_err(error)?))
            }
            name => {
                let message = format!("`del-header` has no matching method `{name}`");
                return Err(Diagnostic::alert(method.span(), message)
                    .help("the methods are `str`, `beg`, `end`, `sub` and `reg`"));
            }
        }
    } else {
        Names::Is(lower)
    };
    Ok(Box::new(DelHeader { names, response: of_response(cx.ruleset) }))
}

impl Action for DelHeader {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let head = head(cx.txn, self.response);
        match &self.names {
            Names::Is(name) => {
                head.remove(name);
            }
            Names::Begins(text) => head.retain(|name, _| !name.starts_with(text)),
            Names::Ends(text) => head.retain(|name, _| !name.ends_with(text)),
            Names::Contains(text) => {
                head.retain(|name, _| memchr::memmem::find(name, text).is_none());
            }
            Names::Matches(regex) => head.retain(|name, _| !regex.is_match(name)),
        }
        Verdict::Continue
    }
}
