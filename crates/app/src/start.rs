//! From the command line to a running process, step by step.

use crate::args::{Master, Options};
use crate::config::{Config, environment};
use crate::process::{
    self, Message, channel, limits, privileges,
    signals::{self, End},
};
use crate::{cli, keywords, script_facts, version};
use moongate_conf::Plan;
use moongate_engine::Engine;
use moongate_lang::{Env, Severity, Sources, condition, render};
use moongate_rules::ScriptHost;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::process::ExitCode;
use std::sync::Arc;

/// Does what the command line asks for.
pub fn run(options: &Options) -> ExitCode {
    if options.version > 0 {
        print!("{}", if options.version > 1 { version::long() } else { version::short() });
        return ExitCode::SUCCESS;
    }
    if let Some(condition) = &options.condition {
        return evaluate(condition, options);
    }
    if let Some(folder) = &options.directory
        && let Err(error) = std::env::set_current_dir(folder)
    {
        Message::alert(format!("Could not change to directory {} : {error}", folder.display()))
            .show();
        return ExitCode::FAILURE;
    }
    if options.files.is_empty() {
        eprint!("{}", crate::commands::usage());
        return ExitCode::FAILURE;
    }
    if process::master::is_wanted(options, false) && !process::master::depends(options) {
        return process::master::run(options);
    }
    serve(options)
}

/// `-cc`: 0 true, 1 false, 2 error.
fn evaluate(text: &OsStr, options: &Options) -> ExitCode {
    let working = version::working();
    let facts = version::facts(&working, options.diagnostics);
    let mut sources = Sources::default();
    match condition::evaluate_text(text.as_bytes(), &mut sources, &environment(options), &facts) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(diagnostic) => {
            let style = render::Style::for_stream(std::process::id(), &std::io::stderr());
            eprint!("{}", render::text([&diagnostic], &sources, &style));
            ExitCode::from(2)
        }
    }
}

/// Reads the configuration, checks it or runs it.
fn serve(options: &Options) -> ExitCode {
    let config = Config::read(options);
    let quiet = options.quiet && !options.verbose;
    if let Some(classes) = &options.keywords {
        print!("{}", keywords::dump(classes, &config.catalogue));
    }
    if !config.is_good(options.zero_warning) {
        if !quiet {
            config.show();
            refuse(&config);
        }
        return ExitCode::FAILURE;
    }
    if options.check {
        if !quiet {
            config.show();
        }
        report_valid(&config, options);
        return ExitCode::SUCCESS;
    }
    if let Some(plan) = &config.plan
        && process::master::is_wanted(options, plan.global.master_worker)
    {
        let daemon = options.daemon || plan.global.daemon;
        let master = Some(options.master.unwrap_or(Master::Plain));
        return process::master::run(&Options { daemon, master, ..options.clone() });
    }
    if !quiet {
        config.show();
    }
    match run_config(config, options) {
        Ok(end) => signals::end(end),
        Err(message) => {
            message.show();
            ExitCode::FAILURE
        }
    }
}

/// Runs a configuration until the process has to end.
///
/// # Errors
/// What kept it from starting.
pub fn run_config(config: Config, options: &Options) -> Result<End, Message> {
    let Config { sources, env, catalogue, scripts, plan, .. } = config;
    let Some(mut plan) = plan else {
        return Err(Message::alert("config : Fatal errors found in configuration."));
    };
    apply(options, &mut plan);
    scripts.0.set_catalogue(Arc::new(catalogue.samples));
    scripts.0.set_world(&plan.world);
    let sources = Arc::new(sources);
    scripts.0.set_places(script_facts::places(&sources));
    let threads = plan.global.nbthread.map_or_else(version::threads, |count| count as usize);
    scripts.settle(&plan.global, threads);
    launch(options, plan, env, &sources, &scripts, threads)
}

/// What HAProxy says below the findings when it doesn't start.
fn refuse(config: &Config) {
    if config.diagnostics.any(Severity::Alert) {
        Message::alert("config : Fatal errors found in configuration.").show();
    } else {
        let text = "config : Some warnings were found and 'zero-warning' is set. Aborting.";
        Message::alert(text).show();
    }
}

