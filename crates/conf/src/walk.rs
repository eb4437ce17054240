//! The first walk: sections and their names, and every line that needs no other names.

use crate::blame::{misplaced, misspelt_section, unknown};
use crate::catalogue::{Catalogue, Scripts};
use crate::draft::{Draft, GlobalDraft, Kept, Shared};
use crate::keyword::{EarlyCx, GlobalCx, Keyword, Parse, Section};
use crate::log_profile::ProfileDraft;
use crate::resolvers::ResolversDraft;
use crate::{global, http_errors, log_profile, proxy, resolvers, unsupported, userlist};
use moongate_lang::{
    Diagnostic, Diagnostics, Env, Facts, Line, Negation, Reader, Sources, Word, Words, nearest,
};
use std::collections::HashMap;
use std::path::Path;

/// Everything that the first walk finds.
#[derive(Default)]
pub(crate) struct Found<'s> {
    pub(crate) global: GlobalDraft<'s>,
    pub(crate) defaults: Vec<Draft<'s>>,
    pub(crate) proxies: Vec<Draft<'s>>,
    pub(crate) shared: Shared,
    /// `resolvers` sections.
    pub(crate) resolvers: Vec<ResolversDraft>,
    /// `log-profile` sections.
    pub(crate) log_profiles: Vec<ProfileDraft<'s>>,
    pub(crate) userlists: Vec<userlist::Draft>,
    /// `defaults` sections by name, to be used with `from`: the last one of each name.
    named: HashMap<Box<str>, usize>,
    /// Proxies by name.
    names: HashMap<Box<str>, usize>,
}

/// Where the lines go that are read now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the first section of a file.
    Nowhere,
    Global,
    Defaults(usize),
    Proxy(usize),
    Errors(usize),
    LogProfile(usize),
    Users(usize),
    Resolvers(usize),
    /// A section that isn't read.
    Skipped,
}

pub(crate) struct Walk<'a, 's> {
    pub(crate) env: &'a mut Env,
    pub(crate) catalogue: &'a mut Catalogue,
    pub(crate) scripts: &'a dyn Scripts,
    pub(crate) notes: &'a mut Diagnostics,
    pub(crate) found: Found<'s>,
}

