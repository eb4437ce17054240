//! The master above worker processes (`-W`, `-Ws`; management manual, chapters 3 and 4): it starts a
//! worker, replaces it on SIGUSR2, passes signals on, and ends when its worker does. It reads no
//! configuration itself and serves nobody, so that it has nothing to go wrong.

mod cli;
mod notify;
mod worker;

pub use cli::COMMANDS;

use super::privileges::{create, silence};
use super::{Message, channel, signals};
use crate::args::{Master as Kind, Options};
use moongate_net::privileges;
use nix::sys::signal::{Signal, kill};
use nix::sys::signalfd::SignalFd;
use nix::unistd::Pid;
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use worker::Worker;

/// Whether this process is to be a master: the command line says so, or the configuration does.
pub fn is_wanted(options: &Options, configured: bool) -> bool {
    (options.master.is_some() || configured)
        && !options.check
        && !options.foreground
        && !channel::is_worker()
}

/// Whether the configuration could still say something about the master: whether it goes to the
/// background.
pub fn depends(options: &Options) -> bool {
    options.master != Some(Kind::Notify) && !options.daemon && !options.debug
}

/// What the main thread and the master's runtime API share.
#[derive(Default)]
struct State {
    /// The worker that serves.
    current: Option<Arc<Worker>>,
    /// Workers that finish.
    old: Vec<Arc<Worker>>,
    /// Reloads that worked, and in a row those that didn't.
    reloads: (u32, u32),
    /// Who waits for the next reload's result; whether the old worker is to end at once.
    waiting: Vec<(std::sync::mpsc::Sender<bool>, bool)>,
}

/// The state behind its lock.
type Shared = Arc<Mutex<State>>;

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs the master until the process has to end.
pub fn run(options: &Options) -> ExitCode {
    match start(options) {
        Ok((mut master, signals)) => master.run(&signals),
        Err(message) => {
            message.show();
            ExitCode::FAILURE
        }
    }
}

/// The main thread's part.
struct Master {
    shared: Shared,
    started: Instant,
    notify: bool,
    /// The words of the command line, for workers.
    words: Vec<OsString>,
    /// How it will end, once it is to end.
    ending: Option<u8>,
}

fn start(options: &Options) -> Result<(Master, SignalFd), Message> {
    let notify = options.master == Some(Kind::Notify);
    // systemd watches the process that it started.
    let daemon = options.daemon && !options.debug && !notify;
    let background = match daemon {
        true => {
            let background = privileges::background();
            Some(background.map_err(|error| Message::alert(error.to_string()))?)
        }
        false => None,
    };
    let socket = options.master_socket.as_deref().map(cli::bind).transpose()?;
    let pidfile = options.pidfile.as_deref().map(create).transpose()?;
    let signals = signals::block(&[Signal::SIGCHLD])?;
    let words = std::env::args_os().skip(1).collect();
    let shared = Shared::default();
    let mut master = Master { shared, started: Instant::now(), notify, words, ending: None };
    if !master.replace(&signals, false) {
        return Err(Message::alert("the worker process didn't start"));
    }
    master.write_pid(pidfile)?;
    super::signal_old(options);
    if let Some(socket) = socket {
        cli::serve(socket, master.shared.clone(), master.started);
    }
    if notify {
        notify::send("READY=1\nSTATUS=Ready.\n");
    }
    if let Some(background) = background {
        let null = OpenOptions::new().read(true).write(true).open("/dev/null");
        silence(&null.map_err(|error| Message::alert(format!("cannot open /dev/null: {error}")))?)?;
        background.ready();
    }
    Ok((master, signals))
}

impl Master {
    /// The pid file holds the master's number.
    fn write_pid(&self, named: Option<File>) -> Result<(), Message> {
        let of_worker = lock(&self.shared).current.as_ref().and_then(|one| one.pidfile.clone());
        let file = match (named, of_worker) {
            (Some(file), _) => Some(file),
            (None, Some(path)) => Some(create(Path::new(&path))?),
            (None, None) => None,
        };
        let Some(mut file) = file else { return Ok(()) };
        writeln!(file, "{}", std::process::id())
            .map_err(|error| Message::alert(format!("cannot write the pid file: {error}")))
    }

