//! Plays a case on a program: servers, clients and log receiver around it.

use crate::bytes::show;
use crate::case::Case;
use crate::connection::{Connection, State};
use crate::cue::Cues;
use crate::frame::{self, Kind};
use crate::launch::Launch;
use crate::normal::Normal;
use crate::outcome::Outcome;
use crate::ports::{self, Blackhole, Closed};
use crate::proxy::{Proxy, Signal};
use crate::step::Step;
use crate::syslog::Syslog;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{SocketAddr, TcpListener};
use std::os::fd::AsFd;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

/// How long a case may take.
const LIMIT: Duration = Duration::from_secs(20);

/// What all actors of a case share.
struct Stage {
    cues: Cues,
    log: Syslog,
    until: Instant,
    over: AtomicBool,
    essence: bool,
}

/// What one actor did: its connections as text, and what it missed.
#[derive(Default)]
struct Played {
    connections: Vec<String>,
    trouble: Vec<String>,
}

/// Plays `case` on `program`. `log_lines`, if known, is how many log lines to wait for.
pub fn play(case: &Case, program: &Path, log_lines: Option<usize>) -> Outcome {
    let log = Syslog::new();
    let stage = Stage {
        cues: Cues::default(),
        log,
        until: Instant::now() + LIMIT,
        over: AtomicBool::new(false),
        essence: case.essence,
    };
    let mut launch = Launch::of(program, case.config.clone()).env("LOG", stage.log.addr());
    for (name, content) in &case.files {
        launch = launch.file(name, content);
    }
    let entrances: BTreeSet<_> = case.clients.iter().map(|(name, _)| name).collect();
    for name in entrances {
        launch = launch.listen(name);
    }
    let mut addrs = BTreeMap::new();
    let mut listeners = BTreeMap::new();
    for name in case.servers.keys() {
        let listener = ports::listener();
        addrs.insert(
            name.clone(),
            listener.local_addr().expect("a listening socket has an address"),
        );
        listeners.insert(name, listener);
    }
    let closed: Vec<_> = case.closed.iter().map(|name| (name, Closed::new())).collect();
    let blackholes: Vec<_> = case.blackholes.iter().map(|name| (name, Blackhole::new())).collect();
    addrs.extend(closed.iter().map(|(name, port)| ((*name).clone(), port.addr())));
    addrs.extend(blackholes.iter().map(|(name, port)| ((*name).clone(), port.addr())));
    for (name, addr) in &addrs {
        launch = launch.env(name, addr);
    }
    let mut proxy = launch.start();
    let entries = proxy.addrs().clone();
    addrs.extend(entries.clone());
    let normal = Normal::new(&addrs, proxy.folder());

    let mut outcome = Outcome::default();
    std::thread::scope(|scope| {
        let mut servers = Vec::new();
        for (name, listener) in &listeners {
            let scripts = &case.servers[*name];
            let stage = &stage;
            servers.push((*name, scope.spawn(move || serve(stage, listener, scripts))));
        }
        let mut clients = Vec::new();
        for (name, script) in &case.clients {
            let (stage, addr) = (&stage, entries[name]);
            clients.push((name, scope.spawn(move || visit(stage, addr, script))));
        }
        outcome.client = gather(clients, &normal, &mut outcome.trouble);
        end(&mut proxy, &stage, log_lines, &mut outcome.trouble);
        stage.over.store(true, Ordering::Release);
        outcome.server = gather(servers, &normal, &mut outcome.trouble);
    });
    let lines = stage.log.finish();
    outcome.log =
        lines.iter().filter(|line| tells_of_traffic(line)).map(|line| normal.log(line)).collect();
    outcome.printed = proxy.printed();
    outcome
}

/// Whether a log line is about traffic, not about the program's start and end.
fn tells_of_traffic(line: &str) -> bool {
    let text = line.split_once("]: ").map_or(line, |(_, text)| text);
    // `format short` has no more than a level in front.
    let text = text.split_once('>').filter(|(level, _)| level.len() == 2).map_or(text, |(_, t)| t);
    !["Proxy ", "Stopping ", "Pausing ", "Stopped ", "backend ", "Server "]
        .iter()
        .any(|start| text.starts_with(start))
}

