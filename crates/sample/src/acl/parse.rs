//! Reads `acl` lines and conditions.

use super::condition::Term;
use super::{Acl, Condition, predefined};
use crate::chain::Call;
use crate::{Compiler, Scope};
use moongate_lang::{Diagnostic, Word, Words, nearest};
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
        if name.str().eq_ignore_ascii_case("or") || matches!(name.str(), "if" | "unless") {
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
            if word.str().eq_ignore_ascii_case("or") || *word == "||" {
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
            let (acl, dead) = if name == "{" {
                let opened = name.span();
                let test = self.test(words, true)?;
                let acl = Arc::new(Acl::new("", test));
                let dead = self.is_misplaced(&acl, opened.to(Words::last(words)), at);
                (acl, dead)
            } else {
                let acl = self.named(&name)?;
                let dead = self.is_misplaced(&acl, name.span(), at);
                (acl, dead)
            };
            all.push(Term { negated, dead, acl });
            negated = false;
        }
        if any.is_empty() && all.is_empty() {
            self.warnings.push(
                Diagnostic::notice(words.here(), "an empty condition never holds")
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

    /// Adds the predefined ACLs that arguments of `acl` and `when` name.
    pub(crate) fn predefined_acls(&mut self, word: &Word<'_>, calls: &[Call<'_>]) {
        for call in calls {
            let name = &word.bytes()[call.name.clone()];
            if name != b"acl" && name != b"when" {
                continue;
            }
            for arg in &call.args {
                let Ok(text) = std::str::from_utf8(&arg.text) else { continue };
                let text = text.strip_prefix('!').unwrap_or(text);
                if self.acls.get(text).is_none() && predefined::criterion(text).is_some() {
                    // The argument's own reading tells what is wrong with it.
                    let _ = self.named(&Word::plain(text.as_bytes(), word.span()));
                }
            }
        }
    }

    /// Whether what an ACL looks at doesn't exist there. HAProxy starts with a condition that can't
    /// hold, and so does this.
    fn is_misplaced(&mut self, acl: &Acl, span: moongate_lang::Span, at: Scope) -> bool {
        if at.0 == 0 || acl.scope().meets(at) {
            return false;
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
        true
    }
}

/// HAProxy leaves such a word out, and so does this.
fn dangling(word: &Word<'_>) -> Diagnostic {
    let text = word.str();
    Diagnostic::notice(word.span(), format!("an ACL is missing beside `{text}`"))
        .label("this word has no effect")
        .help("write an ACL on both sides, or remove it")
}
