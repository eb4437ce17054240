//! Cuts a line into words: blanks, quotes, escapes, comments and variables (manual 2.2, 2.3).

use crate::{Diagnostic, Env, FileId, Span, Word};

/// What variables read on one line: the environment, and where the line stands.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'e> {
    /// The configuration's environment.
    pub env: &'e Env,
    /// `.FILE`.
    pub file: &'e str,
    /// `.LINE`, counted from one.
    pub line: usize,
    /// `.SECTION`: the name of the section, or its keyword when it has none.
    pub section: &'e str,
}

/// One line's text and its place in its file.
#[derive(Clone, Copy, Debug)]
pub struct Text<'s> {
    /// The bytes, without the line feed.
    pub bytes: &'s [u8],
    /// The file.
    pub file: FileId,
    /// Where the first byte stands in the file.
    pub start: usize,
    /// Whether an unquoted `#` starts a comment.
    pub comments: bool,
}

/// Appends the words of a line to `words`; gives the place where one more word would stand.
pub fn words<'s>(
    text: Text<'s>,
    scope: &Scope<'_>,
    words: &mut Vec<Word<'s>>,
) -> Result<Span, Diagnostic> {
    let mut lexer = Lexer { text, scope, words, at: 0, end: 0, made: Made::default() };
    while lexer.word()? {}
    let end = lexer.end;
    Ok(lexer.span(end..end))
}

struct Lexer<'s, 'l, 'e> {
    text: Text<'s>,
    scope: &'l Scope<'e>,
    words: &'l mut Vec<Word<'s>>,
    /// The next byte to read.
    at: usize,
    /// Where the last word ended.
    end: usize,
    made: Made,
}

/// The word in the making, when it isn't its source to the letter.
#[derive(Default)]
struct Made {
    bytes: Vec<u8>,
    origins: Vec<(u32, u32)>,
    /// Set once something says that the word exists though it may be empty.
    real: bool,
}

/// What a byte means outside quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Blank,
    Special,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut at = 0;
    while at < 256 {
        classes[at] = match at as u8 {
            b' ' | b'\t' | 0x0b | 0x0c => Class::Blank,
            b'"' | b'\'' | b'\\' | b'#' | b'\r' | b'\n' | 0 => Class::Special,
            _ => Class::Plain,
        };
        at += 1;
    }
    classes
};

