//! Accepting connections on a worker.

use super::Listener;
use crate::stream::{Peer, StdStream, Stream};
use socket2::{SockAddr, SockRef};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// A listening socket that a worker accepts from.
#[derive(Debug)]
pub struct Acceptor {
    fd: AsyncFd<OwnedFd>,
    known: Option<Peer>,
}

/// A connection just accepted: non-blocking, of no worker yet.
#[derive(Debug)]
pub struct Accepted {
    /// The socket.
    pub fd: OwnedFd,
    /// The client's end.
    pub peer: Peer,
    /// Our end, where it is known without asking the kernel: see [`Accepted::local_addr`].
    pub local: Option<Peer>,
}

impl Acceptor {
    pub(super) fn new(fd: OwnedFd, known: Option<Peer>) -> io::Result<Self> {
        // SAFETY: the descriptor is owned by what is registered, and closed only after that.
        let fd = unsafe { AsyncFd::register_with_interest(fd, Interest::READABLE) }?;
        Ok(Self { fd, known })
    }

    /// Waits for a connection.
    ///
    /// # Errors
    /// The system's, connections that went away again left out. After an error such as "too many
    /// open files" ([`is_exhausted`]) the next call fails at once: wait a while, or until a
    /// connection has ended.
    pub async fn accept(&self) -> io::Result<Accepted> {
        let known = self.known;
        self.fd.async_io(Interest::READABLE, |fd| accept(fd.as_fd(), known)).await
    }

    /// Accepts a connection that waits already, else `WouldBlock`.
    ///
    /// # Errors
    /// As [`Acceptor::accept`].
    pub fn try_accept(&self) -> io::Result<Accepted> {
        self.fd.try_io(Interest::READABLE, |fd| accept(fd.as_fd(), self.known))
    }

    /// Leaves this worker's reactor (a paused or moved listener); the socket goes on listening.
    ///
    /// # Errors
    /// The system's, when the socket's address can't be read any more.
    pub fn into_listener(self) -> io::Result<Listener> {
        let fd = self.fd.into_inner();
        let local = match self.known {
            Some(local) => local,
            None => Peer::from_sock_addr(&SockRef::from(&fd).local_addr()?),
        };
        Ok(Listener { fd, local, path: None })
    }
}

/// Whether an error of accepting means that descriptors or memory ran out.
pub fn is_exhausted(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE | libc::ENOBUFS | libc::ENOMEM))
}

fn accept(fd: BorrowedFd<'_>, known: Option<Peer>) -> io::Result<Accepted> {
    loop {
        // SAFETY: `accept4` writes an address of at most `len` bytes to the storage and its length to
        // `len`, which is what `try_init` asks for.
        let accepted = unsafe {
            SockAddr::try_init(|storage, len| {
                let flags = libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
                match libc::accept4(fd.as_raw_fd(), storage.cast(), len, flags) {
                    -1 => Err(io::Error::last_os_error()),
                    fd => Ok(OwnedFd::from_raw_fd(fd)),
                }
            })
        };
        match accepted {
            Ok((fd, addr)) => {
                return Ok(Accepted { fd, peer: Peer::from_sock_addr(&addr), local: known });
            }
            // accept(2): errors of the connection itself, which is gone; take the next.
            Err(error) => match error.raw_os_error() {
                Some(
                    libc::EINTR
                    | libc::ECONNABORTED
                    | libc::ENETDOWN
                    | libc::EPROTO
                    | libc::ENOPROTOOPT
                    | libc::EHOSTDOWN
                    | libc::ENONET
                    | libc::EHOSTUNREACH
                    | libc::EOPNOTSUPP
                    | libc::ENETUNREACH,
                ) => {}
                _ => return Err(error),
            },
        }
    }
}

impl Accepted {
    /// Our end of the connection; asks the kernel where the listener has more than one address.
    ///
    /// # Errors
    /// The system's.
    pub fn local_addr(&self) -> io::Result<Peer> {
        match self.local {
            Some(local) => Ok(local),
            None => Ok(Peer::from_sock_addr(&SockRef::from(&self.fd).local_addr()?)),
        }
    }

    /// The socket without its addresses, to be moved to a worker.
    pub fn into_std(self) -> StdStream {
        match self.peer {
            Peer::Inet(_) => StdStream::Tcp(self.fd.into()),
            Peer::Unix => StdStream::Unix(self.fd.into()),
        }
    }

    /// Registers the socket with this worker's reactor.
    ///
    /// # Errors
    /// The system's.
    pub fn into_stream(self) -> io::Result<Stream> {
        Stream::from_std(self.into_std())
    }
}