impl<'s> Walk<'_, 's> {
    /// Reads all files.
    pub(crate) fn run(&mut self, sources: &'s Sources, facts: &Facts<'_>) {
        let mut reader = Reader::new(sources);
        let mut line = Line::default();
        let mut place = Place::Nowhere;
        while reader.next(&mut line, self.env, facts, self.notes) {
            if line.starts_file {
                place = Place::Nowhere;
                let name = Path::new(&sources.get(line.file()).name);
                self.found.shared.folder = name.parent().unwrap_or(Path::new("")).to_owned();
            }
            let Some(keyword) = line.keyword() else { continue };
            match section(keyword.bytes()) {
                Some(Known::Read(section)) => {
                    let name = line.words.get(1).map_or(section, |word| word.str());
                    reader.enter_section(name);
                    place = self.open(section, &line);
                }
                Some(Known::Unsupported) => {
                    let what = format!("section `{}`", keyword.str());
                    self.notes.push(
                        Diagnostic::unsupported(line.span(), what)
                            .label("this section and all of its lines"),
                    );
                    reader.enter_section(keyword.str());
                    place = Place::Skipped;
                }
                None if self.is_misspelt_section(&line, sources) => {
                    self.notes.push(misspelt_section(keyword));
                    place = Place::Skipped;
                }
                None => self.line(&mut line, place),
            }
        }
    }

    /// Whether a line at the left margin, after lines that aren't, was meant to begin a section.
    fn is_misspelt_section(&self, line: &Line<'s>, sources: &Sources) -> bool {
        let Some(word) = line.keyword() else { return false };
        let name = word.bytes();
        proxy::find(name).is_none()
            && global::find(name).is_none()
            && sources.position(word.span()).1 == 1
            && nearest(word.str(), SECTIONS).is_some()
    }

    /// Begins a section.
    fn open(&mut self, section: &str, line: &Line<'s>) -> Place {
        let opened = match section {
            "global" => self.open_global(line),
            "defaults" => self.open_defaults(line),
            "frontend" => self.open_proxy(Section::Frontend, line),
            "backend" => self.open_proxy(Section::Backend, line),
            "http-errors" => self.open_errors(line),
            "log-profile" => self.open_log_profile(line),
            "userlist" => self.open_userlist(line),
            "resolvers" => resolvers::open(line, &self.found.resolvers).map(|draft| {
                self.found.resolvers.push(draft);
                Place::Resolvers(self.found.resolvers.len() - 1)
            }),
            _ => self.open_proxy(Section::Listen, line),
        };
        self.notes.keep(opened).unwrap_or(Place::Skipped)
    }

    fn open_global(&mut self, line: &Line<'s>) -> Result<Place, Diagnostic> {
        line.arguments().finish("`global`")?;
        Ok(Place::Global)
    }

    fn open_errors(&mut self, line: &Line<'s>) -> Result<Place, Diagnostic> {
        let mut words = line.arguments();
        let sections = &mut self.found.shared.error_files;
        let name = http_errors::name(&mut words, sections)?;
        sections.0.push((name, Vec::new()));
        Ok(Place::Errors(sections.0.len() - 1))
    }

    fn open_log_profile(&mut self, line: &Line<'s>) -> Result<Place, Diagnostic> {
        let draft = log_profile::open(line, &mut self.found.shared)?;
        self.found.log_profiles.push(draft);
        Ok(Place::LogProfile(self.found.log_profiles.len() - 1))
    }

    fn open_userlist(&mut self, line: &Line<'s>) -> Result<Place, Diagnostic> {
        let lists = &mut self.found.userlists;
        lists.push(userlist::open(&mut line.arguments(), lists, self.notes)?);
        Ok(Place::Users(lists.len() - 1))
    }

    fn userlist_line(&mut self, line: &Line<'s>, at: usize) -> Result<(), Diagnostic> {
        let list = self.found.userlists.get_mut(at);
        list.map_or(Ok(()), |list| userlist::line(line, list, self.notes))
    }

    fn errors_line(&mut self, line: &Line<'s>, at: usize) -> Result<(), Diagnostic> {
        let found = &mut self.found;
        http_errors::line(line, at, &found.global.default_path, &mut found.shared)
    }

    fn open_defaults(&mut self, line: &Line<'s>) -> Result<Place, Diagnostic> {
        let mut words = line.arguments();
        let name = words.peek().filter(|word| **word != *"from");
        if name.is_some() {
            words.next();
        }
        let section = if name.is_some() { Section::NamedDefaults } else { Section::Defaults };
        let text = name.map_or("", |word| word.str());
        let mut draft = Draft::new(section, text, line.span());
        let from = Words::take(&mut words, "from");
        let found = match from {
            true => words
                .expect("the name of a `defaults` section")
                .and_then(|word| self.find_defaults(word))
                .map(Some),
            false => Ok(None),
        };
        if let Some(Some(place)) = self.notes.keep(found) {
            draft.inherit(&self.found.defaults[place], place, true);
        }
        let done = words.finish("the section's name");
        self.notes.keep(done);
        let place = self.found.defaults.len();
        // Only names that are referred to have to be valid and unique (manual 4).
        if section == Section::NamedDefaults {
            self.found.named.insert(text.into(), place);
        }
        self.found.defaults.push(draft);
        Ok(Place::Defaults(place))
    }

    fn find_defaults(&mut self, word: &Word<'_>) -> Result<usize, Diagnostic> {
        let name = word.str();
        let found = self.found.named.get(name).copied();
        let place = found.ok_or_else(|| {
            let message = format!("failed to find defaults section named '{name}'");
            let mut known: Vec<&str> = self.found.named.keys().map(|name| &**name).collect();
            known.sort_unstable();
            let wrong =
                Diagnostic::alert(word.span(), message).label("no section above has that name");
            let wrong = match known.as_slice() {
                [] => wrong.help(format!("name one: `defaults {name}`")),
                _ => wrong.help(format!("the names are {}", known.join(", "))),
            };
            wrong.did_you_mean(name, known)
        })?;
        let same = |draft: &&Draft<'_>| *draft.name == *name;
        let mut twice = self.found.defaults.iter().filter(same);
        if let (Some(first), Some(second)) = (twice.next(), twice.next()) {
            let message = format!("ambiguous section name '{name}' referenced");
            return Err(Diagnostic::alert(word.span(), message)
                .related(first.span, "declared here")
                .related(second.span, "and here"));
        }
        Ok(place)
    }

    fn open_proxy(&mut self, section: Section, line: &Line<'s>) -> Result<Place, Diagnostic> {
        let keyword = section.keyword();
        let mut words = line.arguments();
        let name = words
            .expect("the section's name")
            .map_err(|diagnostic| diagnostic.help(format!("write `{keyword} <name>`")))?;
        // The section is read all the same.
        if let Err(at) = valid_name(name) {
            self.notes.push(bad_name(name, at, &format!("'{keyword}' name")));
        }
        let mut draft = Draft::new(section, name.str(), line.span());
        let place = self.found.proxies.len();
        if let Some(&first) = self.found.names.get(name.str()) {
            let first = &self.found.proxies[first];
            let message = format!(
                "{keyword} '{}' has the same name as {} '{}'",
                name.str(),
                first.section.keyword(),
                first.name
            );
            self.notes.push(
                Diagnostic::alert(name.span(), message)
                    .related(first.span, "declared here")
                    .help("rename one of them, or write all of its lines in one section"),
            );
        } else {
            self.found.names.insert(name.str().into(), place);
        }
        // The rest of the line may be wrong: the section is read all the same, under its name.
        let inherited = self.inherit(&mut draft, &mut words);
        let done = inherited.and_then(|()| {
            words
                .finish("the section's name")
                .map_err(|wrong| wrong.help("write addresses in `bind` and `server` lines below"))
        });
        self.notes.keep(done);
        self.found.proxies.push(draft);
        Ok(Place::Proxy(place))
    }

    fn inherit(
        &mut self,
        draft: &mut Draft<'s>,
        words: &mut Words<'_, '_>,
    ) -> Result<(), Diagnostic> {
        if words.take("from") {
            let from = words.expect("the name of a `defaults` section")?;
            let place = self.find_defaults(from)?;
            draft.inherit(&self.found.defaults[place], place, true);
        } else if let Some(place) = self.found.defaults.len().checked_sub(1) {
            draft.inherit(&self.found.defaults[place], place, false);
        }
        Ok(())
    }

    /// Reads a line of a section.
    fn line(&mut self, line: &mut Line<'s>, place: Place) {
        let done = match place {
            Place::Skipped => Ok(()),
            Place::Global => self.global_line(line),
            Place::Defaults(at) => self.proxy_line(line, true, at),
            Place::Proxy(at) => self.proxy_line(line, false, at),
            Place::Errors(at) => self.errors_line(line, at),
            Place::LogProfile(at) => match self.found.log_profiles.get_mut(at) {
                Some(draft) => draft.line(line),
                None => Ok(()),
            },
            Place::Users(at) => self.userlist_line(line, at),
            Place::Resolvers(at) => match self.found.resolvers.get_mut(at) {
                Some(draft) => draft.line(line, self.env, self.notes),
                None => Ok(()),
            },
            Place::Nowhere => Err(self.outside(line)),
        };
        self.notes.keep(done);
    }

    fn outside(&self, line: &Line<'s>) -> Diagnostic {
        let name = line.keyword().map_or("", |word| word.str());
        let span = line.keyword().map_or(line.end, Word::span);
        let names = SECTIONS.iter().copied().chain(unsupported::SECTIONS.iter().copied());
        Diagnostic::alert(span, format!("unknown keyword '{name}' out of section"))
            .help("a file begins with a section such as `global` or `frontend <name>`")
            .did_you_mean(name, names)
    }

    fn global_line(&mut self, line: &Line<'s>) -> Result<(), Diagnostic> {
        let Some(word) = line.keyword() else { return Ok(()) };
        let Some(keyword) = global::find(word.bytes()) else {
            return Err(unknown(word, Section::Global));
        };
        negation(line, keyword)?;
        let Parse::Global(parse) = keyword.parse else { return Ok(()) };
        let mut cx = GlobalCx {
            keyword: word,
            negation: line.negation,
            draft: &mut self.found.global,
            env: self.env,
            catalogue: self.catalogue,
            scripts: self.scripts,
            shared: &mut self.found.shared,
            notes: self.notes,
        };
        parse(&mut cx, &mut line.arguments()).map_err(|wrong| wrong.usage("", keyword.usage))
    }

    fn proxy_line(
        &mut self,
        line: &mut Line<'s>,
        defaults: bool,
        at: usize,
    ) -> Result<(), Diagnostic> {
        let found = &mut self.found;
        let list = if defaults { &mut found.defaults } else { &mut found.proxies };
        let (Some(draft), Some(word)) = (list.get_mut(at), line.words.first()) else {
            return Ok(());
        };
        let Some(keyword) = proxy::find(word.bytes()) else {
            return Err(unknown(word, draft.section));
        };
        negation(line, keyword)?;
        if !keyword.sections.has(draft.section) {
            let diagnostic = misplaced(keyword, word, draft);
            return Err(diagnostic);
        }
        let parse = match keyword.parse {
            Parse::Early(parse) => parse,
            Parse::Global(_) => return Ok(()),
            Parse::Late(_) => {
                let words = std::mem::take(&mut line.words);
                let kept = Kept { keyword, words, negation: line.negation, end: line.end };
                draft.late.push(kept);
                return Ok(());
            }
        };
        let mut cx = EarlyCx {
            keyword: word,
            negation: line.negation,
            draft,
            global: &found.global,
            env: self.env,
            shared: &mut found.shared,
            notes: self.notes,
        };
        parse(&mut cx, &mut line.arguments()).map_err(|wrong| wrong.usage("", keyword.usage))
    }
}

