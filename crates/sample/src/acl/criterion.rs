//! Reads one test: criterion, flags, operators and patterns (manual 7.1).

use super::flags::{File, Flags};
use super::{Test, keyword};
use crate::chain::chain;
use crate::compiler::{malformed, whole};
use crate::pattern::{How, IntRange, Method, Operator, View};
use crate::{Compiler, Expr, Type, cast};
use moongate_lang::{Diagnostic, Word, Words};
use smallvec::SmallVec;
use std::sync::Arc;

impl Compiler<'_> {
    /// Reads a test: criterion, flags, operator and patterns, up to the end or to a brace.
    pub(super) fn test(
        &mut self,
        words: &mut Words<'_, '_>,
        braced: bool,
    ) -> Result<Test, Diagnostic> {
        let opened = Words::last(words);
        let word = words.expect("what to test")?;
        let (expr, implied, dotted) = self.criterion(word, words)?;
        let mut flags =
            Flags::new(How { dotted, resolve: self.resolve, ..How::from(Method::Found) });
        while flags.read(words, &mut self.warnings)? {}
        let method = match (flags.method, implied) {
            (Some((method, _)), _) | (None, Some(method)) => method,
            (None, None) => return Err(no_method(&expr, word)),
        };
        if !cast::possible(expr.output(), method.input()) {
            let at = flags.method.map_or(word.span(), |(_, span)| span);
            return Err(Diagnostic::alert(
                at,
                format!("`{}` can't match this value", method.name()),
            )
            .label(format!(
                "it takes {}, and the value is {}",
                method.input().name(),
                expr.output().name()
            )));
        }
        flags.how.method = method;
        let mut views: SmallVec<[Arc<View>; 1]> = SmallVec::new();
        for file in &flags.files {
            views.push(self.file_view(file, method)?);
        }
        let mut patterns = collect(words, braced, opened)?;
        if matches!(method, Method::Int | Method::Len)
            && patterns.iter().all(|word| Operator::named(word.str()).is_some())
        {
            patterns.clear();
        }
        if !patterns.is_empty() && method.takes_patterns() {
            views.push(self.word_view(&patterns, &flags)?);
        } else if views.is_empty() && method.takes_patterns() && !flags.ended {
            self.warnings.push(
                Diagnostic::warning(word.span(), "this test has no pattern and never matches")
                    .help("write the values to compare with behind it, or `-m found` to test for presence; `--` silences this warning"),
            );
        }
        let grows = keyword::grows(expr.fetch.name, &expr.args);
        let settles = expr.steps.iter().any(|step| keyword::settles(step.converter.name));
        Ok(Test { expr, method, views, grows, settles })
    }

    /// The expression of a criterion, the method that it implies, and whether integers are versions.
    fn criterion(
        &mut self,
        word: &Word<'_>,
        words: &mut Words<'_, '_>,
    ) -> Result<(Expr, Option<Method>, bool), Diagnostic> {
        let (calls, end) = chain(word.bytes(), 0).map_err(|wrong| malformed(word, wrong))?;
        whole(word, end)?;
        let name = String::from_utf8_lossy(&word.bytes()[calls[0].name.clone()]).into_owned();
        let derived = keyword::derived(&name);
        let fetch = match derived.and_then(|(fetch, _)| self.catalogue.fetch(fetch)) {
            Some(fetch) => fetch,
            None => {
                self.fetch_of(word, &calls[0]).map_err(|error| self.criterion_hint(error, &name))?
            }
        };
        let mut expr = self.fetch_expr(fetch, word, &calls[0])?;
        self.extend(&mut expr, word, &calls[1..])?;
        // Behind a comma a converter may be a word of its own; elsewhere it would be a pattern.
        let mut open = word.bytes().ends_with(b",");
        let mut converted = calls.len() > 1;
        while open {
            open = words.peek().is_some_and(|word| word.bytes().ends_with(b","));
            if !self.next_converter(&mut expr, words)? {
                break;
            }
            converted = true;
        }
        expr.source = String::from_utf8_lossy(word.bytes()).into();
        // With converters, only the type of the outcome counts.
        let implied = match derived {
            Some((_, method)) if !converted => Some(method),
            _ => Method::of(expr.output()),
        };
        Ok((expr, implied, keyword::is_dotted(fetch.name)))
    }

    fn criterion_hint(&self, error: Diagnostic, name: &str) -> Diagnostic {
        if error.unsupported.is_some() || error.help.is_some() {
            return error;
        }
        let known: Vec<String> = keyword::names().collect();
        error.did_you_mean(name, known.iter().map(String::as_str))
    }

    fn file_view(&self, file: &File, method: Method) -> Result<Arc<View>, Diagnostic> {
        let list = self.patterns.file(file.name.str(), file.values, &self.folder);
        let list = list.map_err(|message| Diagnostic::alert(file.name.span(), message))?;
        list.view(How { method, ..file.how }).map_err(|bad| {
            let line = bad.index + 1;
            Diagnostic::alert(file.name.span(), bad.message)
                .label(format!("in pattern {line} of this file"))
        })
    }

    fn word_view(&self, patterns: &[&Word<'_>], flags: &Flags) -> Result<Arc<View>, Diagnostic> {
        let method = flags.how.method;
        let made = match method {
            Method::Int | Method::Len => Some(ranges(patterns, method, flags.how.dotted)?),
            _ => None,
        };
        let how = How { dotted: false, ..flags.how };
        let bytes: Vec<&[u8]> = match &made {
            Some(ranges) => ranges.iter().map(String::as_bytes).collect(),
            None => patterns.iter().map(|word| word.bytes()).collect(),
        };
        let whole = patterns[0].span().to(patterns[patterns.len() - 1].span());
        let list = self.patterns.words(&bytes, flags.id);
        let list = list.map_err(|message| Diagnostic::alert(whole, message))?;
        list.view(how).map_err(|bad| {
            let span = patterns.get(bad.index).map_or(whole, |word| word.span());
            Diagnostic::alert(span, bad.message)
        })
    }
}

