//! Sections while they are read: settings so far, and the lines that have to wait for names.

use crate::keyword::{Keyword, Section, Sections};
use crate::plan::{Bind, ErrorReply, Global, LogTarget, Resolve, Server, Settings, Timeouts};
use moongate_lang::{Negation, Span, Word};
use moongate_rules::ErrorSections;
use moongate_state as state;
use moongate_state::table::TableSpec;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

/// A line that is read once all names are known.
#[derive(Debug)]
pub struct Kept<'s> {
    /// Its keyword's declaration.
    pub keyword: &'static Keyword,
    /// Its words, the keyword first.
    pub words: Vec<Word<'s>>,
    /// `no` or `default` before it.
    pub negation: Option<Negation>,
    /// Where one more word would stand.
    pub end: Span,
}

/// What the lines of a proxy are logged as.
#[derive(Clone, Debug)]
pub enum LogLine<'s> {
    /// `option httplog`
    Http,
    /// `option httplog clf`
    HttpClf,
    /// `option httpslog`
    Https,
    /// `option tcplog`
    Tcp,
    /// `option tcplog clf`
    TcpClf,
    /// `log-format`
    Own(Rc<Word<'s>>),
}

impl LogLine<'_> {
    /// How it is written.
    pub fn directive(&self) -> &'static str {
        match self {
            Self::Http => "option httplog",
            Self::HttpClf => "option httplog clf",
            Self::Https => "option httpslog",
            Self::Tcp => "option tcplog",
            Self::TcpClf => "option tcplog clf",
            Self::Own(_) => "log-format",
        }
    }
}

/// Formats that are compiled once all names are known, and names that are looked up then.
#[derive(Clone, Debug, Default)]
pub struct Deferred<'s> {
    /// `log-format` and the options that stand for one, and where it was set.
    pub log: Option<(LogLine<'s>, Span)>,
    /// `error-log-format`
    pub error_log: Option<Rc<Word<'s>>>,
    /// `log-format-sd`
    pub log_sd: Option<Rc<Word<'s>>>,
    /// `unique-id-format`
    pub unique_id: Option<Rc<Word<'s>>>,
    /// `unique-id-header`
    pub unique_id_header: Option<Rc<str>>,
    /// `default_backend`
    pub default_backend: Option<Rc<Word<'s>>>,
    /// `option forwarded`: its arguments, and where they end.
    pub forwarded: Option<Rc<(Vec<Word<'s>>, Span)>>,
}

impl Deferred<'_> {
    /// Whether there is anything to compile.
    pub fn any(&self) -> bool {
        self.log.is_some()
            || self.error_log.is_some()
            || self.log_sd.is_some()
            || self.unique_id.is_some()
            || self.default_backend.is_some()
            || self.forwarded.is_some()
    }
}

/// A line that says how errors are answered; later ones override earlier ones.
#[derive(Clone, Debug)]
pub enum ErrorLine<'s> {
    /// Errors of that status.
    One(u16, Arc<ErrorReply>),
    /// As an `http-errors` section says.
    Import {
        /// The section's name.
        name: Box<str>,
        /// Where it is named.
        span: Span,
        /// Only these; all of the section's if there are none.
        statuses: Vec<u16>,
    },
    /// `http-error`: its arguments, and where they end. They may have formats.
    Made(Rc<(Vec<Word<'s>>, Span)>),
}

/// What a proxy logs to.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    /// Its own targets.
    pub own: Vec<LogTarget>,
    /// `log global`: the targets of `global` too.
    pub global: bool,
}

/// A stick table as declared.
#[derive(Debug)]
pub struct TableDraft {
    /// What it is.
    pub spec: TableSpec,
    /// Where it is declared.
    pub span: Span,
    /// Tables that what other processes send would be written to, too.
    pub write_to: Vec<Word<'static>>,
}

