//! Reads ACLs and conditions from the words of a line.

use super::condition::Term;
use super::{Acl, Condition, Test, keyword, predefined};
use crate::chain::chain;
use crate::compiler::{malformed, whole};
use crate::pattern::{How, IntRange, Method, Operator, View};
use crate::{Compiler, Expr, Scope, Type, cast};
use moongate_lang::{Diagnostic, Word, Words, nearest};
use smallvec::SmallVec;
use std::sync::Arc;

impl Compiler<'_> {
    /// Reads an `acl` line behind its keyword: the name, and the test that it gets or that is
    /// added to it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn acl(&mut self, words: &mut Words<'_, '_>) -> Result<(), Diagnostic> {
        let name = words.expect("the name of the ACL")?;
        let fine = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
        if name.bytes().is_empty() || !name.bytes().iter().all(fine) {
            let text = name.str();
            return Err(Diagnostic::alert(
                name.span(),
                format!("`{text}` can't be the name of an ACL"),
            )
            .label("letters, digits, `-`, `_`, `.` and `:` are allowed"));
        }
        if matches!(name.str(), "or" | "if" | "unless") {
            return Err(Diagnostic::alert(
                name.span(),
                format!("`{}` can't be the name of an ACL", name.str()),
            )
            .label("this word joins ACLs in conditions"));
        }
        let test = self.test(words, false)?;
        self.acls.add(name.str(), test, Some(name.span()));
        Ok(())
    }

    /// Reads `if` or `unless` and the condition behind it, if one of them is next.
    ///
    /// # Errors
    /// What is wrong with the condition.
    pub fn optional_condition(
        &mut self,
        words: &mut Words<'_, '_>,
        at: impl Into<Scope>,
    ) -> Result<Option<Condition>, Diagnostic> {
        let unless = match words.peek() {
            Some(word) if *word == "if" => false,
            Some(word) if *word == "unless" => true,
            _ => return Ok(None),
        };
        words.next();
        self.condition(words, unless, at).map(Some)
    }

    /// Reads a condition, up to the end of the line; `negate` for `unless`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn condition(
        &mut self,
        words: &mut Words<'_, '_>,
        negate: bool,
        at: impl Into<Scope>,
    ) -> Result<Condition, Diagnostic> {
        let at = at.into();
        let (mut any, mut all, mut negated) = (Vec::new(), Vec::new(), false);
        while let Some(word) = words.next() {
            if matches!(word.str(), "or" | "||") {
                if all.is_empty() || words.peek().is_none() {
                    self.warnings.push(dangling(word));
                }
                if !all.is_empty() {
                    any.push(std::mem::take(&mut all).into());
                }
                continue;
            }
            let bangs = word.bytes().iter().take_while(|&&byte| byte == b'!').count();
            negated ^= bangs % 2 == 1;
            let name = word.part(bangs..word.bytes().len());
            if name.bytes().is_empty() {
                continue;
            }
            if matches!(name.str(), "and" | "&&")
                && !all.is_empty()
                && self.acls.get(name.str()).is_none()
            {
                return Err(Diagnostic::alert(
                    name.span(),
                    format!("`{}` isn't needed in conditions", name.str()),
                )
                .help("ACLs that follow each other have to hold together: leave the word out"));
            }
            let acl = if name == "{" {
                let opened = name.span();
                let test = self.test(words, true)?;
                let acl = Arc::new(Acl::new("", test));
                self.check_scope(&acl, opened.to(Words::last(words)), at);
                acl
            } else {
                let acl = self.named(&name)?;
                self.check_scope(&acl, name.span(), at);
                acl
            };
            all.push(Term { negated, acl });
            negated = false;
        }
        if any.is_empty() && all.is_empty() {
            self.warnings.push(
                Diagnostic::warning(words.here(), "an empty condition never holds")
                    .label("expected an ACL here")
                    .help("name an ACL, or write a test in braces, as in `{ path /admin }`"),
            );
        }
        if !all.is_empty() {
            any.push(all.into());
        }
        Ok(Condition { unless: negate, any: any.into() })
    }

    fn named(&mut self, name: &Word<'_>) -> Result<Arc<Acl>, Diagnostic> {
        let text = name.str();
        if let Some(acl) = self.acls.get(text) {
            return Ok(acl.clone());
        }
        if let Some(criterion) = predefined::criterion(text) {
            let parts = criterion.split(' ').map(|part| {
                Word::traced(
                    part.as_bytes().to_vec(),
                    name.span(),
                    vec![(name.span().start, name.span().end); part.len()],
                )
            });
            let parts: Vec<_> = parts.collect();
            let test = self.test(&mut Words::new(&parts, name.span()), false)?;
            self.acls.add(text, test, None);
            if let Some(acl) = self.acls.get(text) {
                return Ok(acl.clone());
            }
        }
        let error = Diagnostic::alert(name.span(), format!("there is no ACL `{text}`"));
        let near = {
            let mut known: Vec<&str> = predefined::names().collect();
            known.extend(self.acls.names());
            nearest(text, known).map(str::to_owned)
        };
        Err(match near {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None if self.catalogue.fetch(text.split('(').next().unwrap_or(text)).is_some() => {
                error.help(format!("to test a fetch in place, write `{{ {text} … }}`"))
            }
            None => error
                .label("no `acl` line above declares it in this section")
                .help("ACLs are declared before they are used, in the same section"),
        })
    }

    /// HAProxy starts with a condition that can't hold, and so does this.
    fn check_scope(&mut self, acl: &Acl, span: moongate_lang::Span, at: Scope) {
        if at.0 == 0 || acl.scope().meets(at) {
            return;
        }
        let what = if acl.name().is_empty() {
            "this test".into()
        } else {
            format!("the ACL `{}`", acl.name())
        };
        self.warnings.push(
            Diagnostic::warning(span, format!("{what} never matches in {}", at.names()))
                .label("its data don't exist here")
                .help(format!("it may be used in {}", acl.scope().names())),
        );
    }

    /// Reads a test: criterion, flags, operator and patterns, up to the end or to a brace.
    fn test(&mut self, words: &mut Words<'_, '_>, braced: bool) -> Result<Test, Diagnostic> {
        let opened = Words::last(words);
        let word = words.expect("what to test")?;
        let (expr, implied, dotted) = self.criterion(word)?;
        let mut flags = Flags {
            how: How { dotted, resolve: true, ..How::from(Method::Found) },
            ..Flags::default()
        };
        let mut views: SmallVec<[Arc<View>; 1]> = SmallVec::new();
        let mut files = Vec::new();
        while let Some(flag) = words.peek() {
            if !self.flag(flag, words, &mut flags, &mut files)? {
                break;
            }
        }
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
        for (file, icase, resolve, values) in files {
            let how = How { method, icase, dotted, resolve };
            views.push(self.file_view(&file, how, values)?);
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
        Ok(Test { expr, method, views })
    }

    /// The expression of a criterion, the method that it implies, and whether integers are versions.
    fn criterion(&mut self, word: &Word<'_>) -> Result<(Expr, Option<Method>, bool), Diagnostic> {
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
        expr.source = String::from_utf8_lossy(word.bytes()).into();
        // With converters, only the type of the outcome counts.
        let implied = match derived {
            Some((_, method)) if calls.len() == 1 => Some(method),
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

    /// Reads one flag; false if there is none or they end here.
    fn flag(
        &mut self,
        flag: &Word<'_>,
        words: &mut Words<'_, '_>,
        flags: &mut Flags,
        files: &mut Vec<(Word<'static>, bool, bool, bool)>,
    ) -> Result<bool, Diagnostic> {
        match flag.str() {
            "-i" => flags.how.icase = true,
            "-n" => flags.how.resolve = false,
            "-M" => flags.values = true,
            "--" => {
                words.next();
                flags.ended = true;
                return Ok(false);
            }
            "-f" => {
                words.next();
                let file = words.expect("the name of a file")?.clone().into_owned();
                files.push((file, flags.how.icase, flags.how.resolve, flags.values));
                return Ok(true);
            }
            "-u" => {
                words.next();
                let id = words.expect("a number")?;
                let number = id.str().parse().map_err(|_| {
                    Diagnostic::alert(id.span(), format!("`{}` isn't a number", id.str()))
                        .label("`-u` takes the number of the list in the runtime API")
                })?;
                flags.id = Some(number);
                return Ok(true);
            }
            "-m" => {
                words.next();
                let name = words.expect("a matching method")?;
                let known = Method::ALL.map(Method::name);
                let method = Method::named(name.str()).ok_or_else(|| {
                    let text = name.str();
                    let error =
                        Diagnostic::alert(name.span(), format!("unknown matching method `{text}`"))
                            .label(format!("one of: {}", known.join(", ")));
                    error.did_you_mean(text, known)
                })?;
                if let Some((_, before)) = flags.method {
                    self.warnings.push(
                        Diagnostic::warning(before, "a second matching method follows")
                            .label("this one has no effect")
                            .related(name.span(), "the second one is here"),
                    );
                }
                if let Some((file, ..)) = files.first() {
                    return Err(Diagnostic::alert(name.span(), "`-m` has to stand before `-f`")
                        .related(file.span(), "this file is to be read with the method"));
                }
                flags.method = Some((method, name.span()));
                return Ok(true);
            }
            // A lone dash is a pattern; a negative number isn't, in HAProxy's grammar.
            text if text.len() > 1 && text.starts_with('-') => {
                return Err(Diagnostic::alert(
                    flag.span(),
                    format!("`{text}` isn't a flag of ACLs"),
                )
                .label("one of: -i, -f, -m, -M, -n, -u, --")
                .help(format!("if it is a pattern, write `--` before it: `-- {text}`")));
            }
            _ => return Ok(false),
        }
        words.next();
        Ok(true)
    }

    fn file_view(&self, file: &Word<'_>, how: How, values: bool) -> Result<Arc<View>, Diagnostic> {
        let list = self.patterns.file(file.str(), values);
        let list = list.map_err(|message| Diagnostic::alert(file.span(), message))?;
        list.view(how).map_err(|bad| {
            let line = bad.index + 1;
            Diagnostic::alert(file.span(), bad.message)
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

/// The flags of a test.
#[derive(Debug)]
struct Flags {
    how: How,
    method: Option<(Method, moongate_lang::Span)>,
    id: Option<u32>,
    values: bool,
    /// `--` was there: no pattern is meant.
    ended: bool,
}

impl Default for Flags {
    fn default() -> Self {
        Self { how: How::from(Method::Found), method: None, id: None, values: false, ended: false }
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

/// HAProxy leaves such a word out, and so does this.
fn dangling(word: &Word<'_>) -> Diagnostic {
    let text = word.str();
    Diagnostic::warning(word.span(), format!("an ACL is missing beside `{text}`"))
        .label("this word has no effect")
}
