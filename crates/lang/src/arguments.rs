//! Reads the arguments in parentheses that follow a name, with their own quotes and escapes
//! (manual 2.2, the second level).

use crate::{Diagnostic, Word};

/// Arguments as read.
#[derive(Debug)]
pub struct Arguments {
    /// One word an argument; `()` has none, `(,)` has two empty ones.
    pub list: Vec<Word<'static>>,
    /// One past the closing parenthesis, in the word's bytes.
    pub end: usize,
}

/// Reads `(a,b,c)` whose opening parenthesis is the byte `open` of `word`.
pub fn read(word: &Word<'_>, open: usize) -> Result<Arguments, Diagnostic> {
    let text = word.bytes();
    let mut list = Vec::new();
    let mut argument = Argument::default();
    let mut at = open + 1;
    let mut start = at;
    loop {
        match text.get(at) {
            Some(b')') => break,
            Some(b',') => {
                list.push(argument.finish(word, start..at));
                argument = Argument::default();
                at += 1;
                start = at;
            }
            Some(quote @ (b'"' | b'\'')) => at = argument.quoted(word, at, *quote)?,
            Some(b'\\') => at = argument.escaped(word, at),
            Some(_) => at = argument.keep(word, text[at], at..at + 1),
            None => {
                return Err(Diagnostic::alert(
                    word.span_of(open..text.len()),
                    "the arguments have no closing parenthesis",
                )
                .label("opened here")
                .help("close it with `)`; an argument with a `)` or `,` has to be quoted"));
            }
        }
    }
    if at > open + 1 {
        list.push(argument.finish(word, start..at));
    }
    Ok(Arguments { list, end: at + 1 })
}

#[derive(Default)]
struct Argument {
    bytes: Vec<u8>,
    origins: Vec<(u32, u32)>,
}

impl Argument {
    fn keep(&mut self, word: &Word<'_>, byte: u8, range: std::ops::Range<usize>) -> usize {
        self.bytes.push(byte);
        self.origins.push((word.origin(range.start).0, word.origin(range.end - 1).1));
        range.end
    }

    fn quoted(&mut self, word: &Word<'_>, open: usize, quote: u8) -> Result<usize, Diagnostic> {
        let text = word.bytes();
        let mut at = open + 1;
        while let Some(&byte) = text.get(at) {
            at = match byte {
                b'\\' if quote == b'"' => self.escaped(word, at),
                _ if byte == quote => return Ok(at + 1),
                _ => self.keep(word, byte, at..at + 1),
            };
        }
        Err(Diagnostic::alert(
            word.span_of(open..text.len()),
            format!("unmatched quote in the arguments: no {} closes it", char::from(quote)),
        )
        .label("opened here"))
    }

    /// An escape; `\#`, `\$` and `\xNN` aren't any at this level.
    fn escaped(&mut self, word: &Word<'_>, at: usize) -> usize {
        let byte = match word.bytes().get(at + 1) {
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(&byte @ (b' ' | b'\\' | b'"' | b'\'')) => byte,
            _ => return self.keep(word, b'\\', at..at + 1),
        };
        self.keep(word, byte, at..at + 2)
    }

    fn finish(self, word: &Word<'_>, range: std::ops::Range<usize>) -> Word<'static> {
        Word::traced(self.bytes, word.span_of(range), self.origins)
    }
}
