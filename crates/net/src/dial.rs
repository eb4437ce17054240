//! Connecting to servers.

use crate::addr::Address;
use crate::listen::abstract_addr;
use crate::sockopt;
use crate::stream::{self, KeepAlive, Peer, StdStream, Stream};
use socket2::{Domain, SockAddr, Socket, Type};
use std::cell::Cell;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::Interest;

/// What to connect to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// TCP.
    Inet(SocketAddr),
    /// A unix stream socket.
    Unix(PathBuf),
    /// A unix stream socket of the abstract namespace; see [`Address::Abstract`].
    Abstract {
        /// Its name.
        name: String,
        /// Whether zero bytes fill the address.
        padded: bool,
    },
}

impl Target {
    /// From a configured address; `None` for a name not resolved yet and for `fd@`.
    pub fn new(address: &Address, port: u16) -> Option<Self> {
        match address {
            Address::Inet(_) => address.socket_addr(port).map(Self::Inet),
            Address::Unix(path) => Some(Self::Unix(path.clone())),
            Address::Abstract { name, padded } => {
                Some(Self::Abstract { name: name.clone(), padded: *padded })
            }
            Address::Fd(_) => None,
        }
    }

    /// As the end of a connection.
    pub fn peer(&self) -> Peer {
        match self {
            Self::Inet(addr) => Peer::Inet(*addr),
            Self::Unix(_) | Self::Abstract { .. } => Peer::Unix,
        }
    }
}

/// Where to connect from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// The system chooses.
    #[default]
    Any,
    /// This address; with port 0 the system chooses the port.
    Addr(SocketAddr),
    /// This address and the next free port of a range, both ends included.
    Ports(IpAddr, u16, u16),
}

/// How to connect; cheap to make where `target` is TCP.
#[derive(Clone, Debug)]
pub struct Dial<'a> {
    /// Where to.
    pub target: Target,
    /// Where from.
    pub source: Source,
    /// `interface`: through this network device.
    pub interface: Option<&'a str>,
    /// `tfo`: the first data go with the opening packet.
    pub tfo: bool,
    /// `set-mark`: netfilter mark.
    pub mark: Option<u32>,
    /// `set-tos`: type of service or traffic class.
    pub tos: Option<u8>,
    /// `option srvtcpka`.
    pub keepalive: Option<KeepAlive>,
    /// The kernel's receive buffer over TCP, in bytes.
    pub rcvbuf: Option<usize>,
    /// The kernel's send buffer over TCP, in bytes.
    pub sndbuf: Option<usize>,
    /// `tcp-ut`.
    pub user_timeout: Option<Duration>,
}

impl Dial<'_> {
    /// To `target`, all else as the system has it.
    pub fn to(target: Target) -> Self {
        Self {
            target,
            source: Source::Any,
            interface: None,
            tfo: false,
            mark: None,
            tos: None,
            keepalive: None,
            rcvbuf: None,
            sndbuf: None,
            user_timeout: None,
        }
    }
}

/// Connects; there is no time limit, race it with a [`crate::Timer`].
///
/// # Errors
/// The system's: refused, unreachable, no source port free.
pub async fn dial(dial: &Dial<'_>) -> io::Result<Stream> {
    let (socket, pending) = open(dial)?;
    let fd = OwnedFd::from(socket);
    let stream = Stream::from_std(match &dial.target {
        Target::Inet(_) => StdStream::Tcp(fd.into()),
        _ => StdStream::Unix(fd.into()),
    })?;
    if pending {
        connected(&stream).await?;
    }
    Ok(stream)
}

/// Waits until a started connection is made. The socket is asked for its error only when the reactor
/// saw the write side closed: a refused connection always shows that (EPOLLERR and EPOLLHUP).
async fn connected(stream: &Stream) -> io::Result<()> {
    let ready = match stream {
        Stream::Tcp(tcp) => tcp.ready(Interest::WRITABLE).await?,
        Stream::Unix(unix) => unix.ready(Interest::WRITABLE).await?,
    };
    if ready.is_write_closed()
        && let Some(error) = stream.take_error()?
    {
        return Err(error);
    }
    Ok(())
}

