//! How configuration keywords declare themselves, and what each kind of them works on.

use crate::catalogue::{Catalogue, Scripts};
use crate::draft::{Draft, GlobalDraft, Shared};
use crate::late::Late;
use moongate_lang::{Diagnostic, Diagnostics, Env, Negation, Word, Words};

/// The sections of a configuration that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Section {
    /// `global`
    Global,
    /// `defaults` without a name.
    Defaults,
    /// `defaults <name>`
    NamedDefaults,
    /// `frontend`
    Frontend,
    /// `backend`
    Backend,
    /// `listen`
    Listen,
}

impl Section {
    /// Its keyword.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Defaults | Self::NamedDefaults => "defaults",
            Self::Frontend => "frontend",
            Self::Backend => "backend",
            Self::Listen => "listen",
        }
    }

    /// What HAProxy's messages call a proxy of this kind.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Listen => "proxy",
            other => other.keyword(),
        }
    }

    /// Whether it accepts connections.
    pub const fn is_frontend(self) -> bool {
        matches!(self, Self::Frontend | Self::Listen)
    }

    /// Whether it has servers.
    pub const fn is_backend(self) -> bool {
        matches!(self, Self::Backend | Self::Listen)
    }

    /// Whether it is a `defaults` section.
    pub const fn is_defaults(self) -> bool {
        matches!(self, Self::Defaults | Self::NamedDefaults)
    }
}

/// A set of sections: where a keyword may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sections(u8);

impl Sections {
    /// `global`
    pub const GLOBAL: Self = Self::of(&[Section::Global]);
    /// `frontend` and `listen`.
    pub const FRONT: Self = Self::of(&[Section::Frontend, Section::Listen]);
    /// `backend` and `listen`.
    pub const BACK: Self = Self::of(&[Section::Backend, Section::Listen]);
    /// Every proxy, but no `defaults`.
    pub const PROXIES: Self = Self(Self::FRONT.0 | Self::BACK.0);
    /// `defaults`, with a name or without.
    pub const DEFAULTS: Self = Self::of(&[Section::Defaults, Section::NamedDefaults]);
    /// `defaults` with a name.
    pub const NAMED: Self = Self::of(&[Section::NamedDefaults]);

    /// These.
    pub const fn of(list: &[Section]) -> Self {
        let (mut at, mut set) = (0, 0);
        while at < list.len() {
            set |= 1 << list[at] as u8;
            at += 1;
        }
        Self(set)
    }

    /// These and those.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `section` is among them.
    pub const fn has(self, section: Section) -> bool {
        self.0 & (1 << section as u8) != 0
    }

    /// As a list in words: "a backend or listen".
    pub fn text(self) -> String {
        let all = [
            Section::Global,
            Section::Defaults,
            Section::NamedDefaults,
            Section::Frontend,
            Section::Listen,
            Section::Backend,
        ];
        let mut names: Vec<&str> = Vec::new();
        for section in all.into_iter().filter(|&section| self.has(section)) {
            match section {
                Section::NamedDefaults if self.has(Section::Defaults) => {}
                Section::NamedDefaults => names.push("named defaults"),
                other => names.push(other.keyword()),
            }
        }
        match names.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [init @ .., last] => format!("{} or {last}", init.join(", ")),
        }
    }
}

/// What reading a line gives.
pub type Done = Result<(), Diagnostic>;

/// A keyword's declaration; everything about it stands here.
#[derive(Debug)]
pub struct Keyword {
    /// Its name.
    pub name: &'static str,
    /// Other names of the same.
    pub aliases: &'static [&'static str],
    /// Where it may be used.
    pub sections: Sections,
    /// Whether HAProxy only warns and ignores the line in a proxy that lacks the capability.
    pub lenient: bool,
    /// Whether `no` and `default` may stand before it.
    pub negatable: bool,
    /// How it is written.
    pub usage: &'static str,
    /// One sentence.
    pub sentence: &'static str,
    /// Lines that are proven by the tests.
    pub examples: &'static [&'static str],
    /// Reads a line of it.
    pub parse: Parse,
}

