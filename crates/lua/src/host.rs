//! The door to the scripts: loads files, and hands out what they registered.

mod outgoing;
mod tells;

use outgoing::Connectors;
pub(crate) use outgoing::Side;
pub use tells::FunctionFacts;
pub(crate) use tells::Live;

use crate::declaration::Context;
use crate::facts::Facts;
use crate::handler::{Handler, Handlers, Kind};
use crate::log::{self, LogSink};
use crate::raw::slice::{Allowance, CoId, Failure, Limits, Outcome, Wait};
use crate::raw::vm::VmBox;
use crate::raw::{self, Budget, Vm};
use crate::run::subscription::Happening;
use crate::run::{self, LuaAction};
use crate::settings::Settings;
use moongate_lang::{Env, Span};
use moongate_net::worker;
use moongate_rules::{Action, FilterSpec, Registered, Rulesets, ScriptCommand, ScriptHost};
use moongate_sample::{Catalogue, PatternRef, PatternStore};
use moongate_state::{LogLevel, ProxyId};
use parking_lot::{Mutex, ReentrantMutex, ReentrantMutexGuard, RwLock};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;
use tokio::sync::Notify;

/// As many workers as there may be.
const MOST_WORKERS: usize = 256;

/// A machine in its lock, which its holder may take again: a script calls fetches, which may be
/// scripts. It is held for a slice and never over a wait.
#[derive(Debug)]
pub(crate) struct Machine {
    vm: ReentrantMutex<VmBox>,
    /// A task was registered.
    pub(crate) tasks: Notify,
}

impl Machine {
    /// Enters it; waits while another thread runs a slice of it.
    #[inline]
    pub(crate) fn enter(&self) -> ReentrantMutexGuard<'_, VmBox> {
        self.vm.lock()
    }
}

/// A file to be loaded into each worker's machine.
#[derive(Clone, Debug)]
struct File {
    name: String,
    source: Arc<[u8]>,
    args: Vec<String>,
}

/// What a host and its parts share.
pub(crate) struct Shared {
    settings: RwLock<Settings>,
    environment: RwLock<Option<Arc<Env>>>,
    budget: Arc<Budget>,
    /// `lua-load`
    shared: OnceLock<Machine>,
    /// `lua-load-per-thread`, by worker.
    own: Box<[OnceLock<Machine>]>,
    pub(crate) handlers: Mutex<Handlers>,
    fresh: Mutex<Registered>,
    files: Mutex<Vec<File>>,
    paths: Mutex<Vec<(String, bool)>>,
    catalogue: OnceLock<Arc<Catalogue>>,
    sink: OnceLock<LogSink>,
    /// The lists of patterns, which rules use too.
    patterns: Arc<PatternStore>,
    world: OnceLock<Live>,
    facts: OnceLock<Box<dyn Facts>>,
    connectors: Connectors,
    places: OnceLock<Places>,
    pub(crate) subscriptions: Mutex<Vec<Arc<run::Subscription>>>,
    /// Lists of patterns whose changes are told already, by number.
    watched: Mutex<Vec<u32>>,
    pub(crate) faults: Mutex<run::Told>,
    me: Weak<Shared>,
}

/// Says where in the configuration something stands: `file:line`.
pub type Places = Box<dyn Fn(Span) -> String + Send + Sync>;

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("shared", &self.shared).finish_non_exhaustive()
    }
}

impl Shared {
    /// The machine that runs a handler on this thread.
    #[inline]
    pub(crate) fn machine(&self, per_thread: bool) -> Option<&Machine> {
        if per_thread {
            self.own.get(worker::index().unwrap_or(0))?.get()
        } else {
            self.shared.get()
        }
    }

    /// The machine of that number: 0 is the shared one.
    pub(crate) fn machine_of(&self, thread: usize) -> Option<&Machine> {
        match thread.checked_sub(1) {
            None => self.shared.get(),
            Some(worker) => self.own.get(worker)?.get(),
        }
    }

