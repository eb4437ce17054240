//! A connected socket of one worker: TCP or unix.

use crate::sockopt;
use socket2::SockRef;
use std::fmt;
use std::io::{self, IoSlice};
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::{TcpStream, UnixStream};

/// A connected socket registered with its worker's reactor.
///
/// The `poll_*` functions keep one waker for reading and one for writing: the last one given.
#[derive(Debug)]
pub enum Stream {
    /// TCP.
    Tcp(TcpStream),
    /// A unix stream socket.
    Unix(UnixStream),
}

/// A connected socket of no worker, to be moved to one ([`Stream::from_std`]).
#[derive(Debug)]
pub enum StdStream {
    /// TCP.
    Tcp(std::net::TcpStream),
    /// A unix stream socket.
    Unix(std::os::unix::net::UnixStream),
}

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Peer {
    /// TCP: address and port.
    Inet(SocketAddr),
    /// A unix socket; its name, if any, says nothing about the other end.
    Unix,
}

impl Peer {
    /// The IP address, for TCP.
    pub fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::Inet(addr) => Some(addr.ip()),
            Self::Unix => None,
        }
    }

    /// The port; 0 for a unix socket.
    pub fn port(&self) -> u16 {
        match self {
            Self::Inet(addr) => addr.port(),
            Self::Unix => 0,
        }
    }

    /// The address, for TCP.
    pub fn inet(&self) -> Option<SocketAddr> {
        match self {
            Self::Inet(addr) => Some(*addr),
            Self::Unix => None,
        }
    }

    /// From what the kernel says; an IPv4 address in IPv6 clothes (`::ffff:1.2.3.4`) is kept.
    pub(crate) fn from_sock_addr(addr: &socket2::SockAddr) -> Self {
        addr.as_socket().map_or(Self::Unix, Self::Inet)
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inet(addr) => addr.fmt(f),
            Self::Unix => f.write_str("unix"),
        }
    }
}

/// TCP keep-alive settings; what is `None` stays as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeepAlive {
    /// Idle time before the first probe; whole seconds.
    pub idle: Option<Duration>,
    /// Time between probes; whole seconds.
    pub interval: Option<Duration>,
    /// Probes without an answer before the connection is dropped.
    pub count: Option<u32>,
}

/// What the kernel knows of a TCP connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TcpInfo {
    /// Smoothed round-trip time in microseconds.
    pub rtt: u32,
    /// Its mean deviation in microseconds.
    pub rttvar: u32,
    /// Segments sent and not acknowledged.
    pub unacked: u32,
    /// Segments acknowledged selectively.
    pub sacked: u32,
    /// Segments thought lost.
    pub lost: u32,
    /// Segments sent again in all.
    pub retrans: u32,
    /// Forward acknowledged segments.
    pub fackets: u32,
    /// Reordering metric.
    pub reordering: u32,
}

impl TcpInfo {
    /// What the kernel knows of the connection of this descriptor.
    ///
    /// # Errors
    /// The descriptor is none (a negative one), or not of a TCP connection.
    pub fn of(fd: RawFd) -> io::Result<Self> {
        let info = sockopt::tcp_info(fd)?;
        Ok(Self {
            rtt: info.tcpi_rtt,
            rttvar: info.tcpi_rttvar,
            unacked: info.tcpi_unacked,
            sacked: info.tcpi_sacked,
            lost: info.tcpi_lost,
            retrans: info.tcpi_total_retrans,
            fackets: info.tcpi_fackets,
            reordering: info.tcpi_reordering,
        })
    }
}

macro_rules! each {
    ($this:expr, $stream:ident => $do:expr) => {
        match $this {
            Stream::Tcp($stream) => $do,
            Stream::Unix($stream) => $do,
        }
    };
}

impl Stream {
    /// Reads into `buf`; `Ok(0)` is the end (for a non-empty `buf`).
    pub fn poll_read(&mut self, cx: &mut Context<'_>, buf: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut buf = ReadBuf::new(buf);
        self.poll_read_buf(cx, &mut buf)
    }