impl Keyword {
    /// When its lines are read.
    pub fn phase(&self) -> Phase {
        match self.parse {
            Parse::Late(_) => Phase::Late,
            Parse::Global(_) | Parse::Early(_) => Phase::Early,
        }
    }
}

/// When lines are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// As they come.
    Early,
    /// Once every proxy and server has its name, and all scripts are loaded.
    Late,
}

/// What reads a line; each kind works on what is known then.
#[derive(Clone, Copy, Debug)]
pub enum Parse {
    /// A line of `global`.
    Global(fn(&mut GlobalCx<'_, '_>, &mut Words<'_, '_>) -> Done),
    /// A line of a proxy or of `defaults` that needs no other names.
    Early(fn(&mut EarlyCx<'_, '_>, &mut Words<'_, '_>) -> Done),
    /// A line that refers to proxies, servers, ACLs or scripts. One in `defaults` is read again
    /// for each proxy that uses the section.
    Late(fn(&mut Late<'_, '_>, &mut Words<'_, '_>) -> Done),
}

/// What lines of `global` work on.
pub struct GlobalCx<'a, 's> {
    /// The line's keyword.
    pub keyword: &'a Word<'s>,
    /// `no` or `default` before it.
    pub negation: Option<Negation>,
    /// What has been read so far.
    pub draft: &'a mut GlobalDraft<'s>,
    /// The environment that the next lines see.
    pub env: &'a mut Env,
    /// The names that later lines may use.
    pub catalogue: &'a mut Catalogue,
    /// What runs scripts.
    pub scripts: &'a dyn Scripts,
    /// Caches.
    pub shared: &'a mut Shared,
    /// Warnings and notices.
    pub notes: &'a mut Diagnostics,
}

/// What early lines of proxies and `defaults` work on.
pub struct EarlyCx<'a, 's> {
    /// The line's keyword.
    pub keyword: &'a Word<'s>,
    /// `no` or `default` before it.
    pub negation: Option<Negation>,
    /// The section so far.
    pub draft: &'a mut Draft<'s>,
    /// What `default` before a keyword restores.
    pub global: &'a GlobalDraft<'s>,
    /// The environment, for addresses.
    pub env: &'a Env,
    /// Caches.
    pub shared: &'a mut Shared,
    /// Warnings and notices.
    pub notes: &'a mut Diagnostics,
}

impl GlobalCx<'_, '_> {
    /// Warns that a keyword that counts once was `given` before; the first one stays, as in
    /// HAProxy.
    pub fn again(&mut self, given: bool) -> bool {
        if given {
            let message = format!("'{}' already specified. Continuing.", self.keyword.str());
            self.notes.push(
                Diagnostic::warning(self.keyword.span(), message).help("the first one counts"),
            );
        }
        given
    }
}

impl EarlyCx<'_, '_> {
    /// Whether the line is negated with `no`.
    pub fn is_no(&self) -> bool {
        matches!(self.negation, Some(Negation::No(_)))
    }

    /// Adds a warning about the line.
    pub fn warn(&mut self, message: impl Into<String>) {
        self.notes.push(Diagnostic::warning(self.keyword.span(), message));
    }

    /// Warns, as HAProxy does, that the proxy lacks what `name` needs; whether it does.
    pub fn lacks(&mut self, name: &str, sections: Sections) -> bool {
        let lacks = self.draft.lacks(sections);
        if let Some(capability) = lacks {
            let message = format!(
                "'{name}' ignored because {} has no {capability} capability",
                self.draft.title()
            );
            self.notes.push(
                Diagnostic::warning(self.keyword.span(), message)
                    .help(format!("`{name}` belongs to a {} section", sections.text())),
            );
        }
        lacks.is_some()
    }
}