/// What `-c` says about a good configuration.
fn report_valid(config: &Config, options: &Options) {
    let quiet = config.plan.as_ref().is_some_and(|plan| plan.global.quiet) || options.quiet;
    if options.verbose || !quiet {
        if config.diagnostics.any(Severity::Warning) {
            println!("Warnings were found.");
        }
        if options.verbose {
            println!("Configuration file is valid");
        }
    }
}

/// The flags that go before the configuration.
fn apply(options: &Options, plan: &mut Plan) {
    let global = &mut plan.global;
    global.maxconn = options.maxconn.or(global.maxconn);
    global.pidfile = options.pidfile.clone().or(global.pidfile.take());
    global.localpeer = options.localpeer.clone().or(global.localpeer.take());
    global.daemon = (global.daemon || options.daemon) && !options.debug && !options.foreground;
    global.tune.splice &= !options.no_splice;
    global.server_verify = global.server_verify.or(options.no_verify.then_some(false));
    for proxy in &mut plan.proxies {
        for bind in &mut proxy.binds {
            bind.listen.reuse_port = !options.no_reuse_port;
        }
    }
}

/// Binds, gives up privileges, starts the workers, and waits for the end.
fn launch(
    options: &Options,
    mut plan: Plan,
    env: Env,
    sources: &Sources,
    scripts: &crate::scripts::Lua,
    threads: usize,
) -> Result<End, Message> {
    scripts.init().map_err(|text| Message::alert(format!("config : {text}")))?;
    let bound = moongate_engine::bind(&plan).map_err(|failures| {
        for failure in failures {
            let (line, _) = sources.position(failure.span);
            let file = &sources.get(failure.span.file).name;
            let (proxy, what) = (failure.proxy, failure.message);
            Message::alert(format!("Starting frontend {proxy}: {what} ({file}:{line})")).show();
        }
        Message::alert("[moongate.main()] Some protocols failed to start their listeners! Exiting.")
    })?;
    let sockets = cli::socket::bind(&plan, sources)?;
    if plan.proxies.iter().all(|proxy| proxy.binds.is_empty())
        && plan.global.stats_sockets.is_empty()
        && !channel::is_worker()
    {
        let text =
            "[moongate.main()] No enabled listener found (check for 'bind' directives) ! Exiting.";
        return Err(Message::alert(text));
    }
    limits::close_inherited(&plan);
    limits::apply(options, &mut plan, threads)?;
    let privileges = privileges::Privileges::prepare(&plan.global)?;
    if !channel::is_worker() {
        process::signal_old(options);
    }
    let daemon = privileges.drop()?;
    let waiting = signals::block(&[])?;
    let start = Start { plan, bound, sockets, env, scripts, threads };
    let hard_stop = start.plan.global.hard_stop_after;
    let pidfile = start.plan.global.pidfile.clone();
    let engine = start.engine()?;
    daemon.ready()?;
    cli::master::ready(pidfile)?;
    Ok(signals::wait(waiting, engine, hard_stop))
}

/// Everything that the workers begin with.
struct Start<'s> {
    plan: Plan,
    bound: moongate_engine::Bound,
    sockets: Vec<cli::socket::Bound>,
    env: Env,
    scripts: &'s crate::scripts::Lua,
    threads: usize,
}

impl Start<'_> {
    fn engine(self) -> Result<Engine, Message> {
        let host = self.scripts.0.clone();
        let logs = Arc::new(std::sync::OnceLock::<Arc<moongate_engine::Shared>>::new());
        host.set_log(process::script_log(logs.clone()));
        let door = cli::Door::new(self.sockets, self.env, host.clone());
        Engine::start(Arc::new(self.plan), self.bound, self.threads, move |worker| {
            let _ = logs.set(worker.shared.clone());
            if worker.index == 0 {
                host.set_facts(script_facts::of(&worker.shared));
            }
            let (host, door) = (host.clone(), door.clone());
            async move {
                host.start();
                if worker.index == 0 {
                    door.open(worker.shared.clone());
                }
            }
        })
        .map_err(|error| Message::alert(format!("cannot start the workers: {error}")))
    }
}
