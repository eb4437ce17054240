//! The master's runtime API (`-S`; management manual, chapter 9.4): commands about processes, and a way
//! to the commands of each worker.

use super::{Shared, Worker, ask_reload, lock};
use crate::cli::{level_name, line};
use crate::process::Message;
use crate::version;
use moongate_conf::plan::CliLevel;
use moongate_net::{Address, ListenOptions, Listener, Peer, Want, privileges};
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// A connection that says nothing for so long is closed.
const PATIENCE: Duration = Duration::from_secs(60);

/// The longest line.
const LINE: u64 = 16384;

/// A socket that listens already.
pub struct Socket {
    listener: Listener,
    level: CliLevel,
}

/// Binds `address[,option…]`.
///
/// # Errors
/// What is wrong with it.
pub fn bind(text: &str) -> Result<Socket, Message> {
    let refuse = |what: String| Message::alert(format!("`-S {text}`: {what}"));
    let mut words = text.split(',');
    let address = Address::parse(words.next().unwrap_or_default(), Want::BIND)
        .map_err(|error| refuse(error.message))?;
    let mut options = ListenOptions { backlog: 64, ..ListenOptions::default() };
    let mut level = CliLevel::Admin;
    while let Some(name) = words.next() {
        let value = words.next().unwrap_or_default();
        let number = || value.parse().map_err(|_| refuse(format!("`{value}` isn't a number")));
        let known = |error: privileges::PrivilegeError| refuse(error.to_string());
        match name {
            "mode" => {
                let mode = u32::from_str_radix(value, 8);
                options.mode = Some(mode.map_err(|_| refuse(format!("`{value}` isn't a mode")))?);
            }
            "uid" => options.uid = Some(number()?),
            "gid" => options.gid = Some(number()?),
            "user" => options.uid = Some(privileges::user(value).map_err(known)?.0),
            "group" => options.gid = Some(privileges::group(value).map_err(known)?),
            "level" => {
                let all = [CliLevel::User, CliLevel::Operator, CliLevel::Admin];
                let found = all.into_iter().find(|level| level_name(*level) == value);
                level = found.ok_or_else(|| refuse(format!("`{value}` isn't a level")))?;
            }
            _ => return Err(refuse(format!("option `{name}` isn't supported by Moongate yet"))),
        }
    }
    let port = address.port.one().unwrap_or_default();
    let listener = moongate_net::bind(&address.address, port, &options);
    Ok(Socket { listener: listener.map_err(|error| refuse(error.to_string()))?, level })
}

/// Answers on a socket, in threads of its own.
pub fn serve(socket: Socket, shared: Shared, started: Instant) {
    let level = socket.level;
    let unix = socket.listener.local() == Peer::Unix;
    let fd = OwnedFd::from(socket.listener);
    let spawned = thread::Builder::new().name("master-cli".into()).spawn(move || {
        let accepted = |read: Box<dyn Read + Send>, write: Box<dyn Write + Send>| {
            let shared = shared.clone();
            let session = Session { shared, started, level, worker: None, prompt: false };
            // Without a thread left, the connection is closed.
            let _ = thread::Builder::new().spawn(move || session.run(read, write));
        };
        if unix {
            let listener = UnixListener::from(fd);
            let _ = listener.set_nonblocking(false);
            for stream in listener.incoming().flatten() {
                let _ = stream.set_read_timeout(Some(PATIENCE));
                if let Ok(other) = stream.try_clone() {
                    accepted(Box::new(other), Box::new(stream));
                }
            }
        } else {
            let listener = TcpListener::from(fd);
            let _ = listener.set_nonblocking(false);
            for stream in listener.incoming().flatten() {
                let _ = stream.set_read_timeout(Some(PATIENCE));
                if let Ok(other) = stream.try_clone() {
                    accepted(Box::new(other), Box::new(stream));
                }
            }
        }
    });
    if let Err(error) = spawned {
        Message::warning(format!("no runtime API of the master: {error}")).show();
    }
}

/// A connection.
struct Session {
    shared: Shared,
    started: Instant,
    level: CliLevel,
    /// Where commands go, once `@1` or its like was given alone.
    worker: Option<Arc<Worker>>,
    prompt: bool,
}

/// The commands that the master runs itself, in the form of `-dKcli`.
pub const COMMANDS: &[&str] = &[
    "@!<pid>",
    "@<relative pid>",
    "hard-reload",
    "help",
    "prompt",
    "quit",
    "reload",
    "show cli level",
    "show proc",
    "show version",
];

const HELP: &str = "The following commands are valid at this level:\n  \
    @<relative pid> [command]               : run a command in a worker, or all that follow\n  \
    @!<pid> [command]                       : the same by the process's number\n  \
    @                                       : go back to the master\n  \
    show proc                               : list processes\n  \
    show version                            : show the version\n  \
    show cli level                          : show this connection's level\n  \
    reload                                  : read the configuration again\n  \
    hard-reload                             : the same, and the former worker ends at once\n  \
    prompt                                  : switch the prompt\n  \
    help                                    : show this\n  \
    quit                                    : disconnect\n";

impl Session {
    fn run(mut self, read: Box<dyn Read + Send>, mut write: Box<dyn Write + Send>) {
        let mut read = BufReader::new(read);
        // A connection that broke has nobody to tell.
        while let Ok(Some(text)) = next_line(&mut read) {
            let line = line::read(&text);
            for words in &line.commands {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let Some(answer) = self.command(&words) else { return };
                if write.write_all(answer.as_bytes()).is_err() {
                    return;
                }
            }
            let prompt = self.prompt_text();
            if write.write_all(prompt.as_bytes()).is_err() {
                return;
            }
        }
    }