    fn made(&self, thread: usize) -> Result<&Machine, String> {
        let place = match thread.checked_sub(1) {
            None => &self.shared,
            Some(worker) => self.own.get(worker).ok_or("too many worker threads")?,
        };
        if let Some(machine) = place.get() {
            return Ok(machine);
        }
        let vm = {
            let settings = self.settings.read();
            self.budget.set_limit(settings.max_memory);
            VmBox::create(&settings, &self.budget, self.me.clone(), thread)
        };
        let vm = vm.ok_or("not enough memory for a Lua state (tune.lua.maxmem)")?;
        for (path, c_modules) in self.paths.lock().iter() {
            vm.prepend_path(path, *c_modules);
        }
        let machine = Machine { vm: ReentrantMutex::new(vm), tasks: Notify::new() };
        Ok(place.get_or_init(|| machine))
    }

    /// All machines there are, the shared one first.
    fn machines(&self) -> impl Iterator<Item = &Machine> {
        self.shared.get().into_iter().chain(self.own.iter().filter_map(OnceLock::get))
    }

    /// All fetches and converters.
    pub(crate) fn catalogue(&self) -> Option<&Arc<Catalogue>> {
        self.catalogue.get()
    }

    /// The environment, as the configuration has made it so far.
    pub(crate) fn environment(&self) -> Option<Arc<Env>> {
        self.environment.read().clone()
    }

    /// The settings now.
    pub(crate) fn settings(&self) -> Settings {
        self.settings.read().clone()
    }

    /// The proxies, once the configuration is read.
    pub(crate) fn live(&self) -> Option<&Live> {
        self.world.get()
    }

    /// The lists of patterns.
    pub(crate) fn patterns(&self) -> &PatternStore {
        &self.patterns
    }

    /// What the program tells about itself, once it serves.
    pub(crate) fn facts(&self) -> Option<&dyn Facts> {
        self.facts.get().map(|facts| &**facts)
    }

    /// Where in the configuration something stands.
    pub(crate) fn place(&self, span: Span) -> Option<String> {
        Some(self.places.get()?(span))
    }

    /// Has changes of a list of patterns told to those who subscribe.
    pub(crate) fn watch(&self, list: &PatternRef) {
        let id = list.id;
        let mut watched = self.watched.lock();
        if watched.contains(&id) {
            return;
        }
        watched.push(id);
        let me = self.me.clone();
        list.watch(move |change| {
            if let Some(shared) = me.upgrade() {
                run::subscription::publish(&shared, Happening::Pattern(id, change));
            }
        });
    }

    /// Logs a message.
    pub(crate) fn log(&self, proxy: Option<ProxyId>, level: LogLevel, text: &str) {
        log::send(&self.settings.read(), self.sink.get(), proxy, level, text);
    }

    /// Registers a function of the machine that is loading.
    ///
    /// # Errors
    /// The name is taken by a script of the other sort, or only one worker's script has it.
    pub(crate) fn register(
        &self,
        vm: &Vm,
        kind: Kind,
        name: &str,
        args: usize,
        function: raw::Ref,
    ) -> Result<Option<Handler>, String> {
        self.register_for(vm, kind, Rulesets(0), name, args, function)
    }

    /// As [`Shared::register`], for actions: one name may mean another function in each rule set.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn register_for(
        &self,
        vm: &Vm,
        kind: Kind,
        rulesets: Rulesets,
        name: &str,
        args: usize,
        function: raw::Ref,
    ) -> Result<Option<Handler>, String> {
        let mut handlers = self.handlers.lock();
        let per_thread = vm.thread > 0;
        if let Some(handler) = handlers.exactly(kind, name, rulesets) {
            if handler.per_thread != per_thread {
                return Err(format!(
                    "the {} `{name}` is registered both by lua-load and by lua-load-per-thread",
                    kind.name()
                ));
            }
            if vm.function(handler.number).is_some() {
                let text = format!(
                    "Lua registers the {} `{name}` more than once; the last one counts",
                    kind.name()
                );
                self.log(None, LogLevel::Warning, &text);
            }
            vm.set_function(handler.number, function);
            return Ok(None);
        }
        if vm.thread > 1 {
            return Err(format!(
                "thread {} registers the {} `{name}`, which thread 1 doesn't",
                vm.thread,
                kind.name()
            ));
        }
        let handler = handlers.add(kind, rulesets, name, per_thread, args);
        vm.set_function(handler.number, function);
        Ok(Some(handler))
    }

    /// Adds what the loading script registered to what `load` will give.
    pub(crate) fn fresh(&self, add: impl FnOnce(&mut Registered)) {
        add(&mut self.fresh.lock());
    }
}

/// Runs scripts.
#[derive(Clone, Debug)]
pub struct Host(Arc<Shared>);

