//! Moving bytes from one socket to another inside the kernel, through a pipe.
//!
//! Measured on loopback, one proxying thread, microseconds of CPU for one MiB moved, wake-ups included:
//!
//! | stream of | splice, 64 KiB pipe | splice, 256 KiB pipe | copy through 16 KiB | copy through 64 KiB |
//! |---|---|---|---|---|
//! | 64 KiB | 720 to 1000 | the same | 1070 to 1290 | 710 to 1350 |
//! | 1 MiB | 190 to 250 | 125 to 170 | 310 to 370 | 260 to 420 |
//! | 256 MiB | 200 to 270 | 150 to 210 | 460 to 600 | 300 to 380 |
//!
//! So it pays from some hundreds of KiB on, most with a larger pipe; below, copying is as good.

use crate::stream::Stream;
use std::cell::{Cell, RefCell};
use std::io;
use std::marker::PhantomData;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::ptr::null_mut;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use tokio::io::Interest;

/// `tune.pipesize`'s default here; see the table above.
pub const DEFAULT_SIZE: usize = 256 << 10;
/// How many pipes a worker may have. The kernel grants a user without privileges 64 MiB of pipes
/// and then makes new ones tiny: pipe(7).
pub const DEFAULT_MAX: usize = 64;

#[derive(Debug)]
struct Pipe {
    out: OwnedFd,
    into: OwnedFd,
}

/// A worker's pipes.
struct Pipes {
    /// Those that hold nothing.
    free: RefCell<Vec<Pipe>>,
    live: Cell<usize>,
    max: Cell<usize>,
    size: Cell<usize>,
}

thread_local! {
    static PIPES: Pipes = const {
        Pipes {
            free: RefCell::new(Vec::new()),
            live: Cell::new(0),
            max: Cell::new(DEFAULT_MAX),
            size: Cell::new(DEFAULT_SIZE),
        }
    };
}

/// Sets how large this worker's pipes are made (`tune.pipesize`), and how many there may be
/// (`maxpipes`): beyond, [`Splice`] says that it can't.
pub fn set_limits(size: usize, max: usize) {
    PIPES.with(|pipes| {
        pipes.size.set(size);
        pipes.max.set(max);
        drop(pipes.free.take());
    });
}

/// This worker has no pipes: [`Splice`] says that it can't, and everything is copied.
pub fn forbid() {
    PIPES.with(|pipes| pipes.max.set(0));
}

/// One direction between two sockets; holds a pipe only while bytes are under way.
#[derive(Debug, Default)]
pub struct Splice {
    pipe: Option<Pipe>,
    held: usize,
    /// The pipe counts among those of this worker: it stays here.
    here: PhantomData<Rc<()>>,
}

impl Splice {
    /// Without a pipe yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Bytes in the pipe: read from one side, not yet written to the other.
    pub fn held(&self) -> usize {
        self.held
    }

    /// Moves up to `limit` bytes from `from` into the pipe, which must be empty ([`Splice::held`]):
    /// a full pipe and an empty socket look the same. `Ok(0)` is the end of `from`.
    ///
    /// # Errors
    /// `Unsupported` when the kernel can't splice from this socket, or has no pipe to give: copy
    /// then. Else the socket's error.
    pub fn poll_fill(
        &mut self,
        cx: &mut Context<'_>,
        from: &Stream,
        limit: usize,
    ) -> Poll<io::Result<usize>> {
        debug_assert!(self.held == 0, "the pipe must be drained first");
        debug_assert!(limit > 0, "nothing to move");
        loop {
            // No pipe is taken before there is something to put in.
            ready!(from.poll_readable(cx))?;
            let pipe = self.pipe()?;
            let done = from.try_io(Interest::READABLE, || {
                move_bytes(from, &pipe.into, limit.min(1 << 30), false)
            });
            match done {
                Ok(count) => {
                    self.held = count;
                    self.park();
                    return Poll::Ready(Ok(count));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.park(),
                Err(error) => {
                    self.park();
                    return Poll::Ready(Err(unsupported(error)));
                }
            }
        }
    }

    /// Moves bytes from the pipe to `to`; `more` says that further ones will follow, so that the
    /// kernel fills its packets.
    ///
    /// # Errors
    /// The socket's. What is still held is lost with the pipe.
    pub fn poll_drain(
        &mut self,
        cx: &mut Context<'_>,
        to: &Stream,
        more: bool,
    ) -> Poll<io::Result<usize>> {
        if self.held == 0 {
            return Poll::Ready(Ok(0));
        }
        loop {
            ready!(to.poll_writable(cx))?;
            let Some(pipe) = &self.pipe else { return Poll::Ready(Ok(0)) };
            let held = self.held;
            let done = to.try_io(Interest::WRITABLE, || move_bytes(&pipe.out, to, held, more));
            match done {
                Ok(count) => {
                    self.held -= count.min(self.held);
                    self.park();
                    return Poll::Ready(Ok(count));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    fn pipe(&mut self) -> io::Result<&Pipe> {
        let pipe = match self.pipe.take() {
            Some(pipe) => pipe,
            None => PIPES.with(|pipes| {
                let free = pipes.free.borrow_mut().pop();
                free.map_or_else(|| pipes.make(), Ok)
            })?,
        };
        Ok(self.pipe.insert(pipe))
    }

    /// Gives the pipe back when it is empty.
    fn park(&mut self) {
        if self.held == 0
            && let Some(pipe) = self.pipe.take()
        {
            let _ = PIPES.try_with(|pipes| pipes.free.borrow_mut().push(pipe));
        }
    }
}

impl Drop for Splice {
    fn drop(&mut self) {
        self.park();
    }
}

impl Pipes {
    /// A new pipe. That none can be had is no reason to end a connection: it copies instead.
    fn make(&self) -> io::Result<Pipe> {
        if self.live.get() >= self.max.get() {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let flags = nix::fcntl::OFlag::O_CLOEXEC | nix::fcntl::OFlag::O_NONBLOCK;
        let (out, into) = nix::unistd::pipe2(flags)
            .map_err(|error| io::Error::new(io::ErrorKind::Unsupported, error))?;
        let size = i32::try_from(self.size.get()).unwrap_or(i32::MAX);
        // A pipe of the usual size does as well.
        let _ = nix::fcntl::fcntl(&into, nix::fcntl::FcntlArg::F_SETPIPE_SZ(size));
        self.live.set(self.live.get() + 1);
        Ok(Pipe { out, into })
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let _ = PIPES.try_with(|pipes| pipes.live.set(pipes.live.get().saturating_sub(1)));
    }
}

fn move_bytes<I: AsFd, O: AsFd>(from: I, to: O, limit: usize, more: bool) -> io::Result<usize> {
    let mut flags = libc::SPLICE_F_MOVE | libc::SPLICE_F_NONBLOCK;
    if more {
        flags |= libc::SPLICE_F_MORE;
    }
    let (from, to) = (from.as_fd(), to.as_fd());
    loop {
        // SAFETY: both descriptors are open for as long as they are borrowed; no offset is given, as
        // neither a socket nor a pipe has one.
        let moved = unsafe {
            libc::splice(from.as_raw_fd(), null_mut(), to.as_raw_fd(), null_mut(), limit, flags)
        };
        if let Ok(moved) = usize::try_from(moved) {
            return Ok(moved);
        }
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

fn unsupported(error: io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(libc::EINVAL | libc::ENOSYS | libc::EBADF) => {
            io::Error::new(io::ErrorKind::Unsupported, error)
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests;
