//! The second walk: rules, ACLs and formats, once every proxy and server has its name.

use crate::blame::below;
use crate::catalogue::Catalogue;
use crate::draft::{DefaultPath, Draft, Kept, LogLine};
use crate::formats;
use crate::keyword::{Done, Parse, Section};
use crate::names::Names;
use crate::option::forwarded;
use crate::order::{Order, Stage};
use crate::plan::Proxy;
use crate::proxy::bandwidth;
use crate::proxy::http_error;
use moongate_lang::{Diagnostic, Diagnostics, Negation, Sources, Span, Word, Words};
use moongate_net::dns::Resolvers;
use moongate_rules::{BandwidthFilter, ErrorSections, ScriptHost};
use moongate_sample::{Backtracking, Compiler, Condition, Format, FormatOptions, Point, Scope};
use moongate_state::{MakeId, Mode, Place, ProxyId, ServerId};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// What late lines of a proxy work on.
pub struct Late<'a, 'p> {
    /// The line's keyword.
    pub keyword: &'a Word<'a>,
    /// `no` or `default` before it.
    pub negation: Option<Negation>,
    /// The whole line.
    pub span: Span,
    /// The kind of section of the proxy.
    pub section: Section,
    /// The proxy.
    pub proxy: &'a mut Proxy,
    /// Compiles its expressions.
    pub compiler: &'a mut Compiler<'p>,
    /// Actions and services.
    pub catalogue: &'p Catalogue,
    /// All proxies and servers.
    pub names: &'p Names,
    /// What runs scripts.
    pub scripts: &'a dyn ScriptHost,
    /// `http-errors` sections.
    pub error_files: &'p ErrorSections,
    /// The proxy's bandwidth filters.
    pub bandwidth: &'a [Arc<BandwidthFilter>],
    /// `resolvers` sections.
    pub resolvers: &'p [Arc<Resolvers>],
    /// The names of `log-profile` sections, by place.
    pub log_profiles: &'p [Box<str>],
    /// `tune.stick-counters`
    pub stick_counters: u32,
    /// Warnings and notices.
    pub notes: &'a mut Diagnostics,
    /// Where the line stands, for logs.
    pub place: Place,
    pub(crate) order: &'a mut Order,
}

impl Late<'_, '_> {
    /// What messages call the proxy.
    pub fn title(&self) -> String {
        format!("{} '{}'", self.section.noun(), self.proxy.state.name)
    }

    /// Reads `if <condition>` or `unless <condition>` up to the line's end, if it is there.
    pub fn condition(
        &mut self,
        words: &mut Words<'_, '_>,
        at: Scope,
    ) -> Result<Option<Condition>, Diagnostic> {
        self.compiler.optional_condition(words, at)
    }

    /// Compiles a format that gives a name.
    pub fn format(&mut self, word: &Word<'_>, at: Scope) -> Result<Format, Diagnostic> {
        self.compiler.format(word, at, FormatOptions::VALUE)
    }

    /// Notes that the line belongs to a stage, for a warning if it is misplaced.
    pub(crate) fn stage(&mut self, stage: Stage) {
        self.order.line(stage, self.span, self.notes);
    }

    /// Notes an `inspect-delay`; whether it counts.
    pub(crate) fn delay(&mut self, response: bool) -> bool {
        self.order.delay(response, &self.title(), self.span, self.notes)
    }

    /// Makes a capture slot, behind those of the lines above; one without a name is for rules.
    pub(crate) fn capture_slot(&mut self, request: bool, name: Vec<u8>, length: usize) {
        let (slots, lengths) = match request {
            true => (&mut self.proxy.req_captures, &mut self.compiler.captures.request),
            false => (&mut self.proxy.res_captures, &mut self.compiler.captures.response),
        };
        nameless(slots, lengths);
        slots.push((name, length));
        lengths.push(u32::try_from(length).unwrap_or(u32::MAX));
    }

    /// Declares a named ACL with what follows the keyword.
    pub fn acl(&mut self, words: &mut Words<'_, '_>) -> Done {
        self.compiler.acl(words)
    }

    /// The backend that a word names.
    pub fn backend(&self, word: &Word<'_>, keyword: &str) -> Result<ProxyId, Diagnostic> {
        backend(self.names, &self.title(), self.proxy.mode, word, keyword)
    }

    /// The server of this proxy that a word names.
    pub fn own_server(&self, word: &Word<'_>) -> Result<ServerId, Diagnostic> {
        let servers = self.proxy.state.servers();
        let found = servers.iter().find(|server| *word == *server.name);
        found.map(|server| server.id).ok_or_else(|| {
            let message = format!(
                "{} : unable to find server '{}' referenced in a 'use-server' rule",
                self.title(),
                word.str()
            );
            Diagnostic::alert(word.span(), message)
                .did_you_mean(word.str(), servers.iter().map(|server| &*server.name))
        })
    }
}