impl Host {
    /// A host without any script. Nothing is spent on machines before a file is loaded.
    pub fn new(settings: Settings) -> Self {
        Self(Arc::new_cyclic(|me| Shared {
            settings: RwLock::new(settings),
            environment: RwLock::default(),
            budget: Arc::default(),
            shared: OnceLock::new(),
            own: (0..MOST_WORKERS).map(|_| OnceLock::new()).collect(),
            handlers: Mutex::default(),
            fresh: Mutex::default(),
            files: Mutex::default(),
            paths: Mutex::default(),
            catalogue: OnceLock::new(),
            sink: OnceLock::new(),
            patterns: Arc::default(),
            world: OnceLock::new(),
            facts: OnceLock::new(),
            connectors: Connectors::default(),
            places: OnceLock::new(),
            subscriptions: Mutex::default(),
            watched: Mutex::default(),
            faults: Mutex::default(),
            me: me.clone(),
        }))
    }

    /// Changes settings. Libraries and the treatment of booleans count for machines made later, all
    /// else for all, from [`ScriptHost::init`] on.
    pub fn configure(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.0.settings.write());
    }

    /// Gives scripts the environment that the configuration has made so far.
    pub fn set_environment(&self, env: &Env) {
        *self.0.environment.write() = Some(Arc::new(env.clone()));
    }

    /// Whether a file was loaded.
    pub fn is_used(&self) -> bool {
        self.0.machines().next().is_some()
    }

    /// Adds a path for `require` (`lua-prepend-path`); `c_modules`: for compiled modules.
    pub fn prepend_path(&self, path: &str, c_modules: bool) {
        self.0.paths.lock().push((path.to_owned(), c_modules));
        for machine in self.0.machines() {
            machine.enter().prepend_path(path, c_modules);
        }
    }

    /// Gives scripts the fetches and converters, once the configuration is read.
    pub fn set_catalogue(&self, catalogue: Arc<Catalogue>) {
        // A second one would be the same: names don't change while the process runs.
        let _ = self.0.catalogue.set(catalogue);
    }

    /// Says where messages go; before, and without loggers, they go to standard error.
    pub fn set_log(&self, sink: LogSink) {
        let _ = self.0.sink.set(sink);
    }

    /// Starts the tasks of this worker's scripts, and on the first worker those of the shared ones.
    /// Called on each worker, inside of its `LocalSet`.
    pub fn start(&self) {
        if self.is_used() {
            raw::watchdog::enlist();
        }
        let worker = worker::index().unwrap_or(0);
        let shared = (worker == 0).then_some(0);
        for thread in shared.into_iter().chain([worker + 1]) {
            if self.0.machine_of(thread).is_some() {
                tokio::task::spawn_local(run::tasks(Arc::clone(&self.0), thread));
            }
        }
    }

    /// Loads one file into one machine.
    fn load_into(&self, thread: usize, file: &File) -> Result<(), String> {
        let machine = self.0.made(thread)?;
        let vm = machine.enter();
        let failed = |failure: Failure| {
            let mut text = format!("Lua can't load `{}`: {}", file.name, failure.message);
            if !failure.traceback.is_empty() {
                text.push_str("\nstack traceback:");
                for line in failure.traceback.lines() {
                    text.push_str("\n    ");
                    text.push_str(line);
                }
            }
            text
        };
        let chunk = vm.load(&file.name, &file.source).map_err(failed)?;
        let stack = vm.stack_of(chunk);
        if !stack.reserve(file.args.len() + 1) {
            return Err(format!("too many arguments for `{}`", file.name));
        }
        for arg in &file.args {
            stack.push_bytes(arg.as_bytes());
        }
        run_blocking(&vm, chunk, file.args.len(), Context::Body).map_err(failed)?;
        vm.tune_collector();
        Ok(())
    }

    /// Finds the functions of rules that name a global function, in a machine made later.
    fn find_globals(&self, vm: &Vm) {
        let handlers: Vec<Handler> = self.0.handlers.lock().of(Kind::Global).cloned().collect();
        for handler in handlers.iter().filter(|handler| handler.per_thread) {
            if let Some(function) = vm.global_function(&handler.name) {
                vm.set_function(handler.number, function);
            }
        }
    }
}

