//! Listens on `stats socket`s, reads lines, and sends answers (management manual, chapter 9.3).

use super::line::{self, Line};
use super::session::{Mode, Session, prompt};
use super::{Answer, Runtime, run, script};
use crate::process::Message;
use moongate_conf::Plan;
use moongate_conf::plan::CliLevel;
use moongate_engine::Shared;
use moongate_lang::{Env, Sources};
use moongate_lua::Host;
use moongate_net::{Acceptor, Listener, Stream};
use moongate_rules::ScriptCommand;
use std::cell::Cell;
use std::future::poll_fn;
use std::io;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The longest line, and the longest payload.
const LINE: usize = 16384;
const PAYLOAD: usize = 128 * 1024;

/// How long the peer has to close after its answer.
const LINGER: Duration = Duration::from_secs(1);

/// A socket that listens already.
#[derive(Debug)]
pub struct Bound {
    listener: Listener,
    level: CliLevel,
    shown: String,
}

/// Binds every `stats socket`.
///
/// # Errors
/// The first that can't be bound; all are printed.
pub fn bind(plan: &Plan, sources: &Sources) -> Result<Vec<Bound>, Message> {
    let mut list = Vec::new();
    let mut failed = None;
    for socket in &plan.global.stats_sockets {
        match moongate_net::bind(&socket.address, socket.port, &socket.listen) {
            Ok(listener) => {
                let shown = match listener.path() {
                    Some(path) => format!("unix@{}", path.display()),
                    None => listener.local().to_string(),
                };
                list.push(Bound { listener, level: socket.level, shown });
            }
            Err(error) => {
                let (line, _) = sources.position(socket.span);
                let file = &sources.get(socket.span.file).name;
                Message::alert(format!("Starting frontend GLOBAL: {error} ({file}:{line})")).show();
                failed = Some(Message::alert("some `stats socket` can't be bound"));
            }
        }
    }
    failed.map_or(Ok(list), Err)
}

/// What the first worker opens.
#[derive(Clone, Debug)]
pub struct Door(Arc<Mutex<Option<Closed>>>);

/// What is behind a door that isn't open yet.
type Closed = (Vec<Bound>, Env, Host);

impl Door {
    /// A door that isn't open yet.
    pub fn new(sockets: Vec<Bound>, env: Env, scripts: Host) -> Self {
        Self(Arc::new(Mutex::new(Some((sockets, env, scripts)))))
    }

    /// Accepts connections, from now on and on this worker.
    pub fn open(&self, shared: Arc<Shared>) {
        let closed = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((sockets, env, scripts)) = closed else { return };
        let names = sockets.iter().map(|socket| (socket.shown.clone(), socket.level)).collect();
        let runtime = Rc::new(Runtime::new(shared, env, names, scripts));
        super::master::listen(&runtime);
        let open = Rc::new(Cell::new(0));
        for socket in sockets {
            let (runtime, open) = (runtime.clone(), open.clone());
            tokio::task::spawn_local(async move {
                match socket.listener.accepting() {
                    Ok(acceptor) => accept(acceptor, socket.level, runtime, open).await,
                    Err(error) => {
                        Message::alert(format!("stats socket {}: {error}", socket.shown)).show();
                    }
                }
            });
        }
    }
}

/// How long to wait when no descriptor is left, or as many connections as allowed are open.
const PAUSE: Duration = Duration::from_millis(100);