    /// Reads into the unfilled part of `buf`; the number of bytes read.
    pub fn poll_read_buf(
        &mut self,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<usize>> {
        let before = buf.filled().len();
        let polled = each!(self, stream => Pin::new(stream).poll_read(cx, buf));
        polled.map_ok(|()| buf.filled().len() - before)
    }

    /// Reads into the spare capacity of `vec`, which must have some.
    pub fn poll_read_vec(
        &mut self,
        cx: &mut Context<'_>,
        vec: &mut Vec<u8>,
    ) -> Poll<io::Result<usize>> {
        debug_assert!(vec.capacity() > vec.len(), "no room to read into");
        let mut buf = ReadBuf::uninit(vec.spare_capacity_mut());
        let read = std::task::ready!(self.poll_read_buf(cx, &mut buf))?;
        let len = vec.len() + read;
        // SAFETY: the reader filled `read` bytes right after the vector's length, within capacity.
        unsafe { vec.set_len(len) };
        Poll::Ready(Ok(read))
    }

    /// Writes what the socket takes of `bytes`.
    pub fn poll_write(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        each!(self, stream => Pin::new(stream).poll_write(cx, bytes))
    }

    /// Writes what the socket takes of several slices.
    pub fn poll_write_vectored(
        &mut self,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        each!(self, stream => Pin::new(stream).poll_write_vectored(cx, slices))
    }

    /// Reads if something is there, else `WouldBlock`; costs nothing when the reactor has seen nothing.
    pub fn try_read(&self, buf: &mut [u8]) -> io::Result<usize> {
        each!(self, stream => stream.try_read(buf))
    }

    /// Writes what the socket takes now, else `WouldBlock`.
    ///
    /// A new stream is only known to be writable after the reactor has said so once: use
    /// [`Stream::write_now`] for the first bytes.
    pub fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        each!(self, stream => stream.try_write(bytes))
    }

    /// As [`Stream::try_write`], for several slices.
    pub fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        each!(self, stream => stream.try_write_vectored(slices))
    }

    /// Writes without asking the reactor first: right on a socket just accepted or connected, whose
    /// readiness the reactor learns one turn later.
    pub fn write_now(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        SockRef::from(self).send_vectored_with_flags(slices, libc::MSG_NOSIGNAL)
    }

    /// Reads without asking the reactor first: right on a socket just accepted with data expected.
    pub fn read_now(&self, buf: &mut [u8]) -> io::Result<usize> {
        use std::io::Read;
        (&*SockRef::from(self)).read(buf)
    }

    /// Ready once there is something to read: data, the end or an error.
    pub fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, stream => stream.poll_read_ready(cx))
    }

    /// Ready once the socket takes data, or failed.
    pub fn poll_writable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        each!(self, stream => stream.poll_write_ready(cx))
    }

    /// Runs `io`, a system call on this socket, if the reactor has seen readiness; its `WouldBlock`
    /// clears the readiness.
    pub fn try_io<R>(
        &self,
        interest: Interest,
        io: impl FnOnce() -> io::Result<R>,
    ) -> io::Result<R> {
        each!(self, stream => stream.try_io(interest, io))
    }

    /// Whether a pooled connection is still good to use: nothing arrived, neither data nor the end.
    ///
    /// As long as the reactor has recorded no readiness this is one atomic load. Otherwise the
    /// socket is asked (one system call), because readiness is recorded also when the last read
    /// filled its buffer exactly.
    pub fn is_quiet(&self) -> bool {
        let peeked = self.try_io(Interest::READABLE, || {
            let mut byte = [std::mem::MaybeUninit::uninit()];
            SockRef::from(self).recv_with_flags(&mut byte, libc::MSG_PEEK | libc::MSG_DONTWAIT)
        });
        matches!(peeked, Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }

    /// As [`Stream::is_quiet`], but always asks the socket: sees what the reactor has not seen yet.
    pub fn is_quiet_now(&self) -> bool {
        let mut byte = [std::mem::MaybeUninit::uninit()];
        let flags = libc::MSG_PEEK | libc::MSG_DONTWAIT;
        let peeked = SockRef::from(self).recv_with_flags(&mut byte, flags);
        matches!(peeked, Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }

    /// Sends the end of the stream; reading goes on. An already closed socket is no error.
    pub fn shutdown_write(&self) -> io::Result<()> {
        match SockRef::from(self).shutdown(std::net::Shutdown::Write) {
            Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
            done => done,
        }
    }

    /// Makes dropping this stream reset the connection instead of closing it in order.
    pub fn set_linger_zero(&self) -> io::Result<()> {
        SockRef::from(self).set_linger(Some(Duration::ZERO))
    }

    /// Makes dropping this stream invisible to the other end (`silent-drop`): no end, no reset.
    ///
    /// # Errors
    /// The right to do that (CAP_NET_ADMIN) is missing; then dropping the stream resets it.
    pub fn forget(&self) -> io::Result<()> {
        self.set_linger_zero()?;
        sockopt::set_int(self.as_fd(), libc::IPPROTO_TCP, libc::TCP_REPAIR, 1)
    }

    /// Sends small writes at once; nothing to do for unix sockets.
    pub fn set_nodelay(&self, on: bool) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.set_nodelay(on),
            Self::Unix(_) => Ok(()),
        }
    }

    /// Acknowledges at once (or not) until the kernel decides otherwise; TCP only.
    pub fn set_quickack(&self, on: bool) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.set_quickack(on),
            Self::Unix(_) => Ok(()),
        }
    }

    /// Turns TCP keep-alive probes on.
    pub fn set_keepalive(&self, keepalive: &KeepAlive) -> io::Result<()> {
        match self {
            Self::Tcp(_) => keepalive.apply(self.as_fd()),
            Self::Unix(_) => Ok(()),
        }
    }

    /// The other end. One system call: keep the answer.
    pub fn peer_addr(&self) -> io::Result<Peer> {
        match self {
            Self::Tcp(stream) => stream.peer_addr().map(Peer::Inet),
            Self::Unix(_) => Ok(Peer::Unix),
        }
    }

    /// This end. One system call: keep the answer.
    pub fn local_addr(&self) -> io::Result<Peer> {
        match self {
            Self::Tcp(stream) => stream.local_addr().map(Peer::Inet),
            Self::Unix(_) => Ok(Peer::Unix),
        }
    }

    /// The error that the socket recorded, if any, which it forgets.
    pub fn take_error(&self) -> io::Result<Option<io::Error>> {
        each!(self, stream => stream.take_error())
    }

    /// What the kernel knows of the connection; an error for a unix socket.
    pub fn tcp_info(&self) -> io::Result<TcpInfo> {
        TcpInfo::of(self.as_fd().as_raw_fd())
    }

    /// Sets the netfilter mark of packets sent (`set-mark`); needs CAP_NET_ADMIN.
    pub fn set_mark(&self, mark: u32) -> io::Result<()> {
        SockRef::from(self).set_mark(mark)
    }

    /// Sets how many hops packets sent may make; nothing to do for unix sockets.
    pub fn set_ttl(&self, ttl: u8) -> io::Result<()> {
        let Self::Tcp(stream) = self else { return Ok(()) };
        let (level, name) = match stream.local_addr()?.is_ipv6() {
            true => (libc::IPPROTO_IPV6, libc::IPV6_UNICAST_HOPS),
            false => (libc::IPPROTO_IP, libc::IP_TTL),
        };
        sockopt::set_int(self.as_fd(), level, name, i32::from(ttl))
    }

    /// Sets the type-of-service or traffic-class byte of packets sent (`set-tos`).
    pub fn set_tos(&self, tos: u8) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => set_tos(stream.as_fd(), tos, stream.local_addr()?.is_ipv6()),
            Self::Unix(_) => Ok(()),
        }
    }

    /// Takes the stream from its worker's reactor, to be given to another.
    pub fn into_std(self) -> io::Result<StdStream> {
        match self {
            Self::Tcp(stream) => stream.into_std().map(StdStream::Tcp),
            Self::Unix(stream) => stream.into_std().map(StdStream::Unix),
        }
    }

    /// Registers a non-blocking socket with this worker's reactor.
    pub fn from_std(stream: StdStream) -> io::Result<Self> {
        match stream {
            StdStream::Tcp(stream) => TcpStream::from_std(stream).map(Self::Tcp),
            StdStream::Unix(stream) => UnixStream::from_std(stream).map(Self::Unix),
        }
    }

    /// A connected pair of unix sockets, for tests and for in-process servers.
    pub fn pair() -> io::Result<(Self, Self)> {
        let (a, b) = UnixStream::pair()?;
        Ok((Self::Unix(a), Self::Unix(b)))
    }
}