fn class(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

impl<'s> Lexer<'s, '_, '_> {
    /// Reads one word; false at the end of the line.
    fn word(&mut self) -> Result<bool, Diagnostic> {
        let bytes = self.text.bytes;
        while bytes.get(self.at).is_some_and(|&byte| class(byte) == Class::Blank) {
            self.at += 1;
        }
        let start = self.at;
        let plain = bytes[start..]
            .iter()
            .position(|&byte| class(byte) != Class::Plain)
            .unwrap_or(bytes.len() - start);
        self.at += plain;
        if plain > 0 && self.ends_here() {
            self.push(Word::plain(&bytes[start..self.at], self.span(start..self.at)));
            return Ok(true);
        }
        if plain == 0 {
            if self.line_ends(start)? {
                return Ok(false);
            }
            if self.whole_quoted(start) {
                return Ok(true);
            }
        }
        self.at = start;
        self.composed(start)?;
        Ok(true)
    }

    /// Whether a word ends before the next byte.
    fn ends_here(&self) -> bool {
        match self.text.bytes.get(self.at) {
            None => true,
            Some(b'#') => self.text.comments,
            Some(b'\r' | b'\n' | 0) => true,
            Some(&byte) => class(byte) == Class::Blank,
        }
    }

    /// Whether nothing but a comment or a line end follows; a byte that can't stand in a line
    /// is an error.
    fn line_ends(&self, at: usize) -> Result<bool, Diagnostic> {
        match self.text.bytes.get(at) {
            None => Ok(true),
            Some(b'#') => Ok(self.text.comments),
            Some(0) => Err(Diagnostic::alert(self.span(at..at + 1), "a NUL byte in the line")
                .label("here")
                .help("the file may be damaged, or not be a text file in an 8-bit encoding")),
            Some(b'\r' | b'\n') => {
                let rest = &self.text.bytes[at..];
                if rest.iter().all(|byte| byte.is_ascii_whitespace()) {
                    return Ok(true);
                }
                Err(Diagnostic::alert(
                    self.span(at..at + 1),
                    "a carriage return in the middle of the line",
                )
                .label("what follows would be ignored")
                .help("end lines with a line feed"))
            }
            Some(_) => Ok(false),
        }
    }

    /// Takes a word that is one pair of quotes with nothing to interpret in it.
    fn whole_quoted(&mut self, start: usize) -> bool {
        let bytes = self.text.bytes;
        let rest = &bytes[start + 1..];
        let close = match bytes[start] {
            b'"' => rest.iter().position(|b| matches!(b, b'"' | b'\\' | b'$' | b'\r' | 0)),
            b'\'' => rest.iter().position(|b| matches!(b, b'\'' | b'\r' | 0)),
            _ => None,
        };
        let Some(close) = close.filter(|&close| rest[close] == bytes[start]) else {
            return false;
        };
        self.at = start + close + 2;
        if !self.ends_here() {
            return false;
        }
        self.push(Word::quoted(&rest[..close], self.span(start..self.at)));
        true
    }

    /// Reads a word that has quotes, escapes or variables.
    fn composed(&mut self, mut start: usize) -> Result<(), Diagnostic> {
        while !self.ends_here() {
            match self.text.bytes[self.at] {
                b'\'' => self.strong()?,
                b'"' => self.weak(&mut start)?,
                b'\\' => self.escape(false)?,
                byte => self.keep(byte, self.at..self.at + 1),
            }
        }
        self.flush(start);
        Ok(())
    }

    fn strong(&mut self) -> Result<(), Diagnostic> {
        let open = self.at;
        let rest = &self.text.bytes[open + 1..];
        match rest.iter().position(|byte| matches!(byte, b'\'' | b'\r' | 0)) {
            Some(length) if rest[length] == b'\'' => {
                for (at, &byte) in rest[..length].iter().enumerate() {
                    self.keep(byte, open + 1 + at..open + 2 + at);
                }
                self.at = open + length + 2;
                self.made.real = true;
                Ok(())
            }
            _ => Err(self.unfinished(open, '\'')),
        }
    }

    fn weak(&mut self, start: &mut usize) -> Result<(), Diagnostic> {
        let open = self.at;
        self.at += 1;
        // `"${LIST[*]}"` of an empty list is no word at all; any other pair of quotes is one.
        let mut only_lists = None;
        loop {
            match self.text.bytes.get(self.at) {
                None | Some(b'\r' | 0) => return Err(self.unfinished(open, '"')),
                Some(b'"') => break,
                Some(b'$') => {
                    let list = self.variable(start)?;
                    only_lists = Some(only_lists.unwrap_or(true) && list);
                    continue;
                }
                Some(b'\\') => self.escape(true)?,
                Some(&byte) => self.keep(byte, self.at..self.at + 1),
            }
            only_lists = Some(false);
        }
        self.at += 1;
        self.made.real |= !only_lists.unwrap_or(false);
        Ok(())
    }

    fn unfinished(&self, open: usize, quote: char) -> Diagnostic {
        let end = self.text.bytes.len().max(open + 1);
        let end = open + self.text.bytes[open..end].trim_ascii_end().len().max(1);
        Diagnostic::alert(self.span(open..end), format!("unmatched quote: no {quote} closes it"))
            .label("opened here")
            .help(format!("close it with {quote}, or write \\{quote} for the character itself"))
    }

    fn escape(&mut self, weak: bool) -> Result<(), Diagnostic> {
        let at = self.at;
        let byte = match self.text.bytes.get(at + 1) {
            Some(b'n') => b'\n',
            Some(b'r') => b'\r',
            Some(b't') => b'\t',
            Some(b'x') => return self.hex(),
            Some(&byte @ (b' ' | b'\\' | b'"' | b'\'' | b'#')) => byte,
            // Like HAProxy: outside quotes a dollar is only a dollar, and `\$` keeps its `\`.
            Some(b'$') if weak => b'$',
            _ => {
                self.keep(b'\\', at..at + 1);
                return Ok(());
            }
        };
        self.keep(byte, at..at + 2);
        Ok(())
    }

    fn hex(&mut self) -> Result<(), Diagnostic> {
        let at = self.at;
        let digits = self.text.bytes.get(at + 2..at + 4).unwrap_or_default();
        let number = std::str::from_utf8(digits)
            .ok()
            .filter(|digits| digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let seen = self.text.bytes[at + 2..].iter().take(2).take_while(|b| b.is_ascii_hexdigit());
        let end = at + 2 + seen.count();
        match number {
            Some(0) => Err(Diagnostic::alert(self.span(at..end), "a word can't contain a NUL")
                .label("this stands for a NUL")),
            Some(byte) => {
                self.keep(byte, at..at + 4);
                Ok(())
            }
            None => Err(Diagnostic::alert(
                self.span(at..end),
                "truncated or invalid hexadecimal sequence",
            )
            .label("two hexadecimal digits have to follow")
            .help("write `\\x0a` for a line feed, or `\\\\x` for a backslash and an x")),
        }
    }

    /// Reads a variable in weak quotes; true if it was a list (`[*]`).
    fn variable(&mut self, start: &mut usize) -> Result<bool, Diagnostic> {
        let at = self.at;
        let found = crate::variable::read(self.text.bytes, at, b'"')
            .map_err(|error| error.diagnostic(|range| self.span(range)))?;
        self.at = found.end;
        let value = found.value(self.text.bytes, self.scope);
        let origin = (self.offset(at), self.offset(found.end));
        if !found.list {
            self.made.extend(&value, origin);
            return Ok(false);
        }
        let mut items = value.split(u8::is_ascii_whitespace).peekable();
        while let Some(item) = items.next() {
            self.made.extend(item, origin);
            if items.peek().is_some() {
                self.flush(*start);
                *start = at;
            }
        }
        Ok(true)
    }

    fn keep(&mut self, byte: u8, range: std::ops::Range<usize>) {
        self.at = range.end;
        let origin = (self.offset(range.start), self.offset(range.end));
        self.made.bytes.push(byte);
        self.made.origins.push(origin);
    }

    /// Ends the word in the making, if there is one.
    fn flush(&mut self, start: usize) {
        let made = std::mem::take(&mut self.made);
        if made.real || !made.bytes.is_empty() {
            let span = self.span(start..self.at);
            self.push(Word::traced(made.bytes, span, made.origins));
        }
    }

    fn push(&mut self, word: Word<'s>) {
        self.end = self.at;
        self.words.push(word);
    }

    fn offset(&self, at: usize) -> u32 {
        u32::try_from(self.text.start + at).unwrap_or(u32::MAX)
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.text.file, self.text.start + range.start, self.text.start + range.end)
    }
}

impl Made {
    fn extend(&mut self, bytes: &[u8], origin: (u32, u32)) {
        self.bytes.extend_from_slice(bytes);
        self.origins.resize(self.bytes.len(), origin);
    }
}
