//! Goes through the lines of all files and hands out those that conditions leave in.

use crate::condition;
use crate::lex::{self, Scope, Text};
use crate::{Diagnostic, Diagnostics, Env, Facts, FileId, Source, Sources, Span, Word, Words};

/// What stood before a line's keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negation {
    /// `no`, at this place.
    No(Span),
    /// `default`, at this place.
    Default(Span),
}

impl Negation {
    /// Where the word stands.
    pub fn span(self) -> Span {
        match self {
            Self::No(span) | Self::Default(span) => span,
        }
    }
}

/// A line as its keyword sees it; [`Reader::next`] fills it again and again.
#[derive(Clone, Debug)]
pub struct Line<'s> {
    /// The words, `no` or `default` before them left out. Never empty after a successful read.
    pub words: Vec<Word<'s>>,
    /// The `no` or `default` before the keyword.
    pub negation: Option<Negation>,
    /// Where one more word would stand.
    pub end: Span,
    /// The line's number in its file, counted from one.
    pub number: usize,
    /// The first line of its file: it has to start a section (manual 2.1).
    pub starts_file: bool,
}

impl Default for Line<'_> {
    fn default() -> Self {
        let end = Span::new(FileId(0), 0, 0);
        Self { words: Vec::new(), negation: None, end, number: 0, starts_file: false }
    }
}

impl<'s> Line<'s> {
    /// The words, to be taken one by one.
    pub fn words(&self) -> Words<'_, 's> {
        Words::new(&self.words, self.end)
    }

    /// The first word.
    pub fn keyword(&self) -> Option<&Word<'s>> {
        self.words.first()
    }

    /// The words after the first.
    pub fn arguments(&self) -> Words<'_, 's> {
        Words::new(self.words.get(1..).unwrap_or_default(), self.end)
    }

    /// From the first word to the last.
    pub fn span(&self) -> Span {
        self.words.first().map_or(self.end, |first| first.span().to(self.end))
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.end.file
    }
}

/// Reads files line by line; `setenv` may act between two lines.
#[derive(Debug)]
pub struct Reader<'s> {
    files: Vec<(FileId, &'s Source)>,
    /// The file being read, as a place in `files`.
    file: usize,
    /// Where the next line starts.
    at: usize,
    number: usize,
    started: bool,
    section: String,
    blocks: Vec<Block>,
}

/// An open `.if`.
#[derive(Debug)]
struct Block {
    opener: Span,
    /// Whether its lines are read now.
    active: bool,
    /// Whether no other branch may be taken any more.
    done: bool,
    otherwise: Option<Span>,
}

const DIRECTIVES: [&str; 8] =
    [".if", ".elif", ".else", ".endif", ".diag", ".notice", ".warning", ".alert"];

impl<'s> Reader<'s> {
    /// Starts at the first line of the first file.
    pub fn new(sources: &'s Sources) -> Self {
        Self {
            files: sources.iter().collect(),
            file: 0,
            at: 0,
            number: 0,
            started: false,
            section: String::new(),
            blocks: Vec::new(),
        }
    }

    /// Says in which section the next lines stand: its name, or its keyword if it has none.
    pub fn enter_section(&mut self, name: &str) {
        name.clone_into(&mut self.section);
    }

    /// The section of the next lines; empty before the first one of a file.
    pub fn section(&self) -> &str {
        &self.section
    }

    /// Reads the next line into `line`; false at the end of the last file.
    ///
    /// A line that can't be cut into words is told to `diagnostics` and left out.
    pub fn next(
        &mut self,
        line: &mut Line<'s>,
        env: &Env,
        facts: &Facts<'_>,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        loop {
            let Some(&(id, source)) = self.files.get(self.file) else {
                return false;
            };
            if self.at >= source.text.len() {
                self.end_file(diagnostics);
                continue;
            }
            let text = self.take_text(id, source, diagnostics);
            match self.read(text, source, line, env, facts, diagnostics) {
                Ok(true) => return true,
                Ok(false) => {}
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
    }

    fn end_file(&mut self, diagnostics: &mut Diagnostics) {
        for block in self.blocks.drain(..) {
            diagnostics.push(
                Diagnostic::alert(block.opener, "non-terminated `.if` block")
                    .label("opened here")
                    .help("end it with `.endif` in the same file"),
            );
        }
        self.file += 1;
        (self.at, self.number, self.started) = (0, 0, false);
        self.section.clear();
    }

    /// Cuts the next line out of its file.
    fn take_text(
        &mut self,
        id: FileId,
        source: &'s Source,
        diagnostics: &mut Diagnostics,
    ) -> Text<'s> {
        let rest = &source.text[self.at..];
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let text = Text { bytes: &rest[..length], file: id, start: self.at, comments: true };
        self.number += 1;
        self.at += length + 1;
        if length == rest.len() {
            let end = Span::new(id, text.start + length, text.start + length);
            diagnostics.push(
                Diagnostic::alert(end, "missing line feed on the last line")
                    .label("the file might have been truncated here")
                    .help("end the last line with a line feed"),
            );
        }
        text
    }