/// A proxy or a `defaults` section while it is read.
#[derive(Debug)]
pub struct Draft<'s> {
    /// The kind of section.
    pub section: Section,
    /// Its name; empty for `defaults` without one.
    pub name: Box<str>,
    /// The words of its first line.
    pub span: Span,
    /// The `defaults` section it begins with, as a place among them.
    pub from: Option<usize>,
    /// Whether `from` was written.
    pub explicit_from: bool,
    /// Settings so far.
    pub settings: Settings,
    /// `option abortonclose`, if a line says so.
    pub abortonclose: Option<bool>,
    /// It has a `stats` line of its own.
    pub own_stats: bool,
    /// The timeouts that it began with.
    pub inherited: Timeouts,
    /// Formats and names for later.
    pub deferred: Deferred<'s>,
    /// `errorfile` and its kin.
    pub errors: Vec<ErrorLine<'s>>,
    /// Log targets.
    pub logs: Logs,
    /// `bind` lines.
    pub binds: Vec<Bind>,
    /// `server` lines: what never changes.
    pub servers: Vec<Server>,
    /// `server` lines: the live side of each.
    pub live: Vec<state::Server>,
    /// `default-server` so far.
    pub default_server: Rc<ServerDefaults>,
    /// `stick-table`
    pub table: Option<TableDraft>,
    /// Lines for later.
    pub late: Vec<Kept<'s>>,
}

impl<'s> Draft<'s> {
    /// A section without a line.
    pub fn new(section: Section, name: &str, span: Span) -> Self {
        Self {
            section,
            name: name.into(),
            span,
            from: None,
            explicit_from: false,
            settings: Settings::default(),
            abortonclose: None,
            own_stats: false,
            inherited: Timeouts::default(),
            deferred: Deferred::default(),
            errors: Vec::new(),
            logs: Logs::default(),
            binds: Vec::new(),
            servers: Vec::new(),
            live: Vec::new(),
            default_server: Rc::new(ServerDefaults::default()),
            table: None,
            late: Vec::new(),
        }
    }

    /// Begins with what a `defaults` section has set.
    pub fn inherit(&mut self, defaults: &Draft<'s>, place: usize, explicit: bool) {
        self.from = Some(place);
        self.explicit_from = explicit;
        self.settings = defaults.settings.clone();
        if !self.settings.check.is_plain() {
            Arc::make_mut(&mut self.settings.check).inherited = true;
        }
        self.abortonclose = defaults.abortonclose;
        self.inherited = defaults.settings.timeouts;
        self.deferred = defaults.deferred.clone();
        self.errors.clone_from(&defaults.errors);
        self.logs = defaults.logs.clone();
        self.default_server = Rc::clone(&defaults.default_server);
    }

    /// What messages call it: `backend 'x'`.
    pub fn title(&self) -> String {
        format!("{} '{}'", self.section.noun(), self.name)
    }

    /// The capability it lacks to be one of `sections`, if it does; `defaults` lack none.
    pub fn lacks(&self, sections: Sections) -> Option<&'static str> {
        if self.section.is_defaults() || sections.has(self.section) {
            return None;
        }
        Some(if sections.has(Section::Backend) { "backend" } else { "frontend" })
    }
}

/// `default-server`: what a `server` line begins with.
#[derive(Clone, Debug)]
pub struct ServerDefaults {
    /// `weight`
    pub weight: u32,
    /// `backup`
    pub backup: bool,
    /// `disabled`
    pub disabled: bool,
    /// `maxconn`; 0: no limit.
    pub maxconn: u32,
    /// `minconn`
    pub minconn: u32,
    /// `source`
    pub source: Option<SocketAddr>,
    /// `interface` of `source`
    pub interface: Option<String>,
    /// `tfo`
    pub tfo: bool,
    /// `cookie`
    pub cookie: Option<Arc<[u8]>>,
    /// `pool-max-conn`; none: no limit.
    pub pool_max: Option<u32>,
    /// `pool-purge-delay`, milliseconds.
    pub pool_purge_delay: u64,
    /// `max-reuse`
    pub max_reuse: Option<u32>,
    /// `non-stick`
    pub non_stick: bool,
    /// `check` and what belongs to it.
    pub check: crate::plan::ServerCheck,
    /// `init-addr`
    pub init_addr: Vec<InitAddr>,
    /// `resolvers`, `resolve-prefer` and their kin.
    pub resolve: Resolve,
    /// `id`
    pub number: Option<u32>,
}

/// A way to find a server's first address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InitAddr {
    /// The system's resolver.
    Libc,
    /// None: the server is down until it has an address.
    None,
    /// The address it had before a restart (of which there is none at a first start).
    Last,
    /// This one.
    Ip(IpAddr),
}