/// Lets the program finish what runs and end, harder each time.
fn end(proxy: &mut Proxy, stage: &Stage, log_lines: Option<usize>, trouble: &mut Vec<String>) {
    if let Some(status) = proxy.wait(Duration::ZERO) {
        trouble.push(format!("it ended by itself: {status}"));
        return;
    }
    if let Some(count) = log_lines {
        let until = Instant::now() + Duration::from_secs(5);
        stage.log.wait(count, until.min(stage.until), tells_of_traffic);
    }
    proxy.signal(Signal::SIGUSR1);
    let status = proxy.wait(Duration::from_secs(5)).unwrap_or_else(|| {
        trouble.push("it doesn't end on SIGUSR1".into());
        proxy.stop()
    });
    if status.code() != Some(0) {
        trouble.push(format!("it ended with {status}"));
    }
}

fn gather(
    actors: Vec<(&String, ScopedJoinHandle<'_, Played>)>,
    normal: &Normal,
    trouble: &mut Vec<String>,
) -> Vec<String> {
    let mut out = Vec::new();
    for (name, actor) in actors {
        let played = actor.join().expect("no actor panics");
        for (at, connection) in played.connections.iter().enumerate() {
            out.push(format!("{name} #{}:\n{}", at + 1, normal.traffic(connection)));
        }
        trouble.extend(played.trouble.iter().map(|text| format!("{name}: {text}")));
    }
    out
}

/// A server: accepts and plays a script a connection, several at a time.
fn serve(stage: &Stage, listener: &TcpListener, scripts: &[Vec<Step>]) -> Played {
    let mut played = Played::default();
    std::thread::scope(|scope| {
        let mut connections = Vec::new();
        while let Some(stream) = accept(stage, listener) {
            let Some(script) = scripts.get(connections.len()).or(scripts.last()) else { break };
            let connection = Connection::new(stream, stage.until);
            connections.push(scope.spawn(move || act(stage, connection, script, Kind::Request)));
        }
        for connection in connections {
            let (text, trouble) = connection.join().expect("no actor panics");
            played.connections.push(text);
            // A client that closes early, or a connection never used, isn't a server's trouble.
            played.trouble.extend(trouble.filter(|text| text == "out of time"));
        }
    });
    played
}

fn accept(stage: &Stage, listener: &TcpListener) -> Option<std::net::TcpStream> {
    while !stage.over.load(Ordering::Acquire) && Instant::now() < stage.until {
        let mut watched = [PollFd::new(listener.as_fd(), PollFlags::POLLIN)];
        if poll(&mut watched, PollTimeout::from(20_u8)).unwrap_or(0) > 0 {
            return listener.accept().ok().map(|(stream, _)| stream);
        }
    }
    None
}

/// A client: plays its script, on as many connections as it makes.
fn visit(stage: &Stage, addr: SocketAddr, script: &[Step]) -> Played {
    let mut played = Played::default();
    // Cues that a client waits for first belong before its first connection.
    let lead =
        script.iter().take_while(|step| matches!(step, Step::Wait(_) | Step::Log(_))).count();
    for step in &script[..lead] {
        let awaited = match step {
            Step::Wait(name) => stage.cues.wait(name, stage.until),
            Step::Log(count) => stage.log.wait(*count, stage.until, |_| true),
            _ => true,
        };
        if !awaited {
            played.trouble.push("its cue never came".into());
            return played;
        }
    }
    for part in script[lead..].split(|step| *step == Step::Connect) {
        match Connection::open(addr, stage.until) {
            Ok(connection) => {
                let (text, trouble) = act(stage, connection, part, Kind::Answer);
                played.connections.push(text);
                played.trouble.extend(trouble);
            }
            Err(_) => played.connections.push("(refused)".into()),
        }
    }
    played
}

/// Plays a script on a connection; tells what was received, and which step got nothing.
fn act(
    stage: &Stage,
    mut connection: Connection,
    script: &[Step],
    kind: Kind,
) -> (String, Option<String>) {
    let mut trouble = None;
    for step in script {
        if let Err(missed) = step.play(&mut connection, &stage.cues, &stage.log, stage.until) {
            trouble = Some(missed);
            break;
        }
    }
    let ending = match connection.state() {
        State::Open => "(open)",
        // Which of both it is depends on bytes still under way.
        State::Ended | State::Reset => "(closed)",
        State::Left => "(left)",
    };
    let received = connection.received();
    let shown =
        if stage.essence { frame::essence(received, kind) } else { line_end(&show(received)) };
    (format!("{shown}{ending}"), trouble)
}

fn line_end(text: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}