fn negation(line: &Line<'_>, keyword: &Keyword) -> Result<(), Diagnostic> {
    match line.negation {
        Some(negation) if !keyword.negatable => {
            let word = if matches!(negation, Negation::No(_)) { "no" } else { "default" };
            let name = keyword.name;
            let message =
                format!("`{word}` can't stand before `{name}`, only before options and `log`");
            Err(Diagnostic::alert(negation.span(), message).help(format!("remove `{word}`")))
        }
        _ => Ok(()),
    }
}

/// The place of the first byte that a name can't have.
pub(crate) fn valid_name<'w>(word: &'w Word<'_>) -> Result<&'w str, usize> {
    let fine = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    match word.bytes().iter().position(|byte| !fine(byte)) {
        Some(at) => Err(at),
        None => Ok(word.str()),
    }
}

/// A name that has a character at `at` which names can't have.
pub(crate) fn bad_name(name: &Word<'_>, at: usize, what: &str) -> Diagnostic {
    let bad = name.str().get(at..).and_then(|rest| rest.chars().next()).unwrap_or('\u{fffd}');
    let message = format!("character '{bad}' is not permitted in {what} '{}'", name.str());
    Diagnostic::alert(name.span_of(at..at + bad.len_utf8().min(name.bytes().len() - at)), message)
        .help("names have letters, digits, `-`, `_`, `.` and `:`")
}

/// The sections that are read.
#[rustfmt::skip]
pub(crate) const SECTIONS: [&str; 9] = [
    "global", "defaults", "frontend", "backend", "listen", "http-errors", "log-profile", "resolvers",
    "userlist",
];

enum Known {
    Read(&'static str),
    Unsupported,
}

/// Whether a word begins a section.
fn section(name: &[u8]) -> Option<Known> {
    if let Some(name) = SECTIONS.iter().find(|section| section.as_bytes() == name) {
        return Some(Known::Read(name));
    }
    let unsupported = unsupported::SECTIONS.iter().any(|section| section.as_bytes() == name);
    unsupported.then_some(Known::Unsupported)
}