impl Default for ServerDefaults {
    fn default() -> Self {
        Self {
            weight: 1,
            backup: false,
            disabled: false,
            maxconn: 0,
            minconn: 0,
            source: None,
            interface: None,
            tfo: false,
            cookie: None,
            pool_max: None,
            pool_purge_delay: 5000,
            max_reuse: None,
            non_stick: false,
            check: crate::plan::ServerCheck::default(),
            init_addr: vec![InitAddr::Last, InitAddr::Libc],
            resolve: Resolve::default(),
            number: None,
        }
    }
}

/// `global` while it is read.
#[derive(Debug)]
pub struct GlobalDraft<'s> {
    /// What it says.
    pub global: Global,
    /// `set-var` and `set-var-fmt`, for when the process exists: whether it is a format, the
    /// line's words behind the keyword, its end.
    pub vars: Vec<(bool, Vec<Word<'s>>, Span)>,
    /// `expose-experimental-directives`
    pub experimental: bool,
    /// `expose-deprecated-directives`
    pub deprecated: bool,
    /// `lua-prepend-path` was written.
    pub prepended: bool,
    /// A script was loaded.
    pub scripts: bool,
    /// `tune.lua.bool-sample-conversion` was written.
    pub bool_samples: bool,
    /// `default-path`
    pub default_path: DefaultPath,
    /// `ca-base`
    pub ca_base: Option<PathBuf>,
    /// `unix-bind`
    pub unix_bind: UnixBind,
}

/// `default-path`: what file names that aren't absolute are relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultPath {
    /// The folder that the program was started in.
    Current,
    /// The folder of the configuration file.
    Config,
    /// The folder above it.
    Parent,
    /// This one.
    Origin(PathBuf),
}

impl DefaultPath {
    /// The folder for lines of a file in folder `own`; the empty one is the current folder.
    pub fn folder(&self, own: &Path) -> PathBuf {
        match self {
            Self::Current => PathBuf::new(),
            Self::Config => own.to_owned(),
            Self::Parent => own.join(".."),
            Self::Origin(origin) => origin.clone(),
        }
    }
}

/// `unix-bind`: what unix sockets of `bind` lines begin with.
#[derive(Clone, Debug, Default)]
pub struct UnixBind {
    /// `prefix`
    pub prefix: Option<String>,
    /// `mode`
    pub mode: Option<u32>,
    /// `user`, `uid`
    pub uid: Option<u32>,
    /// `group`, `gid`
    pub gid: Option<u32>,
}

impl Default for GlobalDraft<'_> {
    fn default() -> Self {
        Self {
            global: Global::default(),
            vars: Vec::new(),
            experimental: false,
            deprecated: false,
            prepended: false,
            scripts: false,
            bool_samples: false,
            default_path: DefaultPath::Current,
            ca_base: None,
            unix_bind: UnixBind::default(),
        }
    }
}

/// A name of a `log-profile`.
#[derive(Clone, Debug)]
pub struct ProfileName {
    /// The name.
    pub name: Box<str>,
    /// Where its section begins.
    pub declared: Option<Span>,
    /// Where it is referred to first.
    pub used: Option<Span>,
}

impl Shared {
    /// The place of the log profile of that name; it may be declared later.
    pub fn log_profile(&mut self, name: &str) -> usize {
        let known = self.log_profiles.iter().position(|profile| *profile.name == *name);
        known.unwrap_or_else(|| {
            self.log_profiles.push(ProfileName { name: name.into(), declared: None, used: None });
            self.log_profiles.len() - 1
        })
    }
}

/// What is read once and used by many lines.
#[derive(Debug, Default)]
pub struct Shared {
    /// `http-errors` sections.
    pub error_files: ErrorSections,
    /// Names of `log-profile` sections, declared or only referred to; targets hold their place.
    pub log_profiles: Vec<ProfileName>,
    /// Error files by path.
    pub errors: HashMap<PathBuf, Arc<ErrorReply>>,
    /// Names that were resolved: the addresses, or why there are none.
    pub hosts: HashMap<String, Result<Vec<IpAddr>, String>>,
    /// The folder of the file being read.
    pub folder: PathBuf,
}
