//! Reads `$NAME`, `${NAME}`, `${NAME-default}` and `${NAME[*]}` (manual 2.3).

use crate::lex::Scope;
use crate::{Diagnostic, Env, Span, Word};
use std::borrow::Cow;
use std::ops::Range;

/// A variable's place in a text.
#[derive(Debug)]
pub(crate) struct Variable {
    name: Range<usize>,
    default: Option<Range<usize>>,
    /// `[*]`: each word of the value is a word of the line.
    pub(crate) list: bool,
    /// One past its last byte.
    pub(crate) end: usize,
}

/// What is wrong with a variable, and where.
#[derive(Debug)]
pub(crate) struct Error {
    range: Range<usize>,
    message: &'static str,
    label: &'static str,
    help: &'static str,
}

impl Error {
    pub(crate) fn diagnostic(self, span: impl Fn(Range<usize>) -> Span) -> Diagnostic {
        Diagnostic::alert(span(self.range), self.message).label(self.label).help(self.help)
    }
}

/// The names that start with a dot.
const PSEUDO: [&str; 3] = [".FILE", ".LINE", ".SECTION"];

/// Reads the variable whose dollar stands at `dollar`.
///
/// `quote` closes the text around it: it is only used to show the right extent of an error.
pub(crate) fn read(text: &[u8], dollar: usize, quote: u8) -> Result<Variable, Error> {
    let brace = text.get(dollar + 1) == Some(&b'{');
    let start = dollar + 1 + usize::from(brace);
    let end = name_end(text, start);
    if end == start {
        return Err(bad_name(text, dollar, start));
    }
    let name = start..end;
    if text[start] == b'.' && !PSEUDO.iter().any(|known| known.as_bytes() == &text[name.clone()]) {
        return Err(Error {
            range: name,
            message: "unknown pseudo-variable",
            label: "only a pseudo-variable starts with a dot",
            help: "there are `.FILE`, `.LINE` and `.SECTION`",
        });
    }
    if !brace {
        return Ok(Variable { name, default: None, list: false, end });
    }
    let mut at = end;
    let list = text.get(at) == Some(&b'[');
    if list {
        if text.get(at..at + 3) != Some(b"[*]") {
            return Err(Error {
                range: at..(at + 3).min(text.len()),
                message: "truncated or invalid word expansion sequence",
                label: "only `[*]` may stand here",
                help: "write `${NAME[*]}` to make each word of the value a word of the line",
            });
        }
        at += 3;
    }
    let mut default = None;
    if text.get(at) == Some(&b'-') {
        let length = text[at + 1..].iter().position(|&byte| byte == b'}');
        let length = length.unwrap_or(text.len() - at - 1);
        default = Some(at + 1..at + 1 + length);
        at += 1 + length;
    }
    if text.get(at) != Some(&b'}') {
        return Err(unclosed(text, dollar, at, quote));
    }
    Ok(Variable { name, default, list, end: at + 1 })
}

fn name_end(text: &[u8], start: usize) -> usize {
    let first = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'.';
    if !text.get(start).is_some_and(|&byte| first(byte)) {
        return start;
    }
    let rest = &text[start + 1..];
    let more = rest.iter().position(|&byte| !byte.is_ascii_alphanumeric() && byte != b'_');
    start + 1 + more.unwrap_or(rest.len())
}

fn bad_name(text: &[u8], dollar: usize, start: usize) -> Error {
    Error {
        range: dollar..(start + 1).min(text.len()),
        message: "forbidden first character in the name of an environment variable",
        label: "a name starts with a letter or `_`",
        help: "write `\\$` for a dollar in double quotes, or use single quotes",
    }
}

fn unclosed(text: &[u8], dollar: usize, at: usize, quote: u8) -> Error {
    let closing = text[at.min(text.len())..].iter().position(|&byte| byte == b'}');
    let quoted = text[dollar..].iter().position(|&byte| byte == quote);
    if closing.is_some_and(|more| quoted.is_none_or(|quoted| at + more < dollar + quoted)) {
        return Error {
            range: at..at + 1,
            message: "unexpected character in the name of an environment variable",
            label: "a name is made of letters, digits and `_`",
            help: "write `${NAME}`, `${NAME-default}` or `${NAME[*]}`",
        };
    }
    Error {
        range: dollar..quoted.map_or(text.len(), |quoted| dollar + quoted).max(dollar + 1),
        message: "unmatched brace in environment variable name",
        label: "no } closes it",
        help: "write `${NAME}`",
    }
}

impl Variable {
    /// The value; one that isn't set reads as its default, or as nothing.
    pub(crate) fn value<'v>(&self, text: &'v [u8], scope: &Scope<'v>) -> Cow<'v, [u8]> {
        match &text[self.name.clone()] {
            b".FILE" => Cow::Borrowed(scope.file.as_bytes()),
            b".LINE" => Cow::Owned(scope.line.to_string().into_bytes()),
            b".SECTION" => Cow::Borrowed(scope.section.as_bytes()),
            name => Cow::Borrowed(self.lookup(text, name, scope.env)),
        }
    }

    fn lookup<'v>(&self, text: &'v [u8], name: &[u8], env: &'v Env) -> &'v [u8] {
        env.get(name).unwrap_or_else(|| self.default.clone().map_or(b"", |range| &text[range]))
    }
}

/// Expands the variables of a word that stood outside quotes, as addresses do.
pub(crate) fn expand<'s>(word: &Word<'s>, env: &Env) -> Result<Word<'s>, Diagnostic> {
    let text = word.bytes();
    let Some(first) = memchr::memchr(b'$', text) else {
        return Ok(word.clone());
    };
    let scope = Scope { env, file: "", line: 0, section: "" };
    let mut bytes = text[..first].to_vec();
    let mut origins: Vec<_> = (0..first).map(|at| word.origin(at)).collect();
    let mut at = first;
    while let Some(&byte) = text.get(at) {
        if byte != b'$' {
            bytes.push(byte);
            origins.push(word.origin(at));
            at += 1;
            continue;
        }
        let found = read(text, at, 0).map_err(|error| error.diagnostic(|r| word.span_of(r)))?;
        let span = word.span_of(at..found.end);
        bytes.extend_from_slice(&found.value(text, &scope));
        origins.resize(bytes.len(), (span.start, span.end));
        at = found.end;
    }
    Ok(Word::traced(bytes, word.span(), origins))
}
