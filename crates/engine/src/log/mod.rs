//! Logs: the line of each stream when it ends, and the process's own messages.

mod header;

use crate::worker::{Shared, Worker};
use moongate_conf::Plan;
use moongate_conf::plan::{LogAddress, LogSample, LogTarget, Options, Proxy};
use moongate_net::{Sink, SinkTarget};
use moongate_sample::{Cx, Point};
use moongate_state::{Cause, LogLevel, LogOrigin, Mode, Txn};
use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{IoSlice, Write};

/// The open log targets of a plan.
#[derive(Debug, Default)]
pub(crate) struct Sinks(HashMap<LogAddress, Sink>);

impl Sinks {
    /// Opens every target that the plan names, once each.
    ///
    /// # Errors
    /// A target that can't be opened, in words.
    pub fn open(plan: &Plan) -> Result<Self, String> {
        let mut sinks = HashMap::new();
        let proxies = plan.proxies.iter().flat_map(|proxy| &proxy.settings.logs);
        for target in plan.global.logs.iter().chain(proxies) {
            if !sinks.contains_key(&target.to) {
                let to = sink_target(&target.to);
                let sink = Sink::open(&to).map_err(|error| format!("log {to:?}: {error}"))?;
                sinks.insert(target.to.clone(), sink);
            }
        }
        Ok(Self(sinks))
    }

    /// Lines that couldn't be sent.
    pub fn dropped(&self) -> u64 {
        self.0.values().map(Sink::dropped).sum()
    }
}

fn sink_target(to: &LogAddress) -> SinkTarget {
    match to {
        LogAddress::Stdout => SinkTarget::Stdout,
        LogAddress::Stderr => SinkTarget::Stderr,
        LogAddress::Fd(fd) => SinkTarget::Fd(*fd),
        LogAddress::Udp(addr) => SinkTarget::Udp(*addr),
        LogAddress::Unix(path) => SinkTarget::Unix(path.clone()),
    }
}

thread_local! {
    static LINES: RefCell<Lines> = const { RefCell::new(Lines::new()) };
}

/// Room for the lines that are being made.
struct Lines {
    /// Text and structured data by the proxy's formats, once they are made.
    usual: [Vec<u8>; 2],
    /// The same by a profile's.
    own: [Vec<u8>; 2],
    /// The header of one target.
    head: Vec<u8>,
}

impl Lines {
    const fn new() -> Self {
        const EMPTY: Vec<u8> = Vec::new();
        Self { usual: [EMPTY; 2], own: [EMPTY; 2], head: EMPTY }
    }
}

/// A stream begins. If the frontend has no format, this is all there is to log (configuration
/// manual, 8.2.1).
pub(crate) fn log_begin(worker: &Worker, txn: &Txn) {
    let plan = worker.plan().proxy(txn.session.frontend);
    if plan.settings.logs.is_empty() {
        return;
    }
    let now = match plan.settings.log_steps {
        Some(steps) => steps.has(LogOrigin::Accept),
        None => plan.log_format.is_none(),
    };
    if now {
        write(worker, plan, txn, LogOrigin::Accept, None);
    }
}

/// `log-steps`: a stream has come to a step.
#[inline]
pub(crate) fn log_step(worker: &Worker, txn: &Txn, origin: LogOrigin) {
    let plan = worker.plan().proxy(txn.session.frontend);
    if plan.settings.log_steps.is_some_and(|steps| steps.has(origin)) && is_wanted(plan, txn) {
        write(worker, plan, txn, origin, None);
    }
}

/// `option logasap`: the line of the end is written now; its totals aren't final.
pub(crate) fn log_early(worker: &Worker, txn: &mut Txn, origin: LogOrigin) {
    let plan = worker.plan().proxy(txn.session.frontend);
    let early = plan.settings.options.logasap && plan.settings.log_steps.is_none();
    if early && plan.log_format.is_some() {
        if is_wanted(plan, txn) {
            write(worker, plan, txn, origin, None);
        }
        txn.logged = true;
    }
}

