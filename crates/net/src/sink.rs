//! Where log lines go: never waits, never allocates, counts what it had to drop.

use crate::listen::abstract_addr;
use socket2::{Domain, SockAddr, SockRef, Socket, Type};
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd, RawFd};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// A log target of the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SinkTarget {
    /// `stdout`
    Stdout,
    /// `stderr`
    Stderr,
    /// `fd@N`
    Fd(RawFd),
    /// UDP syslog.
    Udp(SocketAddr),
    /// A unix datagram socket such as `/dev/log`.
    Unix(PathBuf),
    /// A unix datagram socket of the abstract namespace.
    Abstract {
        /// Its name.
        name: String,
        /// Whether zero bytes fill the address.
        padded: bool,
    },
}

/// An open log target; all workers share it.
#[derive(Debug)]
pub struct Sink {
    out: Out,
    dropped: AtomicU64,
    sent: AtomicU64,
    /// The last line went out in part: the next begins with a line end.
    torn: AtomicBool,
}

#[derive(Debug)]
enum Out {
    /// A pipe, terminal or file.
    File(OwnedFd),
    /// A stream or connected socket given as a descriptor.
    Connected(OwnedFd),
    /// A datagram socket and where it sends to. It stays unconnected: a receiver that vanished and
    /// came back needs no care.
    Datagram(Socket, SockAddr),
}

impl Sink {
    /// Opens a target. A datagram receiver needs not be there yet.
    ///
    /// # Errors
    /// The system's: no such descriptor, no descriptor left, a path too long.
    pub fn open(target: &SinkTarget) -> io::Result<Self> {
        let out = match target {
            SinkTarget::Stdout => descriptor(io::stdout().as_fd())?,
            SinkTarget::Stderr => descriptor(io::stderr().as_fd())?,
            SinkTarget::Fd(fd) => descriptor(duplicate(*fd)?.as_fd())?,
            SinkTarget::Udp(addr) => {
                let kind = Type::DGRAM.nonblocking().cloexec();
                let socket = Socket::new(Domain::for_address(*addr), kind, None)?;
                Out::Datagram(socket, (*addr).into())
            }
            SinkTarget::Unix(path) => Out::Datagram(unix()?, SockAddr::unix(path)?),
            SinkTarget::Abstract { name, padded } => {
                Out::Datagram(unix()?, abstract_addr(name, *padded)?)
            }
        };
        Ok(Self {
            out,
            dropped: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            torn: AtomicBool::new(false),
        })
    }

    /// Whether each message is a datagram and needs no line end.
    pub fn is_datagram(&self) -> bool {
        matches!(self.out, Out::Datagram(..))
    }

    /// Sends one message as it is; whether it went. One system call.
    pub fn send(&self, message: &[u8]) -> bool {
        self.send_vectored(&[IoSlice::new(message)])
    }

    /// Sends one message made of up to 15 slices; whether it went.
    pub fn send_vectored(&self, slices: &[IoSlice<'_>]) -> bool {
        let sent = match &self.out {
            Out::Datagram(socket, to) => datagram(socket, to, slices),
            Out::Connected(fd) => self.whole(slices, |slices| {
                let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
                SockRef::from(fd).send_vectored_with_flags(slices, flags)
            }),
            Out::File(fd) => {
                self.whole(slices, |slices| Ok(nix::sys::uio::writev(fd.as_fd(), slices)?))
            }
        };
        let counter = if sent { &self.sent } else { &self.dropped };
        counter.fetch_add(1, Relaxed);
        sent
    }

    /// Messages dropped since it was opened: the receiver was slow, gone or never there.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Relaxed)
    }

    /// Messages sent since it was opened.
    pub fn sent(&self) -> u64 {
        self.sent.load(Relaxed)
    }

    /// Writes to a stream of lines. A line that went out in part can't be taken back; the next one
    /// then starts on a new line.
    fn whole(
        &self,
        slices: &[IoSlice<'_>],
        write: impl Fn(&[IoSlice<'_>]) -> io::Result<usize>,
    ) -> bool {
        let length: usize = slices.iter().map(|slice| slice.len()).sum();
        loop {
            let done = if self.torn.load(Relaxed) {
                let mut with = [IoSlice::new(b"\n"); 16];
                let count = slices.len().min(15);
                with[1..=count].copy_from_slice(&slices[..count]);
                write(&with[..=count]).map(|count| count.saturating_sub(1))
            } else {
                write(slices)
            };
            match done {
                Ok(count) => {
                    self.torn.store(count < length, Relaxed);
                    return count == length;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
    }
}

fn datagram(socket: &Socket, to: &SockAddr, slices: &[IoSlice<'_>]) -> bool {
    loop {
        let flags = libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
        match socket.send_to_vectored_with_flags(slices, to, flags) {
            Ok(_) => return true,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
}

fn unix() -> io::Result<Socket> {
    Socket::new(Domain::UNIX, Type::DGRAM.nonblocking().cloexec(), None)
}

fn duplicate(fd: RawFd) -> io::Result<OwnedFd> {
    if fd < 0 {
        return Err(io::Error::from_raw_os_error(libc::EBADF));
    }
    // SAFETY: the borrow lasts for one call that only reads the number; if nothing is open under it,
    // the call says so.
    unsafe { BorrowedFd::borrow_raw(fd) }.try_clone_to_owned()
}

/// A handle of a descriptor that never blocks. Pipes and terminals are opened anew where possible:
/// making the given one non-blocking would change it for every process that shares it.
fn descriptor(fd: BorrowedFd<'_>) -> io::Result<Out> {
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
    let own = fd.try_clone_to_owned()?;
    let kind = std::fs::File::from(own.try_clone()?).metadata()?.file_type();
    if kind.is_socket() {
        return Ok(Out::Connected(own));
    }
    if !kind.is_fifo() && !kind.is_char_device() {
        return Ok(Out::File(own));
    }
    let path = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&own));
    let again = std::fs::OpenOptions::new()
        .write(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(path);
    match again {
        Ok(file) => Ok(Out::File(file.into())),
        Err(_) => {
            SockRef::from(&own).set_nonblocking(true)?;
            Ok(Out::File(own))
        }
    }
}

#[cfg(test)]
mod tests;