/// The backend that a word names, its mode checked (manual 4.2, `default_backend`).
fn backend(
    names: &Names,
    title: &str,
    mode: Mode,
    word: &Word<'_>,
    keyword: &str,
) -> Result<ProxyId, Diagnostic> {
    let name = word.str();
    let Some((id, entry)) = names.get(name) else {
        let message = format!("unable to find required {keyword}: '{name}'");
        return Err(Diagnostic::alert(word.span(), message)
            .label("no backend of that name")
            .did_you_mean(name, names.nearest_backend(name)));
    };
    if !entry.section.is_backend() {
        let message = format!("'{keyword}' of {title} names '{name}', which is a frontend");
        return Err(Diagnostic::alert(word.span(), message)
            .related(entry.span, "declared here")
            .help("name a backend or listen section"));
    }
    if mode == Mode::Http && entry.mode == Mode::Tcp {
        let message = format!(
            "http {title} tries to use incompatible tcp {} '{name}' in a '{keyword}' rule (see 'mode')",
            entry.section.noun()
        );
        return Err(Diagnostic::alert(word.span(), message)
            .related(entry.span, "declared here")
            .help("give both the same `mode`"));
    }
    Ok(id)
}

/// What the second walk needs of all proxies.
pub(crate) struct World<'p> {
    pub(crate) catalogue: &'p Catalogue,
    pub(crate) names: &'p Names,
    pub(crate) patterns: &'p moongate_sample::PatternStore,
    pub(crate) scripts: &'p dyn ScriptHost,
    pub(crate) error_files: &'p ErrorSections,
    pub(crate) log_profiles: &'p [Box<str>],
    pub(crate) stick_counters: u32,
    pub(crate) resolvers: &'p [Arc<Resolvers>],
    /// Those of the proxy that is being read.
    pub(crate) bandwidth: Vec<Arc<BandwidthFilter>>,
    pub(crate) sources: &'p Sources,
    pub(crate) default_path: &'p DefaultPath,
    pub(crate) notes: &'p mut Diagnostics,
}

impl<'p> World<'p> {
    /// Reads the late lines of a proxy: first those of its `defaults`, then its own.
    pub(crate) fn read(&mut self, defaults: &[Draft<'_>], draft: &Draft<'_>, proxy: &mut Proxy) {
        let inherited = chain(defaults, draft.from);
        let quiet = draft.late.is_empty()
            && inherited.iter().all(|draft| draft.late.is_empty())
            && draft.errors.is_empty()
            && !draft.deferred.any();
        if quiet {
            return;
        }
        let names = self.names.of(proxy.id);
        let mut compiler = Compiler::new(&self.catalogue.samples, &names, self.patterns);
        self.bandwidth = bandwidth::read(draft, proxy.id, &mut compiler, self.notes);
        let mut lost = Vec::new();
        let mut order = Order::default();
        for kept in inherited.iter().rev().flat_map(|draft| &draft.late) {
            // A line of `defaults` concerns the proxies that may have it.
            if kept.keyword.sections.has(draft.section) {
                self.line(kept, draft, proxy, &mut compiler, (&mut order, &mut lost));
            }
        }
        let mut order = Order::default();
        for kept in &draft.late {
            self.line(kept, draft, proxy, &mut compiler, (&mut order, &mut lost));
        }
        nameless(&mut proxy.req_captures, &compiler.captures.request);
        nameless(&mut proxy.res_captures, &compiler.captures.response);
        let backend = draft.section.is_backend();
        proxy.errors = http_error::resolve(self, &draft.errors, backend, &mut compiler);
        self.formats(draft, proxy, &mut compiler);
        for warning in compiler.take_warnings() {
            self.notes.push(warning);
        }
    }

    fn line<'q>(
        &mut self,
        kept: &Kept<'_>,
        draft: &Draft<'_>,
        proxy: &mut Proxy,
        compiler: &mut Compiler<'q>,
        (order, lost): (&mut Order, &mut Vec<String>),
    ) where
        'p: 'q,
    {
        let Parse::Late(parse) = kept.keyword.parse else { return };
        let Some(keyword) = kept.words.first() else { return };
        if *self.default_path != DefaultPath::Current {
            compiler.folder = self.default_path.folder(folder(self.sources, kept.end));
        }
        let mut cx = Late {
            keyword,
            negation: kept.negation,
            span: keyword.span().to(kept.end),
            place: place(self.sources, keyword.span()),
            section: draft.section,
            proxy,
            compiler,
            catalogue: self.catalogue,
            names: self.names,
            scripts: self.scripts,
            error_files: self.error_files,
            log_profiles: self.log_profiles,
            stick_counters: self.stick_counters,
            resolvers: self.resolvers,
            bandwidth: &self.bandwidth,
            notes: self.notes,
            order,
        };
        let done = parse(&mut cx, &mut Words::new(&kept.words[1..], kept.end));
        if let Err(diagnostic) = done.map_err(|wrong| wrong.usage("", kept.keyword.usage)) {
            let name = kept.words.get(1).filter(|_| kept.keyword.name == "acl");
            lost.extend(name.map(|word| format!("there is no ACL `{}`", word.str())));
            // Whoever refers to an ACL that was refused isn't to blame.
            if !lost.contains(&diagnostic.message) {
                self.notes.push(below(diagnostic, draft));
            }
        }
        for warning in compiler.take_warnings() {
            self.notes.push(warning);
        }
        if let Some(note) = backtracking(keyword.span().to(kept.end)) {
            self.notes.push(note);
        }
    }

