//! Signals: SIGINT and SIGTERM end the process at once, SIGUSR1 lets what runs finish first, SIGHUP
//! tells the state of the servers (management manual, chapter 4).

use super::Message;
use moongate_engine::{Engine, Shared};
use moongate_state::LogLevel;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SigSet, Signal, raise};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use std::os::fd::AsFd;
use std::process::ExitCode;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// How often a process that is finishing looks whether it is done.
const LOOK: Duration = Duration::from_millis(20);

/// The signals that are read, no longer delivered.
const SIGNALS: [Signal; 8] = [
    Signal::SIGINT,
    Signal::SIGTERM,
    Signal::SIGUSR1,
    Signal::SIGUSR2,
    Signal::SIGHUP,
    Signal::SIGQUIT,
    Signal::SIGTTOU,
    Signal::SIGTTIN,
];

/// Keeps signals, and these too, for the main thread. Call it before any thread is started.
///
/// # Errors
/// The system's.
pub fn block(more: &[Signal]) -> Result<SignalFd, Message> {
    let set: SigSet = SIGNALS.iter().chain(more).copied().collect();
    let blocked = set
        .thread_block()
        .and_then(|()| SignalFd::with_flags(&set, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK));
    blocked.map_err(|error| Message::alert(format!("cannot wait for signals: {error}")))
}

/// The next signal, or none after `limit`.
pub fn next(signals: &SignalFd, limit: Option<Duration>) -> Option<Signal> {
    let deadline = limit.map(|limit| Instant::now() + limit);
    loop {
        if let Ok(Some(info)) = signals.read_signal() {
            let number = i32::try_from(info.ssi_signo).unwrap_or_default();
            return Signal::try_from(number).ok();
        }
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let timeout = left.map_or(PollTimeout::NONE, |left| {
            PollTimeout::try_from(left.as_micros().div_ceil(1000)).unwrap_or(PollTimeout::MAX)
        });
        let mut watched = [PollFd::new(signals.as_fd(), PollFlags::POLLIN)];
        match poll(&mut watched, timeout) {
            Ok(0) => return None,
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => std::thread::sleep(LOOK),
        }
    }
}

/// Why the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// What ran is finished, or took too long.
    Finished,
    /// This signal ended it.
    Signal(Signal),
}

/// Waits until the process has to end, and stops the workers.
pub fn wait(signals: SignalFd, engine: Engine, hard_stop: Option<u64>) -> End {
    let mut finishing: Option<Option<Instant>> = None;
    loop {
        match next(&signals, finishing.map(|_| LOOK)) {
            Some(signal @ (Signal::SIGINT | Signal::SIGTERM)) => {
                engine.stop();
                return End::Signal(signal);
            }
            Some(Signal::SIGUSR1) if finishing.is_none() => {
                engine.soft_stop();
                finishing = Some(hard_stop.map(|ms| Instant::now() + Duration::from_millis(ms)));
            }
            Some(Signal::SIGHUP) => tell_servers(engine.shared()),
            _ => {}
        }
        let Some(deadline) = finishing else { continue };
        let late = deadline.is_some_and(|deadline| Instant::now() >= deadline);
        if late || engine.shared().connections() == 0 {
            engine.stop();
            return End::Finished;
        }
    }
}

/// Ends as HAProxy does: by the signal itself, so that the parent sees which.
pub fn end(end: End) -> ExitCode {
    let End::Signal(signal) = end else { return ExitCode::SUCCESS };
    let set: SigSet = [signal].into_iter().collect();
    if set.thread_unblock().is_ok() {
        let _ = raise(signal);
    }
    ExitCode::from(128 + signal as u8)
}

/// SIGHUP: a log line a server.
fn tell_servers(shared: &Shared) {
    let text = |up| if up { "UP" } else { "DOWN" };
    for proxy in &shared.plan.proxies {
        for server in proxy.state.servers() {
            let line = format!(
                "SIGHUP received, server {}/{} is {}. Conn: {} act, {} pend, {} tot.",
                proxy.state.name,
                server.name,
                text(server.up.load(Relaxed)),
                server.counters.sessions.get(),
                server.counters.queue.get(),
                server.counters.sessions_total.get(),
            );
            moongate_engine::log_process(shared, LogLevel::Notice, &line);
            Message::warning(line).show();
        }
    }
}
