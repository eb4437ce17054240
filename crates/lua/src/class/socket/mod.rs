//! `Socket`: a client's connection, with LuaSocket's words (`core.tcp`).

mod close;
pub(super) mod connect;
mod connect_ssl;
mod input;
mod names;
mod receive;
mod send;
mod setoption;
mod settimeout;
mod shutdown;
mod sweep;
mod waiting;

use super::Class;
use crate::declaration::{Contexts, Declaration};
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function, Kind, Ref, Stack};
use input::Input;
use moongate_net::Stream;
use moongate_net::tls::Session;
use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use waiting::Event;

/// `Socket`
pub(crate) const CLASS: Class = Class {
    name: "Socket",
    sentence: "A connection to another server, over TCP or a unix socket.",
    functions: &[
        function::<connect::Connect>(),
        function::<connect_ssl::ConnectSsl>(),
        function::<send::Send>(),
        function::<receive::Receive>(),
        function::<settimeout::SetTimeout>(),
        function::<setoption::SetOption>(),
        function::<names::GetPeerName>(),
        function::<names::GetSockName>(),
        function::<shutdown::Shutdown>(),
        function::<close::Close>(),
    ],
    fields: &[],
    constants: &[],
};

/// What a machine keeps of the class.
#[derive(Debug)]
pub(super) struct Kept {
    /// Of the table that scripts see, and may put fields into.
    object: Ref,
    /// Of the handle in it, which closes the socket when it is collected.
    handle: Ref,
    sweep: sweep::Sweep,
}

/// Makes both metatables.
pub(super) fn kept(stack: &Stack<'_>) -> Kept {
    let handle = stack.scoped(|stack| {
        let table = stack.push_table(0, 1);
        let collected = function::<Collected>();
        table.set(b"__gc", |stack| stack.push_function(collected.entry));
        stack.keep(table.index())
    });
    let object = super::metatable(stack, &CLASS, None);
    Kept { object, handle, sweep: sweep::Sweep::default() }
}

/// A socket, connected or not. Its machine's lock guards it; only the connection is shared with work
/// that waits for it.
#[derive(Debug, Default)]
pub(super) struct Socket {
    stream: RefCell<Option<Arc<Stream>>>,
    /// TLS over the connection.
    session: RefCell<Option<Session>>,
    /// What has come and wasn't asked for yet. Whoever uses it takes it out of its place, because
    /// finalizers of scripts may run whenever Lua gets a value.
    input: RefCell<Input>,
    /// How long an operation waits for the other end; `None`: without an end.
    timeout: Cell<Option<Duration>>,
    /// The time is for all of an operation and not for each wait.
    total: Cell<bool>,
    closed: Cell<bool>,
    /// When it was connected, in rounds of the collector.
    round: Cell<u64>,
}

impl Socket {
    /// The connection.
    ///
    /// # Errors
    /// The script closed the socket.
    fn stream(&self) -> Result<Option<Arc<Stream>>, Fault> {
        self.open()?;
        Ok(self.stream.borrow().clone())
    }

    fn open(&self) -> Result<(), Fault> {
        if self.closed.get() { Err(Fault::text("the socket is closed")) } else { Ok(()) }
    }

    /// Takes the connection away. Others that wait for it see its end.
    fn disconnect(&self) {
        if let Some(stream) = self.stream.take() {
            if let Some(mut session) = self.session.take() {
                session.close(&stream);
            }
            if Arc::strong_count(&stream) > 1 {
                // Nothing is lost if the other end was faster.
                let _ = stream.shutdown_both();
            }
        }
        self.input.take();
    }

    /// Reads what is there, of which so many bytes are wanted; `Ok(0)` is the end.
    fn fill(&self, stream: &Stream, input: &mut Input, wanted: usize) -> io::Result<usize> {
        let mut session = self.session.borrow_mut();
        let Some(session) = &mut *session else {
            return input.fill(wanted, |room| stream.try_read_vec(room));
        };
        // What an earlier `send` left may be what the other end waits for.
        match session.flush(stream) {
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => Err(error),
            _ => input.fill(wanted, |room| session.read(stream, room)),
        }
    }

    /// Sends what the connection takes.
    fn write(&self, stream: &Stream, bytes: &[u8]) -> io::Result<usize> {
        match &mut *self.session.borrow_mut() {
            Some(session) => session.write(stream, bytes),
            None => stream.try_write_first(bytes),
        }
    }

    /// Sends what was taken and waits in between.
    fn flush(&self, stream: &Stream) -> io::Result<()> {
        match &mut *self.session.borrow_mut() {
            Some(session) => session.flush(stream),
            None => Ok(()),
        }
    }

    /// What a reader waits for.
    fn event(&self) -> Event {
        match &*self.session.borrow() {
            Some(session) if session.wants_write() => Event::Any,
            _ => Event::Readable,
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.disconnect();
    }
}

/// Pushes a new socket.
pub(super) fn push(call: &Call<'_>) {
    let &Kept { object, handle, .. } = &call.vm().classes().socket;
    call.reserve(8);
    call.push_ref(object);
    let metatable = call.table(call.len());
    let table = call.push_table(1, 0);
    table.set_item(0, |stack| stack.push_held(Socket::default(), handle));
    if let Some(metatable) = metatable {
        table.set_metatable(&metatable);
    }
}

/// The socket at 1.
fn this(call: &Call<'_>) -> Result<Rc<Socket>, Fault> {
    let handle = call.vm().classes().socket.handle;
    let found = match call.kind(1) {
        Kind::Table => call.table(1).and_then(|table| {
            call.reserve(4);
            table.with_item(0, |stack, at| stack.held(at, handle))
        }),
        _ => None,
    };
    found.ok_or(Fault::Argument(1, "the socket itself (call it with a colon)"))
}

/// Pushes `nil` and an error.
fn fail(call: &Call<'_>, error: &str) -> Done {
    call.reserve(4);
    call.push_nil();
    call.push_bytes(error.as_bytes());
    Done::Values(2)
}

/// A handle is collected: its socket goes, and with it the connection.
struct Collected;

impl Function for Collected {
    const DECLARATION: Declaration = Declaration {
        class: "Socket",
        name: "__gc",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[],
        returns: "",
        sentence: "Closes a socket that nobody uses any more.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        call.let_go(1);
        Ok(Done::Values(0))
    }
}
