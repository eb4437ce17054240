//! `option httpchk` and `option tcp-check`: what checks of servers speak.

use super::{OptionSpec, PLAIN};
use crate::keyword::{Done, EarlyCx, Sections};
use crate::plan::{CheckKind, CheckRequest};
use moongate_lang::{Diagnostic, Word, Words};
use std::sync::Arc;

pub(super) static HTTPCHK: OptionSpec = OptionSpec {
    name: "httpchk",
    sections: Sections::BACK,
    negatable: false,
    usage: "option httpchk [[<method>] <uri> [<version> [<host>]]]",
    sentence: "Checks servers with an HTTP request, which has to be answered with 2xx or 3xx.",
    examples: &[
        "option httpchk",
        "option httpchk /health",
        "option httpchk GET /health HTTP/1.1 www.example.org",
    ],
    parse: httpchk,
    ..PLAIN
};

pub(super) static TCP_CHECK: OptionSpec = OptionSpec {
    name: "tcp-check",
    sections: Sections::BACK,
    negatable: false,
    usage: "option tcp-check",
    sentence: "Checks servers with the steps that `tcp-check` lines describe.",
    examples: &["option tcp-check"],
    parse: |cx, _| {
        let check = Arc::make_mut(&mut cx.draft.settings.check).own();
        check.kind = CheckKind::Tcp;
        Ok(())
    },
    ..PLAIN
};

/// What is said of headers behind the version.
const HIDDEN: &str = "'option httpchk' : hiding headers or body at the end of the version string is deprecated. \
     Please, consider to use 'http-check send' directive instead.";

fn httpchk(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let list: Vec<&Word<'_>> = words.by_ref().collect();
    let mut request = CheckRequest::default();
    match list.as_slice() {
        [] => {}
        [uri] => request.uri = Some(uri.bytes().to_vec()),
        [method, uri, rest @ ..] => {
            request.method = Some(method.bytes().to_vec());
            request.uri = Some(uri.bytes().to_vec());
            if let Some(version) = rest.first()
                && hidden(version, &mut request)?
            {
                cx.warn(HIDDEN);
            }
            if let Some(host) = rest.get(1) {
                request.headers.push((b"host".to_vec(), host.bytes().to_vec()));
            }
            if let Some(more) = rest.get(2) {
                return Err(Diagnostic::alert(more.span(), "nothing may follow the host"));
            }
        }
    }
    let check = Arc::make_mut(&mut cx.draft.settings.check).own();
    check.kind = CheckKind::Http;
    check.request = request;
    Ok(())
}

/// Reads a version and what older configurations write behind it: headers and a body. Whether there
/// was any.
fn hidden(word: &Word<'_>, request: &mut CheckRequest) -> Result<bool, Diagnostic> {
    let mut rest = word.bytes();
    let mut line = || {
        let end = rest.windows(2).position(|pair| pair == b"\r\n");
        let (line, more) = match end {
            Some(end) => (&rest[..end], &rest[end + 2..]),
            None => (rest, &rest[rest.len()..]),
        };
        rest = more;
        line
    };
    let version = line();
    if !version.starts_with(b"HTTP/") {
        let message = format!("`{}` isn't a version of HTTP", word.str());
        return Err(Diagnostic::alert(word.span(), message).help("write `HTTP/1.0` or `HTTP/1.1`"));
    }
    request.version = Some(version.to_vec());
    let mut any = false;
    loop {
        let field = line();
        if field.is_empty() {
            break;
        }
        any = true;
        let Some(colon) = field.iter().position(|byte| *byte == b':') else {
            return Err(Diagnostic::alert(word.span(), "a header behind the version has no colon"));
        };
        let (name, value) = (&field[..colon], &field[colon + 1..]);
        request.headers.push((name.to_ascii_lowercase(), value.trim_ascii().to_vec()));
    }
    request.body = rest.to_vec();
    Ok(any || !request.body.is_empty())
}