    fn prompt_text(&self) -> String {
        match (&self.worker, self.prompt) {
            (_, false) => String::new(),
            (Some(worker), true) => format!("{}> ", worker.pid),
            (None, true) => match lock(&self.shared).reloads.1 {
                0 => "master> ".into(),
                _ => "master[ReloadFailed]> ".into(),
            },
        }
    }

    /// The answer; none ends the connection.
    fn command(&mut self, words: &[&str]) -> Option<String> {
        if let Some(target) = words.first().and_then(|word| word.strip_prefix('@')) {
            return Some(self.send_to(target, &words[1..]) + "\n");
        }
        if words != ["quit"]
            && words != ["prompt"]
            && let Some(worker) = &self.worker
        {
            return Some(self.relay(worker, words));
        }
        let answer = match words {
            ["help", ..] => HELP.into(),
            ["show", "proc", ..] => self.processes(),
            ["show", "version"] => format!("{}\n", version::HAPROXY),
            ["show", "cli", "level"] => format!("{}\n", level_name(self.level)),
            ["prompt"] => {
                self.prompt = !self.prompt;
                String::new()
            }
            ["prompt", ..] => {
                self.prompt = words.contains(&"p") || words.contains(&"timed");
                String::new()
            }
            ["reload"] | ["hard-reload"] if self.level < CliLevel::Operator => {
                "Permission denied\n".into()
            }
            ["reload"] => self.reload(false),
            ["hard-reload"] => self.reload(true),
            ["quit"] => return None,
            _ => format!(
                "Unknown command: '{}', but maybe one of the following ones is a better match:\n{HELP}",
                words.join(" ")
            ),
        };
        Some(answer + "\n")
    }

    /// `@<target> [command]`
    fn send_to(&mut self, target: &str, words: &[&str]) -> String {
        let state = lock(&self.shared);
        let found = match target.strip_prefix('!') {
            Some(pid) => {
                let mut all = state.current.iter().chain(&state.old);
                all.find(|worker| worker.pid.to_string() == pid).cloned()
            }
            None if target == "1" => state.current.clone(),
            None => None,
        };
        drop(state);
        if target.is_empty() && words.is_empty() {
            self.worker = None;
            return String::new();
        }
        let Some(worker) = found else {
            return format!("Can't find the target PID matching the prefix '@{target}'.\n");
        };
        if words.is_empty() {
            self.worker = Some(worker);
            return String::new();
        }
        let answer = self.relay(&worker, words);
        answer.strip_suffix('\n').unwrap_or(&answer).to_owned()
    }

    /// Runs a command in a worker. Its words go as they were read, what has a meaning escaped.
    fn relay(&self, worker: &Worker, words: &[&str]) -> String {
        let escape = |word: &&str| {
            let mut out = String::new();
            for char in word.chars() {
                if matches!(char, ' ' | '\t' | ';' | '\\') {
                    out.push('\\');
                }
                out.push(char);
            }
            out
        };
        let text: Vec<String> = words.iter().map(escape).collect();
        worker
            .ask(b'0' + self.level as u8, &text.join(" "))
            .unwrap_or_else(|error| format!("The worker doesn't answer: {error}\n\n"))
    }

    fn reload(&self, hard: bool) -> String {
        let (reply, done) = mpsc::channel();
        lock(&self.shared).waiting.push((reply, hard));
        ask_reload();
        let pid = std::process::id();
        match done.recv() {
            Ok(true) => format!("Success=1\n--\n[NOTICE]   ({pid}) : Loading success.\n"),
            _ => format!("Success=0\n--\n[WARNING]  ({pid}) : Loading failure!\n"),
        }
    }

    /// `show proc`
    fn processes(&self) -> String {
        let state = lock(&self.shared);
        let mut out = String::new();
        let mut row = |pid: &str, kind: &str, reloads: &str, uptime: &str| {
            // Writing to a String can't fail.
            let _ = writeln!(
                out,
                "{pid:<15} {kind:<15} {reloads:<15} {uptime:<15} {}",
                version::HAPROXY
            );
        };
        let own = std::process::id().to_string();
        let (done, failed) = state.reloads;
        row(&own, "master", &format!("{done} [failed: {failed}]"), &uptime(self.started));
        let mut text = format!(
            "{:<15} {:<15} {:<15} {:<15} <version>\n",
            "#<PID>", "<type>", "<reloads>", "<uptime>"
        );
        text.push_str(&out);
        text.push_str("# workers\n");
        let worker = |worker: &Worker| {
            let (pid, uptime) = (worker.pid.to_string(), uptime(worker.started));
            let reloads = done.saturating_sub(worker.before);
            format!("{pid:<15} {:<15} {reloads:<15} {uptime:<15} {}\n", "worker", version::HAPROXY)
        };
        state.current.iter().for_each(|one| text.push_str(&worker(one)));
        if !state.old.is_empty() {
            text.push_str("# old workers\n");
            state.old.iter().for_each(|one| text.push_str(&worker(one)));
        }
        text
    }
}

fn uptime(since: Instant) -> String {
    let seconds = since.elapsed().as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    format!("{days}d{:02}h{:02}m{:02}s", hours % 24, minutes % 60, seconds % 60)
}

fn next_line(read: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let count = read.take(LINE).read_until(b'\n', &mut line)?;
    if count == 0 {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&line);
    Ok(Some(text.trim_end_matches(['\n', '\r']).to_owned()))
}