impl ScriptHost for Host {
    fn load(&self, file: &str, args: &[String], per_thread: bool) -> Result<Registered, String> {
        let source =
            std::fs::read(file).map_err(|error| format!("Lua can't read `{file}`: {error}"))?;
        let file =
            File { name: file.to_owned(), source: chunk(source).into(), args: args.to_vec() };
        self.0.fresh(|fresh| *fresh = Registered::default());
        self.load_into(usize::from(per_thread), &file)?;
        if per_thread {
            self.0.files.lock().push(file);
        }
        Ok(std::mem::take(&mut *self.0.fresh.lock()))
    }

    fn global_function(&self, name: &str) -> Option<Box<dyn Action>> {
        let known = self.0.handlers.lock().get(Kind::Global, name).cloned();
        let handler = known.or_else(|| {
            let threads = [0, 1].into_iter();
            let mut found = threads.filter_map(|thread| {
                let vm = self.0.machine_of(thread)?.enter();
                let function = vm.global_function(name)?;
                self.0.register(&vm, Kind::Global, name, 0, function).ok()?
            });
            found.next()
        })?;
        Some(Box::new(LuaAction::new(Arc::clone(&self.0), handler, Vec::new())))
    }

    fn action(
        &self,
        rulesets: Rulesets,
        name: &str,
        next: &mut dyn FnMut() -> Option<String>,
    ) -> Result<Box<dyn Action>, String> {
        let name = name.strip_prefix("lua.").unwrap_or(name);
        let handler = self.0.handlers.lock().action(name, rulesets).cloned();
        let handler = handler.ok_or_else(|| format!("no script registered the action `{name}`"))?;
        let count = handler.args;
        let args: Vec<String> = std::iter::from_fn(next).take(count).collect();
        if args.len() < count {
            return Err(format!("`lua.{name}` takes {count} arguments, not {}", args.len()));
        }
        Ok(Box::new(LuaAction::new(Arc::clone(&self.0), handler, args)))
    }

    fn filter(
        &self,
        name: &str,
        args: &[String],
        http: bool,
    ) -> Result<Option<Arc<dyn FilterSpec>>, String> {
        run::filter(&self.0, name, args, http)
    }

    fn commands(&self) -> Vec<ScriptCommand> {
        run::commands(&self.0)
    }

    fn init(&self) -> Result<(), String> {
        let settings = self.0.settings();
        self.0.budget.set_limit(settings.max_memory);
        if settings.outgoing.early && self.is_used() {
            self.0.connectors.prepare(&settings.outgoing);
        }
        let files = self.0.files.lock().clone();
        for worker in 1..settings.workers {
            for file in &files {
                self.load_into(worker + 1, file)?;
            }
        }
        for machine in self.0.machines() {
            let vm = machine.enter();
            vm.set_limits(Limits::of(&settings, vm.thread));
            if vm.thread > 1 {
                self.find_globals(&vm);
            }
            for function in vm.take_inits() {
                let run = vm.prepare(function);
                run_blocking(&vm, run, 0, Context::Init).map_err(|failure| {
                    let Failure { message, traceback } = failure;
                    format!("Lua init function failed: {message}\nstack traceback:\n{traceback}")
                })?;
            }
            vm.tune_collector();
        }
        Ok(())
    }
}

/// Runs something before the process serves anybody: a wait blocks.
fn run_blocking(vm: &Vm, run: CoId, args: usize, context: Context) -> Result<(), Failure> {
    let mut allowance = Allowance::new(Duration::ZERO);
    let mut args = i32::try_from(args).unwrap_or(0);
    loop {
        match vm.resume(run, args, None, context, &mut allowance) {
            Outcome::Done(_) => {
                vm.release(run);
                return Ok(());
            }
            Outcome::Failed(failure) => {
                vm.release(run);
                return Err(failure);
            }
            Outcome::Wait(Wait::Sleep(time)) => std::thread::sleep(time),
            Outcome::Wait(_) => {}
        }
        args = 0;
    }
}

/// A file's chunk: a byte order mark and a first line that begins with `#` are not Lua; the line's
/// end stays, for the numbers of lines.
fn chunk(mut source: Vec<u8>) -> Vec<u8> {
    if source.starts_with(b"\xef\xbb\xbf") {
        source.drain(..3);
    }
    if source.first() == Some(&b'#') {
        let end = source.iter().position(|&byte| byte == b'\n').unwrap_or(source.len());
        source.drain(..end);
    }
    source
}