    /// Reads one line; true if it is for the caller.
    fn read(
        &mut self,
        text: Text<'s>,
        source: &'s Source,
        line: &mut Line<'s>,
        env: &Env,
        facts: &Facts<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<bool, Diagnostic> {
        let skipped = !self.active();
        if skipped && !starts_with_dot(text.bytes) {
            return Ok(false);
        }
        line.words.clear();
        let scope = Scope { env, file: &source.name, line: self.number, section: &self.section };
        let end = match lex::words(text, &scope, &mut line.words) {
            Ok(end) => end,
            Err(diagnostic) => return self.broken(text, line, diagnostic),
        };
        let Some(first) = line.words.first() else {
            return Ok(false);
        };
        if first.bytes().first() == Some(&b'.') {
            self.directive(&line.words, end, env, facts, diagnostics)?;
            return Ok(false);
        }
        line.negation = match first.bytes() {
            b"no" => Some(Negation::No(first.span())),
            b"default" => Some(Negation::Default(first.span())),
            _ => None,
        };
        if let Some(negation) = line.negation {
            let word = line.words.remove(0);
            if line.words.is_empty() {
                return Err(Diagnostic::alert(
                    negation.span(),
                    format!("`{}` needs a keyword after it", word.str()),
                ));
            }
        }
        line.end = end;
        line.number = self.number;
        line.starts_file = !self.started;
        self.started = true;
        Ok(true)
    }

    /// A line that isn't words. If it was a condition, neither branch is read, and blocks stay
    /// balanced, so that one mistake makes one message.
    fn broken(
        &mut self,
        text: Text<'s>,
        line: &Line<'s>,
        diagnostic: Diagnostic,
    ) -> Result<bool, Diagnostic> {
        let here = Span::new(text.file, text.start, text.start);
        match line.words.first().map(Word::bytes) {
            Some(b".if") => {
                let opener = line.words.first().map_or(here, Word::span);
                self.blocks.push(Block { opener, active: false, done: true, otherwise: None });
            }
            Some(b".elif") => {
                if let Some(block) = self.blocks.last_mut() {
                    (block.active, block.done) = (false, true);
                }
            }
            _ => {}
        }
        Err(diagnostic)
    }

    fn active(&self) -> bool {
        self.blocks.last().is_none_or(|block| block.active)
    }

    fn directive(
        &mut self,
        words: &[Word<'s>],
        end: Span,
        env: &Env,
        facts: &Facts<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Diagnostic> {
        let (first, rest) = (&words[0], &words[1..]);
        let name = first.str();
        match name {
            ".if" => {
                let outer = self.active();
                let mut block =
                    Block { opener: first.span(), active: false, done: !outer, otherwise: None };
                let met = match outer {
                    true => condition::evaluate(&Word::joined(rest, end), env, facts),
                    false => Ok(false),
                };
                // After an error neither branch is read.
                block.active = matches!(met, Ok(true));
                block.done |= block.active || met.is_err();
                self.blocks.push(block);
                met.map(drop)
            }
            ".elif" => {
                let block = self.branch(first)?;
                let undecided = !block.done;
                block.active = false;
                if undecided {
                    let met = condition::evaluate(&Word::joined(rest, end), env, facts);
                    block.active = matches!(met, Ok(true));
                    block.done = block.active || met.is_err();
                    met?;
                }
                Ok(())
            }
            ".else" => {
                let block = self.branch(first)?;
                block.otherwise = Some(first.span());
                block.active = !block.done;
                block.done = true;
                nothing_after(name, rest)
            }
            ".endif" => {
                self.blocks.pop().ok_or_else(|| lone(first))?;
                nothing_after(name, rest)
            }
            _ if !self.active() => Ok(()),
            ".diag" | ".notice" | ".warning" | ".alert" => message(first, rest, facts, diagnostics),
            _ => Err(Diagnostic::alert(first.span(), format!("unknown directive `{name}`"))
                .did_you_mean(name, DIRECTIVES)),
        }
    }

    /// The block that `.elif` or `.else` belongs to.
    fn branch(&mut self, word: &Word<'_>) -> Result<&mut Block, Diagnostic> {
        let block = self.blocks.last_mut().ok_or_else(|| lone(word))?;
        match block.otherwise {
            None => Ok(block),
            Some(earlier) => {
                block.active = false;
                Err(Diagnostic::alert(word.span(), format!("`{}` after `.else`", word.str()))
                    .label("not allowed any more")
                    .related(earlier, "the block's `.else`")
                    .related(block.opener, "the block"))
            }
        }
    }
}

fn starts_with_dot(line: &[u8]) -> bool {
    line.trim_ascii_start().first() == Some(&b'.')
}

fn lone(word: &Word<'_>) -> Diagnostic {
    Diagnostic::alert(word.span(), format!("lone `{}` with no matching `.if`", word.str()))
}

fn nothing_after(name: &str, rest: &[Word<'_>]) -> Result<(), Diagnostic> {
    match rest.first() {
        None => Ok(()),
        Some(extra) => {
            Err(Diagnostic::alert(extra.span(), format!("`{name}` doesn't take an argument"))
                .help("start a comment with `#`"))
        }
    }
}

fn message(
    first: &Word<'_>,
    rest: &[Word<'_>],
    facts: &Facts<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    let name = first.str();
    if let Some(extra) = rest.get(1) {
        return Err(Diagnostic::alert(
            extra.span(),
            format!("unexpected argument `{}` for `{name}`", extra.str()),
        )
        .help("use quotes if the message should contain spaces"));
    }
    let text = rest.first().map(|word| String::from_utf8_lossy(word.bytes()).into_owned());
    let text = text.unwrap_or_default();
    let span = first.span();
    match name {
        ".alert" => diagnostics.push(Diagnostic::alert(span, text)),
        ".warning" => diagnostics.push(Diagnostic::warning(span, text)),
        ".notice" => diagnostics.push(Diagnostic::notice(span, text)),
        _ if facts.diagnostic_mode => diagnostics.push(Diagnostic::notice(span, text)),
        _ => {}
    }
    Ok(())
}
