//! The configuration's environment: what `$VAR` reads and `setenv` changes while parsing.
//!
//! The process's own environment is never touched; the final set is handed to those who need
//! it (scripts, external checks, the runtime API).

use crate::{Diagnostic, Word};
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// Environment variables in the order in which they were first set.
#[derive(Clone, Debug, Default)]
pub struct Env {
    list: Vec<(Vec<u8>, Vec<u8>)>,
    index: HashMap<Vec<u8>, usize>,
}

impl Env {
    /// An environment without variables.
    pub fn new() -> Self {
        Self::default()
    }

    /// A copy of the process's environment, as it is now.
    pub fn from_process() -> Self {
        let mut this = Self::new();
        for (name, value) in std::env::vars_os() {
            this.set(name.as_bytes(), value.into_vec());
        }
        this
    }

    /// The value of a variable.
    pub fn get(&self, name: impl AsRef<[u8]>) -> Option<&[u8]> {
        self.index.get(name.as_ref()).map(|&at| self.list[at].1.as_slice())
    }

    /// Whether a variable exists, even an empty one.
    pub fn defined(&self, name: impl AsRef<[u8]>) -> bool {
        self.index.contains_key(name.as_ref())
    }

    /// Sets a variable (`setenv`).
    pub fn set(&mut self, name: impl AsRef<[u8]>, value: impl Into<Vec<u8>>) {
        let name = name.as_ref();
        match self.index.get(name) {
            Some(&at) => self.list[at].1 = value.into(),
            None => {
                self.index.insert(name.to_vec(), self.list.len());
                self.list.push((name.to_vec(), value.into()));
            }
        }
    }

    /// Sets a variable unless it exists (`presetenv`).
    pub fn preset(&mut self, name: impl AsRef<[u8]>, value: impl Into<Vec<u8>>) {
        if !self.defined(name.as_ref()) {
            self.set(name, value);
        }
    }

    /// Removes a variable (`unsetenv`); one that doesn't exist is ignored.
    pub fn unset(&mut self, name: impl AsRef<[u8]>) {
        let name = name.as_ref();
        self.retain(|kept| kept != name);
    }

    /// Removes every variable but those for which `keep` says so (`resetenv`).
    pub fn retain(&mut self, keep: impl Fn(&[u8]) -> bool) {
        self.list.retain(|(name, _)| keep(name));
        self.index.clear();
        self.index.extend(self.list.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)));
    }

    /// Every variable with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.list.iter().map(|(name, value)| (name.as_slice(), value.as_slice()))
    }

    /// The final set, for a child process.
    pub fn to_os(&self) -> Vec<(OsString, OsString)> {
        let os = |bytes: &[u8]| OsStr::from_bytes(bytes).to_os_string();
        self.iter().map(|(name, value)| (os(name), os(value))).collect()
    }

    /// Expands the variables of a word outside quotes, as addresses do (`bind fd@${name}`).
    pub fn expand<'s>(&self, word: &Word<'s>) -> Result<Word<'s>, Diagnostic> {
        crate::variable::expand(word, self)
    }

    /// Runs `setenv`, `presetenv`, `resetenv` or `unsetenv` with the words that follow it.
    ///
    /// `None` when `keyword` is none of them.
    pub fn run(
        &mut self,
        keyword: &Word<'_>,
        words: &[Word<'_>],
    ) -> Option<Result<(), Diagnostic>> {
        let name = keyword.str();
        Some(match name {
            "setenv" | "presetenv" => self.run_set(keyword, words, name == "setenv"),
            "unsetenv" if words.is_empty() => {
                Err(Diagnostic::alert(keyword.span(), "`unsetenv` expects at least one variable")
                    .help("write `unsetenv NAME`"))
            }
            "unsetenv" => words.iter().try_for_each(valid_name).map(|()| {
                self.retain(|name| words.iter().all(|word| word.bytes() != name));
            }),
            "resetenv" => {
                self.retain(|name| words.iter().any(|word| word.bytes() == name));
                Ok(())
            }
            _ => return None,
        })
    }

    fn run_set(
        &mut self,
        keyword: &Word<'_>,
        words: &[Word<'_>],
        overwrite: bool,
    ) -> Result<(), Diagnostic> {
        let keyword_name = keyword.str();
        let [name, value, rest @ ..] = words else {
            return Err(Diagnostic::alert(
                keyword.span(),
                format!("`{keyword_name}` expects a name and a value"),
            )
            .help(format!("write `{keyword_name} NAME value`; an empty value is `\"\"`")));
        };
        valid_name(name)?;
        if let Some(extra) = rest.first() {
            return Err(Diagnostic::alert(
                extra.span(),
                format!("`{keyword_name}` takes one name and one value"),
            )
            .label("a second value")
            .help("quote a value that contains spaces"));
        }
        if overwrite {
            self.set(name.bytes(), value.bytes());
        } else {
            self.preset(name.bytes(), value.bytes());
        }
        Ok(())
    }
}

/// The rule of `setenv(3)`: not empty and without `=`.
fn valid_name(name: &Word<'_>) -> Result<(), Diagnostic> {
    if name.bytes().is_empty() || name.bytes().contains(&b'=') {
        return Err(Diagnostic::alert(
            name.span(),
            format!("`{}` isn't the name of a variable", name.str()),
        )
        .help("a name isn't empty and has no `=`"));
    }
    Ok(())
}
