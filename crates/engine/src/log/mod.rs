//! Logs: the line of each stream when it ends, and the process's own messages.

mod header;

use crate::exchange::Room;
use crate::worker::{Shared, Worker};
use moongate_conf::Plan;
use moongate_conf::plan::{LogAddress, LogTarget, Options};
use moongate_net::{Sink, SinkTarget};
use moongate_sample::{Cx, Point};
use moongate_state::{Cause, LogLevel, Mode, Session, Txn};
use std::cell::RefCell;
use std::collections::HashMap;
use std::io::IoSlice;
use std::sync::atomic::Ordering::Relaxed;

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
    /// The line being made, its structured data, and the header of one target.
    static LINE: RefCell<[Vec<u8>; 3]> = const { RefCell::new([const { Vec::new() }; 3]) };
}

/// Logs the begin of a stream, if the frontend has no format: then that is all there is to log
/// (configuration manual, 8.2.1).
pub(crate) fn log_begin(shared: &Shared, session: &Session) {
    let plan = shared.plan.proxy(session.frontend);
    if plan.log_format.is_some() || plan.settings.logs.is_empty() {
        return;
    }
    let mode = if plan.mode == Mode::Http { "HTTP" } else { "TCP" };
    let name = &plan.state.name;
    let line = match (session.src.get(), session.dst.get()) {
        (Some(src), Some(dst)) => format!(
            "Connect from {}:{} to {}:{} ({name}/{mode})",
            src.ip(),
            src.port(),
            dst.ip(),
            dst.port()
        ),
        _ => format!("Connect to unix listener {} ({name}/{mode})", session.listener + 1),
    };
    proxy(shared, session.frontend, LogLevel::Info, &line);
}

/// Logs a stream that has ended.
pub(crate) fn log_end(worker: &Worker, room: &mut Room) {
    let plan = worker.plan().proxy(room.txn.session.frontend);
    let txn = &room.txn;
    if plan.settings.logs.is_empty() || txn.log_level == Some(None) {
        return;
    }
    let options = &plan.settings.options;
    let failed = is_error(txn);
    if (options.dontlog_normal && !failed) || (options.dontlognull && is_null(txn)) {
        return;
    }
    let Some(format) = &plan.log_format else { return };
    LINE.with(|line| {
        let [text, data, head] = &mut *line.borrow_mut();
        text.clear();
        data.clear();
        let cx = Cx::new(txn, Point::Log);
        format.write(&cx, text);
        if let Some(format) = &plan.log_format_sd {
            format.write(&cx, data);
        }
        let level = txn.log_level.flatten().unwrap_or(level(options, failed));
        let tag = plan.settings.log_tag.as_deref();
        send(&worker.shared, &plan.settings.logs, tag, level, (text, data), head);
    });
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
    LINE.with(|line| {
        let [text, _, head] = &mut *line.borrow_mut();
        text.clear();
        text.extend_from_slice(message.as_bytes());
        send(shared, &shared.plan.global.logs, None, level, (text, b""), head);
    });
}

/// Logs a message of a script or of the process to a proxy's own targets.
pub fn proxy(shared: &Shared, id: moongate_state::ProxyId, level: LogLevel, message: &str) {
    LINE.with(|line| {
        let [text, _, head] = &mut *line.borrow_mut();
        text.clear();
        text.extend_from_slice(message.as_bytes());
        let settings = &shared.plan.proxy(id).settings;
        send(shared, &settings.logs, settings.log_tag.as_deref(), level, (text, b""), head);
    });
}

/// Sends a line and its structured data to every target that takes its level.
fn send(
    shared: &Shared,
    targets: &[LogTarget],
    tag: Option<&str>,
    level: LogLevel,
    (text, data): (&[u8], &[u8]),
    head: &mut Vec<u8>,
) {
    let global = &shared.plan.global;
    let tag = tag.or(global.log_tag.as_deref()).unwrap_or("haproxy");
    let number = shared.lines.fetch_add(1, Relaxed);
    for target in targets {
        if level > target.max_level || !is_sampled(target, number) {
            continue;
        }
        let Some(sink) = shared.sinks.0.get(&target.to) else { continue };
        head.clear();
        let level = level.max(target.min_level);
        header::write(head, target, level, tag, global.log_send_hostname.as_deref(), data);
        let end: &[u8] = if sink.is_datagram() { b"" } else { b"\n" };
        let room = target.len.saturating_sub(head.len() + end.len());
        let text = &text[..text.len().min(room)];
        let slices = [IoSlice::new(head), IoSlice::new(text), IoSlice::new(end)];
        if !sink.send_vectored(&slices) {
            shared.plan.world.counters.dropped_logs.add(1);
        }
    }
}

/// `sample <ranges>:<size>`.
fn is_sampled(target: &LogTarget, number: u64) -> bool {
    let Some((ranges, size)) = &target.sample else { return true };
    let place = (number % u64::from((*size).max(1))) as u32 + 1;
    ranges.iter().any(|(low, high)| (*low..=*high).contains(&place))
}
