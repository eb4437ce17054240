//! Reads a configuration as the command line asks for, and shows what is wrong with it.

use crate::args::Options;
use crate::process::channel;
use crate::scripts::Lua;
use crate::{catalogue, version};
use moongate_conf::{Catalogue, Plan};
use moongate_lang::render::{self, Style};
use moongate_lang::{Diagnostics, Env, Severity, Sources, files};
use std::path::{Path, PathBuf};

/// A configuration and everything it brought with it.
pub struct Config {
    /// The files.
    pub sources: Sources,
    /// The environment that `setenv` and its kin left behind.
    pub env: Env,
    /// All names, those of scripts included.
    pub catalogue: Catalogue,
    /// The scripts.
    pub scripts: Lua,
    /// What is wrong, or worth knowing.
    pub diagnostics: Diagnostics,
    /// The plan, unless something is an error.
    pub plan: Option<Plan>,
}

impl Config {
    /// Reads the files of the command line.
    pub fn read(options: &Options) -> Self {
        let mut diagnostics = Diagnostics::default();
        let sources = files::load(&options.files, &mut diagnostics);
        let env = environment(options);
        Self::of(sources, env, options, diagnostics)
    }

    /// Reads a text that is part of the program.
    pub fn of_text(name: &str, text: &str, env: Env) -> Self {
        let mut sources = Sources::default();
        sources.add(name, text.into());
        Self::of(sources, env, &Options::default(), Diagnostics::default())
    }

    fn of(sources: Sources, mut env: Env, options: &Options, mut diagnostics: Diagnostics) -> Self {
        let mut catalogue = catalogue::assemble();
        let scripts = Lua::new();
        let working = version::working();
        let facts = version::facts(&working, options.diagnostics);
        // A file that can't be opened leaves too little to be worth a look at the rest.
        let plan = if diagnostics.any(Severity::Alert) {
            None
        } else {
            moongate_conf::read(
                &sources,
                &mut env,
                &facts,
                &mut catalogue,
                &scripts,
                &mut diagnostics,
            )
        };
        Self { sources, env, catalogue, scripts, diagnostics, plan }
    }

    /// Prints the findings to standard error, in the order in which they were made.
    pub fn show(&self) {
        let style = Style::for_stream(std::process::id(), &std::io::stderr());
        eprint!("{}", render::text(self.diagnostics.iter(), &self.sources, &style));
    }

    /// Whether the program may start: no error, and no warning if those count as errors.
    pub fn is_good(&self, zero_warning: bool) -> bool {
        let Some(plan) = &self.plan else { return false };
        let strict = zero_warning || plan.global.zero_warning;
        let fatal = if strict { Severity::Warning } else { Severity::Alert };
        !self.diagnostics.any(fatal)
    }
}

/// What `$VAR` reads at first: the process's environment, and HAProxy's own variables (configuration
/// manual, chapter 2.3).
pub fn environment(options: &Options) -> Env {
    let mut env = Env::from_process();
    let branch = version::HAPROXY.split('-').next().unwrap_or_default();
    env.set("HAPROXY_BRANCH", branch);
    env.set("HAPROXY_STARTUP_VERSION", version::HAPROXY);
    let hostname = || nix::unistd::gethostname().unwrap_or_default().into_encoded_bytes();
    let localpeer = options.localpeer.as_ref().map_or_else(hostname, |name| name.as_bytes().into());
    env.set("HAPROXY_LOCALPEER", localpeer);
    env.set("HAPROXY_CFGFILES", list(&options.files));
    if channel::is_worker() {
        env.unset(channel::VARIABLE);
        env.set("HAPROXY_MWORKER", "1");
    }
    env
}

fn list(files: &[PathBuf]) -> String {
    let names: Vec<_> = files.iter().map(|file| Path::to_string_lossy(file)).collect();
    names.join(";")
}