async fn accept(acceptor: Acceptor, level: CliLevel, runtime: Rc<Runtime>, open: Rc<Cell<u32>>) {
    let global = &runtime.shared.plan.global;
    let (most, timeout) = (global.stats_maxconn, Duration::from_millis(global.stats_timeout));
    loop {
        if open.get() >= most.max(1) {
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let accepted = acceptor.accept().await.and_then(moongate_net::Accepted::into_stream);
        let Ok(stream) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        open.set(open.get() + 1);
        let (runtime, open) = (runtime.clone(), open.clone());
        tokio::task::spawn_local(async move {
            let place = Place(open);
            let mut connection = Connection {
                stream,
                session: Session::new(level, timeout),
                input: Vec::new(),
                ended: false,
            };
            // A connection that broke has nobody to tell.
            if let Err(error) = connection.serve(&runtime).await
                && error.kind() == io::ErrorKind::InvalidData
            {
                let _ = connection.refuse(&error).await;
            }
            drop(place);
        });
    }
}

/// A connection among those that are open.
struct Place(Rc<Cell<u32>>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

/// A connection.
struct Connection {
    stream: Stream,
    session: Session,
    input: Vec<u8>,
    ended: bool,
}

impl Connection {
    async fn serve(&mut self, runtime: &Runtime) -> io::Result<()> {
        while let Some(text) = self.line(LINE).await? {
            let Line { commands, payload } = line::read(&text);
            let payload = match payload {
                Some(pattern) => Some(self.payload(&pattern, runtime).await?),
                None => None,
            };
            let count = commands.len();
            for (at, words) in commands.iter().enumerate() {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let own = payload.as_deref().filter(|_| at + 1 == count);
                if let Some(command) = script::choose(runtime, &words) {
                    self.run_script(command, &words, runtime).await?;
                    if self.session.mode != Mode::Prompt || at + 1 < count {
                        self.send(b"\n").await?;
                    }
                    continue;
                }
                let Answer { text: mut answer, rest } =
                    run(&words, own, &mut self.session, runtime);
                if self.session.closing {
                    return self.send(answer.as_bytes()).await;
                }
                if let Some(mut rest) = rest {
                    // Piece by piece, so that what this worker serves goes on between.
                    while rest.next(&mut answer) {
                        self.send(answer.as_bytes()).await?;
                        answer.clear();
                        tokio::task::yield_now().await;
                    }
                }
                // An empty line ends each answer; the prompt brings its own.
                if self.session.mode != Mode::Prompt || at + 1 < count {
                    answer.push('\n');
                }
                self.send(answer.as_bytes()).await?;
            }
            if self.session.mode == Mode::Single {
                return self.close().await;
            }
            let uptime = runtime.shared.plan.world.started.0.elapsed();
            let prompt = prompt::text(&self.session, false, uptime);
            self.send(prompt.as_bytes()).await?;
        }
        Ok(())
    }

    /// Tells why nothing more is read, and closes.
    async fn refuse(&mut self, error: &io::Error) -> io::Result<()> {
        self.send(format!("{error}\n\n").as_bytes()).await?;
        self.close().await
    }

    /// Runs a command of a script: what it sends goes out at once.
    async fn run_script(
        &mut self,
        command: &ScriptCommand,
        words: &[&str],
        runtime: &Runtime,
    ) -> io::Result<()> {
        let Some(mut run) = script::Running::start(command, words, &self.input, runtime) else {
            return self.send(script::NO_PROXY).await;
        };
        let timeout = self.session.timeout;
        let done = {
            let stream = &mut self.stream;
            poll_fn(|cx| run.poll(cx, stream)).await
        };
        self.input = run.rest();
        self.ended |= run.ended();
        match done {
            Ok(output) => {
                self.session.timeout = timeout;
                self.send(&output).await
            }
            Err(error) => Err(error),
        }
    }

    /// Ends our side, and reads what still comes for a moment: closing a socket with unread bytes
    /// would take the answer away from the peer.
    async fn close(&mut self) -> io::Result<()> {
        self.stream.shutdown_write()?;
        self.session.timeout = LINGER;
        let mut buffer = [0; 4096];
        loop {
            let stream = &mut self.stream;
            let read = poll_fn(|cx| stream.poll_read(cx, &mut buffer));
            if limited(self.session.timeout, read).await? == 0 {
                return Ok(());
            }
        }
    }

    /// The lines up to the one that is `pattern`.
    async fn payload(&mut self, pattern: &str, runtime: &Runtime) -> io::Result<String> {
        let mut text = String::new();
        let uptime = runtime.shared.plan.world.started.0.elapsed();
        loop {
            let prompt = prompt::text(&self.session, true, uptime);
            self.send(prompt.as_bytes()).await?;
            match self.line(PAYLOAD).await? {
                Some(line) if line == pattern => return Ok(text),
                None => return Ok(text),
                Some(line) if text.len() + line.len() < PAYLOAD => {
                    text.push_str(&line);
                    text.push('\n');
                }
                Some(_) => {
                    return Err(too_long(format!(
                        "The payload is longer than {PAYLOAD} bytes: send it with several commands."
                    )));
                }
            }
        }
    }

    /// The next line without its end; what is left when the peer ends its side counts as one.
    async fn line(&mut self, most: usize) -> io::Result<Option<String>> {
        loop {
            if let Some(end) = self.input.iter().position(|&byte| byte == b'\n') {
                let line: Vec<u8> = self.input.drain(..=end).collect();
                let line = line[..end].strip_suffix(b"\r").unwrap_or(&line[..end]);
                return Ok(Some(String::from_utf8_lossy(line).into_owned()));
            }
            if self.ended {
                let line = String::from_utf8_lossy(&std::mem::take(&mut self.input)).into_owned();
                return Ok((!line.is_empty()).then_some(line));
            }
            if self.input.len() > most {
                return Err(too_long(format!("The line is longer than {most} bytes.")));
            }
            let mut buffer = [0; 4096];
            let stream = &mut self.stream;
            let read = poll_fn(|cx| stream.poll_read(cx, &mut buffer));
            match limited(self.session.timeout, read).await? {
                0 => self.ended = true,
                count => self.input.extend_from_slice(&buffer[..count]),
            }
        }
    }

    async fn send(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let stream = &mut self.stream;
            let written = poll_fn(|cx| stream.poll_write(cx, bytes));
            match limited(self.session.timeout, written).await? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                count => bytes = &bytes[count..],
            }
        }
        Ok(())
    }
}

fn too_long(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// Waits no longer than `limit`; zero: as long as it takes.
async fn limited(
    limit: Duration,
    io: impl Future<Output = io::Result<usize>>,
) -> io::Result<usize> {
    if limit.is_zero() {
        return io.await;
    }
    match tokio::time::timeout(limit, io).await {
        Ok(done) => done,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}