    /// Compiles the formats that a proxy has, and finds its default backend.
    fn formats(&mut self, draft: &Draft<'_>, proxy: &mut Proxy, compiler: &mut Compiler<'_>) {
        let deferred = &draft.deferred;
        if let Some(word) =
            deferred.default_backend.as_deref().filter(|_| draft.section.is_frontend())
        {
            let found = backend(self.names, &draft.title(), proxy.mode, word, "default_backend");
            proxy.default_backend = self.notes.keep(found);
        }
        if let Some((words, end)) =
            deferred.forwarded.as_deref().filter(|_| draft.section.is_backend())
        {
            let made = forwarded::compile(&mut Words::new(words, *end), compiler);
            proxy.forwarded = self.notes.keep(made);
        }
        let mut compile = |word: &Option<Rc<Word<'_>>>, at: Scope| {
            let word = word.as_deref()?;
            self.notes.keep(compiler.format(word, at, FormatOptions::LOG))
        };
        let log = Scope::from(Point::Log);
        // An ID is made when it is first asked for: with the request, or as late as in its log line.
        let id = Scope(log.0 | Scope::from(Point::FeHttpRequest).0);
        proxy.unique_id_format = compile(&deferred.unique_id, id).map(Arc::new);
        if let Some(format) = &proxy.unique_id_format {
            // Set once: a proxy's lines are read once.
            let format: Arc<dyn MakeId> = format.clone();
            let _ = proxy.state.unique_id.set(format);
        }
        proxy.unique_id_header = deferred.unique_id_header.as_deref().map(str::to_owned);
        if !draft.section.is_frontend() {
            return;
        }
        proxy.error_log_format = compile(&deferred.error_log, log);
        proxy.log_format_sd = compile(&deferred.log_sd, log);
        let own = match &deferred.log {
            None => return,
            Some((LogLine::Own(word), _)) => Rc::clone(word),
            Some((LogLine::Http | LogLine::HttpClf | LogLine::Https, span)) if !proxy.http => {
                Rc::new(formats::word(formats::TCP, *span))
            }
            Some((LogLine::Https, span)) => Rc::new(formats::word(formats::HTTPS, *span)),
            Some((LogLine::Http, span)) => Rc::new(formats::word(formats::HTTP, *span)),
            Some((LogLine::HttpClf, span)) => Rc::new(formats::word(formats::HTTP_CLF, *span)),
            Some((LogLine::Tcp, span)) => Rc::new(formats::word(formats::TCP, *span)),
            Some((LogLine::TcpClf, span)) => Rc::new(formats::word(formats::TCP_CLF, *span)),
        };
        proxy.log_format = compile(&Some(own), log);
    }
}

/// Adds the slots that rules made since the last line with a slot of its own.
fn nameless(slots: &mut Vec<(Vec<u8>, usize)>, lengths: &[u32]) {
    let made = lengths.iter().skip(slots.len());
    let made: Vec<_> = made.map(|len| (Vec::new(), *len as usize)).collect();
    slots.extend(made);
}

/// Where a line stands, for logs.
fn place(sources: &Sources, line: Span) -> Place {
    let line_number = sources.position(line).0;
    Place { file: line.file.0, line: u32::try_from(line_number).unwrap_or(u32::MAX) }
}

/// The folder of the file that a line stands in.
pub(crate) fn folder(sources: &Sources, line: Span) -> &Path {
    Path::new(&sources.get(line.file).name).parent().unwrap_or(Path::new(""))
}

/// The `defaults` sections that a section begins with, the nearest first.
fn chain<'d, 's>(defaults: &'d [Draft<'s>], mut from: Option<usize>) -> Vec<&'d Draft<'s>> {
    let mut list = Vec::new();
    while let Some(draft) = from.and_then(|at| defaults.get(at)) {
        list.push(draft);
        from = draft.from;
    }
    list
}

/// A note on the regular expressions of a line that the linear engine can't run.
fn backtracking(line: moongate_lang::Span) -> Option<Diagnostic> {
    let seen = Backtracking::take();
    let (first, rest) = seen.split_first()?;
    let more = match rest.len() {
        0 => String::new(),
        count => format!(", and {count} more of this line,"),
    };
    let message = format!("the regular expression `{first}`{more} can't be matched in linear time");
    Some(Diagnostic::notice(line, message).help(
        "look-around and back-references need steps back: after a million steps it counts as no match; \
         an expression without them has no such limit",
    ))
}
