//! Commands of the runtime API that scripts registered: a script gets the words of the line, what the
//! client sends from then on, and sends its answer itself.

use super::Runtime;
use moongate_net::Stream;
use moongate_rules::{ScriptCommand, ServiceIo, ServiceRun};
use moongate_state::{ProxyId, Session, Txn};
use std::future::poll_fn;
use std::io;
use std::rc::Rc;
use std::task::{Context, Poll};

/// What is said when there is nothing that a script could run on.
pub const NO_PROXY: &[u8] = b"A script's command needs at least one proxy in the configuration.\n";

/// What a script may put out before it has to wait.
const ROOM: usize = 16_384;

/// The command of a script whose words these begin with; of several the one with the most.
pub fn choose<'r>(runtime: &'r Runtime, words: &[&str]) -> Option<&'r ScriptCommand> {
    let fits = |command: &&ScriptCommand| {
        command.path.len() <= words.len()
            && command.path.iter().zip(words).all(|(own, word)| own == word)
    };
    runtime.commands.iter().filter(fits).max_by_key(|command| command.path.len())
}

/// What `help` shows of the commands that begin with these words.
pub fn help(runtime: &Runtime, words: &[&str]) -> String {
    let fits = |command: &&ScriptCommand| {
        command.path.iter().zip(words).all(|(own, word)| own.starts_with(word))
    };
    let shown = |command: &ScriptCommand| match command.usage.is_empty() {
        true => format!("  {}\n", command.path.join(" ")),
        false => format!("  {}\n", command.usage),
    };
    runtime.commands.iter().filter(fits).map(shown).collect()
}

/// Runs a command without a client who could send more; its whole answer.
pub async fn answer(command: &ScriptCommand, words: &[&str], runtime: &Runtime) -> String {
    let Some(mut running) = Running::start(command, words, b"", runtime) else {
        return String::from_utf8_lossy(NO_PROXY).into_owned();
    };
    running.txn.req.eof = true;
    poll_fn(|cx| {
        loop {
            let mut io = ServiceIo { txn: &mut running.txn, head_ready: false, room: ROOM };
            let polled = running.run.poll(&mut io, cx);
            let put = &mut running.txn.res.output;
            let moved = !put.is_empty();
            running.output.extend_from_slice(put.bytes());
            put.clear();
            if polled.is_ready() {
                return Poll::Ready(());
            }
            if !moved {
                return Poll::Pending;
            }
        }
    })
    .await;
    String::from_utf8_lossy(&running.output).into_owned()
}

/// A command under way.
pub struct Running {
    run: Box<dyn ServiceRun>,
    txn: Txn,
    output: Vec<u8>,
    sent: usize,
}

impl Running {
    /// Begins a command. `input`: what the client has sent behind the line already.
    pub fn start(
        command: &ScriptCommand,
        words: &[&str],
        input: &[u8],
        runtime: &Runtime,
    ) -> Option<Self> {
        let world = &runtime.shared.plan.world;
        if world.proxies.is_empty() {
            return None;
        }
        let session = Session::new(world.clone(), ProxyId(0));
        let mut txn = Txn::new(Rc::new(session));
        txn.req.input.reserve_total(input.len());
        txn.req.input.push(input);
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let run = command.run.start(&mut txn, &words);
        Some(Self { run, txn, output: Vec::new(), sent: 0 })
    }

    /// Goes on until the script is done; gives what isn't sent yet.
    pub fn poll(&mut self, cx: &mut Context<'_>, stream: &mut Stream) -> Poll<io::Result<Vec<u8>>> {
        loop {
            let mut moved = self.receive(cx, stream)?;
            let room = ROOM.saturating_sub(self.output.len() - self.sent);
            let mut io = ServiceIo { txn: &mut self.txn, head_ready: false, room };
            let polled = self.run.poll(&mut io, cx);
            let put = &mut self.txn.res.output;
            moved |= !put.is_empty();
            self.output.extend_from_slice(put.bytes());
            put.clear();
            if polled.is_ready() {
                // A failure is logged already.
                let rest = self.output.split_off(self.sent);
                return Poll::Ready(Ok(rest));
            }
            while self.sent < self.output.len() {
                match stream.poll_write(cx, &self.output[self.sent..]) {
                    Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                    Poll::Ready(Ok(count)) => {
                        self.sent += count;
                        moved = true;
                    }
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                    Poll::Pending => break,
                }
            }
            if self.sent == self.output.len() {
                self.output.clear();
                self.sent = 0;
            }
            if !moved {
                return Poll::Pending;
            }
        }
    }

    /// Reads what the client sends; whether anything came.
    fn receive(&mut self, cx: &mut Context<'_>, stream: &mut Stream) -> io::Result<bool> {
        let channel = &mut self.txn.req;
        if channel.eof || channel.input.is_full() {
            return Ok(false);
        }
        match channel.input.poll_fill(cx, stream) {
            Poll::Ready(Ok(0)) => {
                channel.eof = true;
                Ok(true)
            }
            Poll::Ready(Ok(_)) => Ok(true),
            Poll::Ready(Err(error)) => Err(error),
            Poll::Pending => Ok(false),
        }
    }

    /// What the client sent and the script left.
    pub fn rest(&self) -> Vec<u8> {
        self.txn.req.input.bytes().to_vec()
    }

    /// Whether the client ended its side.
    pub fn ended(&self) -> bool {
        self.txn.req.eof
    }
}