/// Starts a connection; whether it is still being made.
fn open(dial: &Dial<'_>) -> io::Result<(Socket, bool)> {
    match &dial.target {
        Target::Inet(addr) => open_inet(dial, *addr),
        Target::Unix(path) => open_unix(&SockAddr::unix(path)?),
        Target::Abstract { name, padded } => open_unix(&abstract_addr(name, *padded)?),
    }
}

fn open_unix(addr: &SockAddr) -> io::Result<(Socket, bool)> {
    let socket = Socket::new(Domain::UNIX, Type::STREAM.nonblocking().cloexec(), None)?;
    // A unix socket connects at once or not at all: a full backlog is `WouldBlock`.
    let pending = start(&socket, addr)?;
    Ok((socket, pending))
}

fn open_inet(dial: &Dial<'_>, addr: SocketAddr) -> io::Result<(Socket, bool)> {
    let Source::Ports(ip, first, last) = dial.source else {
        let from = match dial.source {
            Source::Addr(from) => Some(from),
            _ => None,
        };
        let socket = prepare(dial, addr, from)?;
        let pending = start(&socket, &addr.into())?;
        return Ok((socket, pending));
    };
    let count = u32::from(last.saturating_sub(first)) + 1;
    for _ in 0..count {
        // A failed attempt can't be taken back from a socket: each gets its own.
        let port = first + (next_port() % count) as u16;
        let socket = match prepare(dial, addr, Some(SocketAddr::new(ip, port))) {
            Ok(socket) => socket,
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => continue,
            Err(error) => return Err(error),
        };
        match start(&socket, &addr.into()) {
            Ok(pending) => return Ok((socket, pending)),
            // The same four numbers are in use.
            Err(error) if error.kind() == io::ErrorKind::AddrNotAvailable => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AddrInUse.into())
}

/// A number that moves on with each call, so that source ports take turns.
fn next_port() -> u32 {
    thread_local!(static NEXT: Cell<u32> = const { Cell::new(0) });
    NEXT.with(|next| {
        next.set(next.get().wrapping_add(1));
        next.get()
    })
}

fn prepare(dial: &Dial<'_>, addr: SocketAddr, from: Option<SocketAddr>) -> io::Result<Socket> {
    let socket =
        Socket::new(Domain::for_address(addr), Type::STREAM.nonblocking().cloexec(), None)?;
    let fd = socket.as_fd();
    socket.set_tcp_nodelay(true)?;
    if let Some(mark) = dial.mark {
        socket.set_mark(mark)?;
    }
    if let Some(tos) = dial.tos {
        stream::set_tos(fd, tos, addr.is_ipv6())?;
    }
    if let Some(keepalive) = &dial.keepalive {
        keepalive.apply(fd)?;
    }
    if let Some(size) = dial.rcvbuf {
        socket.set_recv_buffer_size(size)?;
    }
    if let Some(size) = dial.sndbuf {
        socket.set_send_buffer_size(size)?;
    }
    if let Some(timeout) = dial.user_timeout {
        socket.set_tcp_user_timeout(Some(timeout))?;
    }
    if let Some(device) = dial.interface {
        socket.bind_device(Some(device.as_bytes()))?;
    }
    if dial.tfo {
        sockopt::set_int(fd, libc::IPPROTO_TCP, libc::TCP_FASTOPEN_CONNECT, 1)?;
    }
    if let Some(from) = from {
        if from.port() == 0 {
            // The port is chosen when connecting, among those free towards that server.
            sockopt::set_int(fd, libc::IPPROTO_IP, libc::IP_BIND_ADDRESS_NO_PORT, 1)?;
        } else {
            socket.set_reuse_address(true)?;
        }
        socket.bind(&from.into())?;
    }
    Ok(socket)
}

fn start(socket: &Socket, addr: &SockAddr) -> io::Result<bool> {
    match socket.connect(addr) {
        Ok(()) => Ok(false),
        Err(error) => match error.raw_os_error() {
            Some(libc::EINPROGRESS) => Ok(true),
            _ => Err(error),
        },
    }
}

/// All addresses of a name, from the system's resolver; it blocks, so only while starting.
///
/// # Errors
/// The resolver's.
pub fn resolve(host: &str) -> io::Result<Vec<IpAddr>> {
    let mut list: Vec<IpAddr> = Vec::new();
    for addr in (host, 0).to_socket_addrs()? {
        if !list.contains(&addr.ip()) {
            list.push(addr.ip());
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests;
