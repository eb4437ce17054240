//! Evaluates the conditions of `.if`, `.elif` and `-cc` (manual 2.4).

use crate::lex::{self, Scope, Text};
use crate::{Diagnostic, Env, Facts, Sources, Word, arguments};

mod predicate;
mod version;

/// How deep parentheses may nest.
const DEPTH: usize = 200;

/// Whether a condition, its words made one, is met; an empty one isn't.
pub fn evaluate(condition: &Word<'_>, env: &Env, facts: &Facts<'_>) -> Result<bool, Diagnostic> {
    let mut parser = Parser { word: condition, at: 0, depth: 0, env, facts };
    parser.blanks();
    if parser.peek().is_none() {
        return Ok(false);
    }
    let met = parser.any()?;
    if parser.peek().is_some() {
        return Err(parser.error("unexpected text after the condition", parser.at).help(
            "combine conditions with `&&` and `||`, and write no space before a parenthesis",
        ));
    }
    Ok(met)
}

/// Evaluates the text given with `-cc`; it becomes a source of its own, for its diagnostics.
pub fn evaluate_text(
    text: &[u8],
    sources: &mut Sources,
    env: &Env,
    facts: &Facts<'_>,
) -> Result<bool, Diagnostic> {
    let file = sources.add("-cc", text.to_vec());
    let mut words = Vec::new();
    let line = Text { bytes: text, file, start: 0, comments: false };
    let scope = Scope { env, file: "-cc", line: 1, section: "" };
    let end = lex::words(line, &scope, &mut words)?;
    evaluate(&Word::joined(&words, end), env, facts)
}

struct Parser<'p> {
    word: &'p Word<'p>,
    at: usize,
    depth: usize,
    env: &'p Env,
    facts: &'p Facts<'p>,
}

impl Parser<'_> {
    fn rest(&self) -> &[u8] {
        self.word.bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    fn blanks(&mut self) {
        self.at += self.rest().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    fn take(&mut self, text: &[u8]) -> bool {
        let found = self.rest().starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn error(&self, message: &str, from: usize) -> Diagnostic {
        let to = self.word.bytes().len();
        Diagnostic::alert(self.word.span_of(from.min(to)..to), message)
    }

    /// Terms joined with `||`, each made of terms joined with `&&`.
    ///
    /// All of them are read even when the result is known, so that mistakes are found.
    fn any(&mut self) -> Result<bool, Diagnostic> {
        let mut met = self.all()?;
        while self.take(b"||") {
            met |= self.all()?;
        }
        Ok(met)
    }

    fn all(&mut self) -> Result<bool, Diagnostic> {
        let mut met = self.term()?;
        while self.take(b"&&") {
            met &= self.term()?;
        }
        Ok(met)
    }

    fn term(&mut self) -> Result<bool, Diagnostic> {
        let mut wanted = true;
        self.blanks();
        while self.take(b"!") {
            wanted = !wanted;
            self.blanks();
        }
        let met = match self.peek() {
            Some(b'(') => self.group()?,
            Some(b'0'..=b'9' | b'+' | b'-') => self.integer()?,
            Some(byte) if byte.is_ascii_alphabetic() => self.predicate()?,
            found => return Err(self.nothing(found)),
        };
        self.blanks();
        Ok(met == wanted)
    }

    fn nothing(&self, found: Option<u8>) -> Diagnostic {
        let message = match found {
            None => "the condition ends where a term is missing",
            Some(_) => "unparsable conditional expression",
        };
        self.error(message, self.at)
            .label("expected a number, a predicate, `!` or `(`")
            .help("a condition looks like `feature(OPENSSL) && !defined(NAME)`")
    }

    fn group(&mut self) -> Result<bool, Diagnostic> {
        let open = self.at;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.error("too many nested parentheses", open));
        }
        self.at += 1;
        let met = self.any()?;
        if !self.take(b")") {
            let opener = self.word.span_of(open..open + 1);
            return Err(self
                .error("expected `)` after the conditional expression", self.at)
                .related(opener, "the parenthesis was opened here"));
        }
        self.depth -= 1;
        Ok(met)
    }

    fn integer(&mut self) -> Result<bool, Diagnostic> {
        let start = self.at;
        self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
        let radix = match self.take(b"0x") || self.take(b"0X") {
            true => 16,
            false => 10,
        };
        let digits = self.rest().iter().take_while(|byte| char::from(**byte).is_digit(radix));
        let (count, zero) =
            digits.fold((0, true), |(count, zero), digit| (count + 1, zero && *digit == b'0'));
        if count == 0 {
            return Err(self.error("not an integer", start).label("expected digits"));
        }
        self.at += count;
        Ok(!zero)
    }

    fn predicate(&mut self) -> Result<bool, Diagnostic> {
        let start = self.at;
        let name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        self.at += self.rest().iter().take_while(name).count();
        let name = self.word.part(start..self.at);
        let Some(predicate) = predicate::find(name.str()) else {
            let names = predicate::ALL.iter().map(|known| known.name);
            return Err(Diagnostic::alert(
                name.span(),
                format!("unknown predicate `{}`", name.str()),
            )
            .did_you_mean(name.str(), names));
        };
        let usage = || format!("write `{}`", predicate.usage());
        if self.peek() != Some(b'(') {
            return Err(Diagnostic::alert(
                name.span(),
                format!("predicate `{}` needs its parentheses", predicate.name),
            )
            .help(usage()));
        }
        let arguments = arguments::read(self.word, self.at)?;
        let span = self.word.span_of(start..arguments.end);
        if arguments.list.len() != predicate.arguments.len() {
            return Err(Diagnostic::alert(
                span,
                format!(
                    "predicate `{}` takes {} argument(s), not {}",
                    predicate.name,
                    predicate.arguments.len(),
                    arguments.list.len()
                ),
            )
            .help(usage()));
        }
        self.at = arguments.end;
        (predicate.test)(&arguments.list, self.env, self.facts)
    }
}