/// Logs a stream that has ended.
pub(crate) fn log_end(worker: &Worker, txn: &Txn) {
    let plan = worker.plan().proxy(txn.session.frontend);
    if plan.settings.logs.is_empty() || txn.logged || !is_wanted(plan, txn) {
        return;
    }
    let origin = txn.log_origin.get();
    let wanted = match plan.settings.log_steps {
        _ if origin.is_error() => plan.log_format.is_some() || plan.error_log_format.is_some(),
        Some(steps) => steps.has(LogOrigin::Close),
        None => plan.log_format.is_some(),
    };
    if wanted {
        let origin = if origin.is_error() { origin } else { LogOrigin::Close };
        write(worker, plan, txn, origin, None);
    }
}

/// `do-log`: a rule wants a line, by the profile of that place if it names one.
pub(crate) fn log_now(worker: &Worker, txn: &Txn, origin: LogOrigin, profile: Option<usize>) {
    let plan = worker.plan().proxy(txn.session.frontend);
    let before = txn.log_origin.get();
    write(worker, plan, txn, origin, profile);
    txn.log_origin.set(before);
}

/// Whether options let the line of this stream be written.
fn is_wanted(plan: &Proxy, txn: &Txn) -> bool {
    let options = &plan.settings.options;
    !((options.dontlog_normal && !is_error(txn)) || (options.dontlognull && is_null(txn)))
}

/// Writes a stream's line to every target that takes it.
fn write(worker: &Worker, plan: &Proxy, txn: &Txn, origin: LogOrigin, profile: Option<usize>) {
    if txn.log_level == Some(None) {
        return;
    }
    let options = &plan.settings.options;
    let level = txn.log_level.flatten().unwrap_or_else(|| level(options, is_error(txn)));
    let global = &worker.plan().global;
    let proxy_tag = plan.settings.log_tag.as_deref().or(global.log_tag.as_deref());
    txn.log_origin.set(origin);
    let cx = Cx::new(txn, Point::Log);
    let format = match &plan.error_log_format {
        Some(format) if origin.is_error() => Some(format),
        _ => plan.log_format.as_ref(),
    };
    LINES.with(|lines| {
        let Lines { usual, own, head } = &mut *lines.borrow_mut();
        let mut made = [false; 2];
        for target in plan.settings.logs.iter().filter(|target| takes(target, level)) {
            let profile = profile.or(target.profile);
            let profile = profile.and_then(|place| worker.plan().log_profiles.get(place));
            let step = profile.and_then(|profile| profile.step(origin));
            if step.is_some_and(|step| step.drop) {
                continue;
            }
            let own_formats =
                step.map_or([None, None], |step| [&step.format, &step.sd].map(Option::as_ref));
            let usual_formats = [format, plan.log_format_sd.as_ref()];
            for at in 0..2 {
                match own_formats[at] {
                    Some(format) => {
                        own[at].clear();
                        format.write(&cx, &mut own[at]);
                    }
                    None if !made[at] => {
                        made[at] = true;
                        usual[at].clear();
                        match usual_formats[at] {
                            Some(format) => format.write(&cx, &mut usual[at]),
                            None if at == 0 => connected(plan, txn, &mut usual[at]),
                            None => {}
                        }
                    }
                    None => {}
                }
            }
            let [text, data] =
                [0, 1].map(|at| if own_formats[at].is_some() { &own[at] } else { &usual[at] });
            let tag = profile.and_then(|profile| profile.tag.as_deref()).or(proxy_tag);
            send_one(&worker.shared, target, tag, level, (text, data), head);
        }
    });
    plan.state.fe.log_lines.add(1);
}