/// The patterns up to the end of the line, or up to the brace.
fn collect<'w, 's>(
    words: &mut Words<'w, 's>,
    braced: bool,
    opened: moongate_lang::Span,
) -> Result<Vec<&'w Word<'s>>, Diagnostic> {
    let mut patterns = Vec::new();
    loop {
        match words.next() {
            Some(word) if braced && *word == "}" => return Ok(patterns),
            Some(word) => patterns.push(word),
            None if braced => {
                return Err(Diagnostic::alert(words.here(), "the closing brace is missing")
                    .label("expected `}` here")
                    .related(opened, "the test begins here")
                    .help("braces are words: leave a space on both sides"));
            }
            None => return Ok(patterns),
        }
    }
}

/// Integers with their operators, as ranges.
fn ranges(patterns: &[&Word<'_>], method: Method, dotted: bool) -> Result<Vec<String>, Diagnostic> {
    let mut operator = Operator::Eq;
    let mut ranges = Vec::new();
    for word in patterns {
        if let Some(next) = Operator::named(word.str()) {
            operator = next;
            continue;
        }
        let range =
            IntRange::parse(word.str(), dotted && method == Method::Int).ok_or_else(|| {
                let text = word.str();
                Diagnostic::alert(
                    word.span(),
                    format!("`{text}` is neither an integer nor a range"),
                )
                .label("as in `5`, `1:10`, `1024:`, or `gt 5`")
            })?;
        ranges.push(operator.apply(range).text());
    }
    Ok(ranges)
}

fn no_method(expr: &Expr, word: &Word<'_>) -> Diagnostic {
    let kind = match expr.output() {
        Type::Any => "known only at run time",
        _ => "binary",
    };
    Diagnostic::alert(word.span(), "this test needs a matching method")
        .label(format!("the type of its value is {kind}"))
        .help(format!("write `{} -m str …`, or another method than `str`", word.str()))
}
