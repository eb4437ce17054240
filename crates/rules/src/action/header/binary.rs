//! `add-headers-bin`, `set-headers-bin` and `del-headers-bin`: header fields from the bytes of
//! `req.hdrs_bin`.

use crate::action::prelude::*;
use moongate_sample::{Sample, Type};

const GET: &str = "GET / HTTP/1.1\nhost: a\nx-a: 1\nx-b: 2\n\n";

/// `add-headers-bin`
pub static ADD_HEADERS_BIN: ActionSpec = ActionSpec {
    name: "add-headers-bin",
    rulesets: ALL_HTTP,
    usage: "<expression> [ prefix <text> ]",
    sentence: "Adds the header fields of a binary list behind all others, or those whose names begin with the prefix.",
    examples: &[
        ActionExample::shows(
            "http-request add-headers-bin req.hdrs_bin",
            GET,
            "req.hdr_cnt(x-a)",
            "2",
        ),
        ActionExample::shows(
            "http-request add-headers-bin bin(03782d6301370000)",
            GET,
            "req.hdr(x-c)",
            "7",
        ),
        ActionExample::shows(
            "http-request add-headers-bin req.hdrs_bin prefix x-b",
            GET,
            "req.hdr_names",
            "host,x-a,x-b,x-b",
        ),
        ActionExample::absent("http-request add-headers-bin bin(ff01)", GET, "req.hdr(x-c)"),
    ],
    parse: |cx, words| parse(cx, words, false),
};

/// `set-headers-bin`
pub static SET_HEADERS_BIN: ActionSpec = ActionSpec {
    name: "set-headers-bin",
    rulesets: ALL_HTTP,
    usage: "<expression> [ prefix <text> ]",
    sentence: "Puts the header fields of a binary list in place of those of their names, or those whose names begin with the prefix.",
    examples: &[
        ActionExample::shows(
            "http-request set-headers-bin req.hdrs_bin",
            GET,
            "req.hdr_cnt(x-a)",
            "1",
        ),
        ActionExample::shows(
            "http-request set-headers-bin bin(03782d610139)",
            GET,
            "req.hdrs",
            "host: a\r\nx-b: 2\r\nx-a: 9\r\n\r\n",
        ),
    ],
    parse: |cx, words| parse(cx, words, true),
};

/// `del-headers-bin`
pub static DEL_HEADERS_BIN: ActionSpec = ActionSpec {
    name: "del-headers-bin",
    rulesets: ALL_HTTP,
    usage: "<expression> [ -m { str | beg | end | sub } ]",
    sentence: "Removes the header fields whose names are in a binary list, or match one of them.",
    examples: &[
        ActionExample::shows(
            "http-request del-headers-bin bin(03782d610000)",
            GET,
            "req.hdr_names",
            "host,x-b",
        ),
        ActionExample::shows(
            "http-request del-headers-bin bin(02782d00) -m beg",
            GET,
            "req.hdr_names",
            "host",
        ),
    ],
    parse: parse_del,
};

#[derive(Debug)]
struct Insert {
    list: Expr,
    prefix: Box<[u8]>,
    replace: bool,
    response: bool,
}

#[derive(Debug)]
struct Delete {
    names: Expr,
    matches: fn(&[u8], &[u8]) -> bool,
    response: bool,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>, replace: bool) -> Parsed {
    let list = cx.compiler.expr(words, cx.point)?;
    let prefix = match words.take("prefix") {
        true => words.expect("a prefix")?.bytes().to_ascii_lowercase().into(),
        false => Box::default(),
    };
    Ok(Box::new(Insert { list, prefix, replace, response: of_response(cx.ruleset) }))
}

fn parse_del(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>) -> Parsed {
    let names = cx.compiler.expr(words, cx.point)?;
    let mut matches: fn(&[u8], &[u8]) -> bool = |name, text| name == text;
    if words.take("-m") {
        let method = words.expect("a matching method")?;
        matches = match method.str() {
            "str" => matches,
            "beg" => |name, text| name.starts_with(text),
            "end" => |name, text| name.ends_with(text),
            "sub" => |name, text| memchr::memmem::find(name, text).is_some(),
            name => {
                let message = format!("`del-headers-bin` has no matching method `{name}`");
                return Err(Diagnostic::alert(method.span(), message)
                    .help("the methods are `str`, `beg`, `end` and `sub`"));
            }
        };
    }
    Ok(Box::new(Delete { names, matches, response: of_response(cx.ruleset) }))
}

/// The next text of a list: a length (see `req.hdrs_bin`), and as many bytes.
fn text<'t>(list: &mut &'t [u8]) -> Option<&'t [u8]> {
    let (&first, mut rest) = list.split_first()?;
    let mut length = u64::from(first);
    if first >= 240 {
        for shift in (4..64).step_by(7) {
            let (&byte, after) = rest.split_first()?;
            rest = after;
            length = length.checked_add(u64::from(byte).checked_shl(shift)?)?;
            if byte < 128 {
                break;
            }
        }
    }
    let (text, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    *list = rest;
    Some(text)
}

/// A name may have what a token has (RFC 9110 section 5.6.2).
fn is_name(name: &[u8]) -> bool {
    let token = |byte: &u8| byte.is_ascii_graphic() && !b"\"(),/:;<=>?@[\\]{}".contains(byte);
    !name.is_empty() && name.iter().all(token)
}

fn list(cx: &ActionCx<'_>, expr: &Expr) -> Vec<u8> {
    match expr.eval_as(&cx.cx(), Type::Bin) {
        Ok(Sample::Bin(bytes)) => bytes.into_owned(),
        _ => Vec::new(),
    }
}

impl Action for Insert {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let bytes = list(cx, &self.list);
        let mut rest = &*bytes;
        let mut fields = Vec::new();
        while let (Some(name), Some(value)) = (text(&mut rest), text(&mut rest)) {
            // Two empty ones end the list.
            if name.is_empty() {
                break;
            }
            let name = name.to_ascii_lowercase();
            if is_name(&name) && name.starts_with(&self.prefix) {
                fields.push((name, value));
            }
        }
        let head = head(cx.txn, self.response);
        if self.replace {
            for (name, _) in &fields {
                head.remove(name);
            }
        }
        for (name, value) in &fields {
            head.add(name, value.trim_ascii());
        }
        if !self.response && fields.iter().any(|(name, _)| name == b"host") {
            host_to_target(head);
        }
        Verdict::Continue
    }
}

impl Action for Delete {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let bytes = list(cx, &self.names);
        let mut rest = &*bytes;
        let mut names = Vec::new();
        while let Some(name) = text(&mut rest).filter(|name| !name.is_empty()) {
            names.push(name.to_ascii_lowercase());
        }
        let head = head(cx.txn, self.response);
        head.retain(|name, _| !names.iter().any(|text| (self.matches)(name, text)));
        Verdict::Continue
    }
}