/// The line of a frontend that has no format.
fn connected(plan: &Proxy, txn: &Txn, out: &mut Vec<u8>) {
    let session = &txn.session;
    let mode = if plan.mode == Mode::Http { "HTTP" } else { "TCP" };
    let name = &plan.state.name;
    // Writing to a vector can't fail.
    let _ = match (session.src.get(), session.dst.get()) {
        (Some(src), Some(dst)) => write!(
            out,
            "Connect from {}:{} to {}:{} ({name}/{mode})",
            src.ip(),
            src.port(),
            dst.ip(),
            dst.port()
        ),
        _ => write!(out, "Connect to unix listener {} ({name}/{mode})", session.listener + 1),
    };
}

/// `option log-separate-errors` raises the level of errors.
fn level(options: &Options, failed: bool) -> LogLevel {
    if failed && options.log_separate_errors { LogLevel::Err } else { LogLevel::Info }
}

/// Whether the stream ended in a way that `dontlog-normal` keeps.
fn is_error(txn: &Txn) -> bool {
    let ended = txn.ending.is_some_and(|ending| ending.cause != Cause::Local);
    ended || txn.status >= 500 || txn.retries > 0 || txn.redispatched
}

/// Whether nothing was exchanged (`option dontlognull`).
fn is_null(txn: &Txn) -> bool {
    txn.frontend().mode == Mode::Tcp && txn.bytes_in == 0 && txn.bytes_out == 0
}

/// Logs a message of the process itself to the targets of the `global` section.
pub fn process(shared: &Shared, level: LogLevel, message: &str) {
    let global = &shared.plan.global;
    message_to(shared, &global.logs, global.log_tag.as_deref(), level, message);
}

/// Logs a message of a script or of the process to a proxy's own targets.
pub fn proxy(shared: &Shared, id: moongate_state::ProxyId, level: LogLevel, message: &str) {
    let settings = &shared.plan.proxy(id).settings;
    let tag = settings.log_tag.as_deref().or(shared.plan.global.log_tag.as_deref());
    message_to(shared, &settings.logs, tag, level, message);
}

fn message_to(
    shared: &Shared,
    targets: &[LogTarget],
    tag: Option<&str>,
    level: LogLevel,
    message: &str,
) {
    LINES.with(|lines| {
        // A script that is called for a line may have something to say itself.
        let (mut lent, mut own) = (lines.try_borrow_mut(), Vec::new());
        let head = lent.as_mut().map_or(&mut own, |lines| &mut lines.head);
        for target in targets.iter().filter(|target| takes(target, level)) {
            let profile = target.profile.and_then(|place| shared.plan.log_profiles.get(place));
            let tag = profile.and_then(|profile| profile.tag.as_deref()).or(tag);
            send_one(shared, target, tag, level, (message.as_bytes(), b""), head);
        }
    });
}

/// Whether a target takes lines of that level, and this one if it takes only some.
fn takes(target: &LogTarget, level: LogLevel) -> bool {
    level <= target.max_level && target.sample.as_ref().is_none_or(LogSample::takes)
}

/// Sends a line and its structured data to a target.
fn send_one(
    shared: &Shared,
    target: &LogTarget,
    tag: Option<&str>,
    level: LogLevel,
    (text, data): (&[u8], &[u8]),
    head: &mut Vec<u8>,
) {
    let Some(sink) = shared.sinks.0.get(&target.to) else { return };
    head.clear();
    let level = level.max(target.min_level);
    let hostname = shared.plan.global.log_send_hostname.as_deref();
    header::write(head, target, level, tag.unwrap_or("haproxy"), hostname, data);
    // As in HAProxy, the end of the line counts only where there is no header.
    let room = target.len.saturating_sub(head.len() + usize::from(head.is_empty()));
    let text = &text[..text.len().min(room)];
    let slices = [IoSlice::new(head), IoSlice::new(text), IoSlice::new(b"\n")];
    if !sink.send_vectored(&slices) {
        shared.plan.world.counters.dropped_logs.add(1);
    }
}