impl AsFd for Stream {
    fn as_fd(&self) -> BorrowedFd<'_> {
        each!(self, stream => stream.as_fd())
    }
}

impl From<TcpStream> for Stream {
    fn from(stream: TcpStream) -> Self {
        Self::Tcp(stream)
    }
}

impl From<UnixStream> for Stream {
    fn from(stream: UnixStream) -> Self {
        Self::Unix(stream)
    }
}

impl KeepAlive {
    /// Turns keep-alive on for a TCP socket; a listener's settings pass to what it accepts.
    pub(crate) fn apply(&self, fd: BorrowedFd<'_>) -> io::Result<()> {
        let socket = SockRef::from(&fd);
        let mut settings = socket2::TcpKeepalive::new();
        let mut any = false;
        if let Some(idle) = self.idle {
            (settings, any) = (settings.with_time(idle), true);
        }
        if let Some(interval) = self.interval {
            (settings, any) = (settings.with_interval(interval), true);
        }
        if let Some(count) = self.count {
            (settings, any) = (settings.with_retries(count), true);
        }
        if any { socket.set_tcp_keepalive(&settings) } else { socket.set_keepalive(true) }
    }
}

/// Sets the type-of-service byte (IPv4) or the traffic class (IPv6).
pub(crate) fn set_tos(fd: BorrowedFd<'_>, tos: u8, v6: bool) -> io::Result<()> {
    let (level, name) =
        if v6 { (libc::IPPROTO_IPV6, libc::IPV6_TCLASS) } else { (libc::IPPROTO_IP, libc::IP_TOS) };
    sockopt::set_int(fd, level, name, i32::from(tos))
}

#[cfg(test)]
mod tests;
