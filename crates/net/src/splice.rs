//! Moving bytes from one socket to another inside the kernel, through a pipe.

use crate::stream::Stream;
use std::cell::RefCell;
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::ptr::null_mut;
use std::task::{Context, Poll, ready};
use tokio::io::Interest;

/// How much one call asks for: a pipe holds 16 pages.
const CHUNK: usize = 65536;
/// How many unused pipes a worker keeps.
const KEEP: usize = 32;

#[derive(Debug)]
struct Pipe {
    out: OwnedFd,
    into: OwnedFd,
}

thread_local! {
    /// Pipes that hold nothing.
    static FREE: RefCell<Vec<Pipe>> = const { RefCell::new(Vec::new()) };
}

/// One direction between two sockets; holds a pipe only while bytes are under way.
#[derive(Debug, Default)]
pub struct Splice {
    pipe: Option<Pipe>,
    held: usize,
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
                move_bytes(from, &pipe.into, limit.min(CHUNK), false)
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
            None => match FREE.with(|free| free.borrow_mut().pop()) {
                Some(pipe) => pipe,
                None => make()?,
            },
        };
        Ok(self.pipe.insert(pipe))
    }

    /// Gives the pipe back when it is empty.
    fn park(&mut self) {
        if self.held == 0
            && let Some(pipe) = self.pipe.take()
        {
            let _ = FREE.try_with(|free| {
                let mut free = free.borrow_mut();
                if free.len() < KEEP {
                    free.push(pipe);
                }
            });
        }
    }
}

impl Drop for Splice {
    fn drop(&mut self) {
        self.park();
    }
}

fn make() -> io::Result<Pipe> {
    let flags = nix::fcntl::OFlag::O_CLOEXEC | nix::fcntl::OFlag::O_NONBLOCK;
    // Out of descriptors is no reason to end a connection: it copies instead.
    let (out, into) = nix::unistd::pipe2(flags)
        .map_err(|error| io::Error::new(io::ErrorKind::Unsupported, error))?;
    Ok(Pipe { out, into })
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
#[path = "splice_tests.rs"]
mod tests;
