//! `errorfile`: answers of one's own to errors.

use super::PLAIN;
use crate::draft::{ErrorLine, Shared};
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::ErrorReply;
use crate::values;
use moongate_http::{Head, Limits, read_response};
use moongate_lang::{Diagnostic, Word, Words};
use std::path::Path;
use std::sync::Arc;

/// The codes that may have an error file (manual 4.2, `errorfile`).
pub(super) const CODES: [u16; 21] = [
    200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 414, 421, 422, 425, 429, 431, 500, 501, 502,
    503, 504,
];

pub(super) static ERRORFILE: Keyword = Keyword {
    name: "errorfile",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    usage: "errorfile <code> <file>",
    sentence: "Answers errors of this status with a file: a whole HTTP response, head and body.",
    examples: &["errorfile 503 /dev/null"],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let status = status(words, "errorfile")?;
    let word = words.expect("a file")?;
    words.finish("the file")?;
    let path = values::file(values::utf8(word)?, &cx.global.default_path, cx.shared);
    let reply = load(&path, word, cx.shared)?;
    set(cx, status, reply);
    Ok(())
}

pub(super) static ERRORFILES: Keyword = Keyword {
    name: "errorfiles",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    usage: "errorfiles <section> [<code>…]",
    sentence: "Answers errors as an `http-errors` section says: those of these statuses, or all of its.",
    examples: &["errorfiles site", "errorfiles site 403 404"],
    parse: Parse::Early(|cx, words| {
        let name = words.expect("the name of an `http-errors` section")?;
        let (span, name) = (name.span(), name.str().into());
        let mut statuses = Vec::new();
        while words.peek().is_some() {
            statuses.push(status(words, "errorfiles")?);
        }
        cx.draft.errors.push(ErrorLine::Import { name, span, statuses });
        Ok(())
    }),
    ..PLAIN
};

/// Reads the status that an answer is for.
pub(crate) fn status(words: &mut Words<'_, '_>, keyword: &str) -> Result<u16, Diagnostic> {
    let code = words.expect("a status")?;
    let known = |status: &u16| CODES.contains(status);
    code.str().parse::<u16>().ok().filter(known).ok_or_else(|| {
        let message = format!("status code '{}' not handled by '{keyword}'", code.str());
        Diagnostic::alert(code.span(), message).help(status_list())
    })
}

/// Says which statuses errors may have.
pub(super) fn status_list() -> String {
    let list: Vec<String> = CODES.iter().map(u16::to_string).collect();
    format!("the codes are {}", list.join(", "))
}

/// Sets the answer to a status.
pub(super) fn set(cx: &mut EarlyCx<'_, '_>, status: u16, reply: Arc<ErrorReply>) {
    cx.draft.errors.push(ErrorLine::One(status, reply));
}

/// Reads a file, once for all who use it.
pub(crate) fn load(
    path: &Path,
    word: &Word<'_>,
    shared: &mut Shared,
) -> Result<Arc<ErrorReply>, Diagnostic> {
    if let Some(reply) = shared.errors.get(path) {
        return Ok(Arc::clone(reply));
    }
    let shown = path.display();
    let text = std::fs::read(path).map_err(|error| {
        Diagnostic::alert(word.span(), format!("error opening file '{shown}'"))
            .label(values::io_reason(&error))
    })?;
    let reply = Arc::new(read(&text).map_err(|why| {
        Diagnostic::alert(word.span(), format!("unable to use file '{shown}' as an answer: {why}"))
            .help("the file has to hold a whole HTTP/1 response: status line, headers, an empty line, the body")
    })?);
    shared.errors.insert(path.to_owned(), Arc::clone(&reply));
    Ok(reply)
}

/// Cuts a response into head and body. An empty file is an answer of nothing: the connection is
/// closed without one.
fn read(text: &[u8]) -> Result<ErrorReply, String> {
    let mut head = Head::new();
    if text.is_empty() {
        return Ok(ErrorReply { head, body: Arc::from(&b""[..]) });
    }
    let limits = Limits { max_headers: 1000, max_head: text.len(), relaxed: true };
    let length = read_response(&mut head, text, &limits, &mut 0)
        .map_err(|malformed| malformed.to_string())?
        .ok_or_else(|| "its head has no end".to_owned())?;
    moongate_rules::measure(&mut head, text.len() - length)?;
    Ok(ErrorReply { head, body: Arc::from(&text[length..]) })
}