    fn run(&mut self, signals: &SignalFd) -> ExitCode {
        loop {
            match signals::next(signals, None) {
                Some(signal @ (Signal::SIGINT | Signal::SIGTERM)) => {
                    self.ending.get_or_insert(128 + signal as u8);
                    self.tell_all(signal);
                }
                Some(Signal::SIGUSR1) => {
                    self.ending.get_or_insert(0);
                    self.tell_all(Signal::SIGUSR1);
                }
                Some(Signal::SIGUSR2 | Signal::SIGHUP) if self.ending.is_none() => {
                    self.reload(signals);
                }
                _ => {}
            }
            self.reap();
            let state = lock(&self.shared);
            if let Some(code) =
                self.ending.filter(|_| state.current.is_none() && state.old.is_empty())
            {
                return ExitCode::from(code);
            }
        }
    }

    /// Reads the configuration again, in a new worker.
    fn reload(&mut self, signals: &SignalFd) {
        if self.notify {
            notify::send(&notify::reloading());
        }
        let waiting = std::mem::take(&mut lock(&self.shared).waiting);
        let hard = waiting.iter().any(|(_, hard)| *hard);
        let done = self.replace(signals, hard);
        {
            let mut state = lock(&self.shared);
            if done {
                state.reloads = (state.reloads.0 + 1, 0);
            } else {
                state.reloads.1 += 1;
            }
        }
        if !done {
            Message::warning("Loading failure! The former worker goes on.").show();
        }
        for (reply, _) in waiting {
            // Whoever asked may have gone.
            let _ = reply.send(done);
        }
        if self.notify {
            let status = if done { "Ready." } else { "Reload failed!" };
            notify::send(&format!("READY=1\nSTATUS={status}\n"));
        }
    }

    /// Starts a worker; once it serves, the former one is told to finish.
    fn replace(&mut self, signals: &SignalFd, hard: bool) -> bool {
        let worker = match worker::Starting::spawn(&self.words) {
            Ok(worker) => worker,
            Err(error) => {
                Message::alert(format!("cannot start a worker process: {error}")).show();
                return false;
            }
        };
        Message::notice(format!("New worker ({}) forked", worker.pid())).show();
        let Some(mut worker) = worker.ready(|| self.stops(signals)) else { return false };
        let mut state = lock(&self.shared);
        worker.before = state.reloads.0 + u32::from(state.current.is_some());
        let former = state.current.replace(Arc::new(worker));
        if let Some(former) = former {
            former.signal(if hard { Signal::SIGTERM } else { Signal::SIGUSR1 });
            state.old.push(former);
        }
        true
    }

    /// Looks for a signal that ends everything while a worker is starting.
    fn stops(&mut self, signals: &SignalFd) -> bool {
        match signals::next(signals, Some(Duration::ZERO)) {
            Some(signal @ (Signal::SIGINT | Signal::SIGTERM)) => {
                self.ending = Some(128 + signal as u8);
                self.tell_all(signal);
                true
            }
            _ => false,
        }
    }

    fn tell_all(&self, signal: Signal) {
        let state = lock(&self.shared);
        state.current.iter().chain(&state.old).for_each(|worker| worker.signal(signal));
    }

    /// Notices workers that have ended; without its worker the master ends too.
    fn reap(&mut self) {
        let mut state = lock(&self.shared);
        state.old.retain(|worker| worker.ended().is_none());
        let Some(code) = state.current.as_ref().and_then(|worker| worker.ended()) else { return };
        let pid = state.current.take().map(|worker| worker.pid);
        if self.ending.is_none() {
            let pid = pid.unwrap_or_default();
            Message::alert(format!("Current worker ({pid}) exited with code {code}")).show();
            Message::alert("exit-on-failure: killing every processes with SIGTERM").show();
            self.ending = Some(code);
            state.old.iter().for_each(|worker| worker.signal(Signal::SIGTERM));
        }
    }
}

/// Wakes the main thread for a reload.
fn ask_reload() {
    // It is this very process.
    let _ = kill(Pid::this(), Signal::SIGUSR2);
}
