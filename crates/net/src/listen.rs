//! Listening sockets: made at start-up, watched by a worker later.

use crate::addr::{Address, Host};
use crate::sockopt;
use crate::stream::{KeepAlive, Peer};
use nix::errno::Errno;
use socket2::{Domain, SockAddr, SockRef, Socket, Type};
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

mod accept;

pub use accept::{Accepted, Acceptor, is_exhausted};

/// Settings of a listening socket (configuration manual, chapter 5.1).
#[derive(Clone, Debug)]
pub struct ListenOptions {
    /// Connections that may wait to be accepted; the kernel has its own limit.
    pub backlog: u32,
    /// `interface`: accept from this network device only.
    pub interface: Option<String>,
    /// `v4v6`: an IPv6 socket takes IPv4 too.
    pub v4v6: bool,
    /// `v6only`: an IPv6 socket takes IPv6 only.
    pub v6only: bool,
    /// `tfo`: accept data in the opening packet.
    pub tfo: bool,
    /// `transparent`: bind addresses that aren't the system's own.
    pub transparent: bool,
    /// `mss`: largest segment to announce; negative: so much below the system's.
    pub mss: Option<i32>,
    /// `defer-accept`: accept only once data has come.
    pub defer_accept: bool,
    /// `tcp-ut`: drop a connection whose data stay unacknowledged for so long.
    pub user_timeout: Option<Duration>,
    /// `tcp-ss`: keep the packet that opens a connection, from its IP header on (1) or with the Ethernet
    /// header (2), for [`saved_syn`](crate::saved_syn); 0: don't.
    pub save_syn: u8,
    /// `option clitcpka`: passed on to what is accepted.
    pub keepalive: Option<KeepAlive>,
    /// The kernel's receive buffer of what is accepted over TCP, in bytes.
    pub rcvbuf: Option<usize>,
    /// The kernel's send buffer of what is accepted over TCP, in bytes.
    pub sndbuf: Option<usize>,
    /// Whether several sockets may share the address, each with its own queue.
    pub reuse_port: bool,
    /// `mode` of a unix socket's file, such as 0o660.
    pub mode: Option<u32>,
    /// `uid` or `user` of a unix socket's file.
    pub uid: Option<u32>,
    /// `gid` or `group` of a unix socket's file.
    pub gid: Option<u32>,
}

impl Default for ListenOptions {
    fn default() -> Self {
        Self {
            backlog: 1024,
            interface: None,
            v4v6: false,
            v6only: false,
            tfo: false,
            transparent: false,
            mss: None,
            defer_accept: false,
            user_timeout: None,
            save_syn: 0,
            keepalive: None,
            rcvbuf: None,
            sndbuf: None,
            reuse_port: false,
            mode: None,
            uid: None,
            gid: None,
        }
    }
}

/// Why an address can't be listened on; shown as HAProxy shows it.
#[derive(Debug)]
pub struct BindError {
    /// What failed, such as "cannot bind socket".
    pub what: &'static str,
    /// The system's reason.
    pub source: io::Error,
    /// The address, with its port.
    pub address: String,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (", self.what)?;
        match self.source.raw_os_error() {
            Some(code) => f.write_str(Errno::from_raw(code).desc())?,
            None => self.source.fmt(f)?,
        }
        write!(f, ") [{}]", self.address)
    }
}

impl std::error::Error for BindError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// A socket that listens, of no worker yet.
#[derive(Debug)]
pub struct Listener {
    fd: OwnedFd,
    local: Peer,
    path: Option<PathBuf>,
}

/// Makes a socket that listens on `address` and `port`.
///
/// # Errors
/// What failed, in HAProxy's words.
pub fn bind(address: &Address, port: u16, options: &ListenOptions) -> Result<Listener, BindError> {
    let (fd, path) = match address {
        Address::Inet(host) => (bind_inet(host, port, options)?, None),
        Address::Unix(path) => (bind_unix(path, options)?, Some(path.clone())),
        Address::Abstract { name, padded } => (bind_abstract(name, *padded, options)?, None),
        Address::Fd(fd) => (inherit(*fd, options)?, None),
    };
    let local = SockRef::from(&fd)
        .local_addr()
        .map(|addr| Peer::from_sock_addr(&addr))
        .map_err(failed("cannot read the socket's address", || address.to_string()))?;
    Ok(Listener { fd, local, path })
}

fn failed<S: FnOnce() -> String>(
    what: &'static str,
    address: S,
) -> impl FnOnce(io::Error) -> BindError {
    move |source| BindError { what, source, address: address() }
}

fn bind_inet(host: &Host, port: u16, options: &ListenOptions) -> Result<OwnedFd, BindError> {
    let shown = || match host.ip() {
        Some(ip) => SocketAddr::new(ip, port).to_string(),
        None => format!("{host}:{port}"),
    };
    let ip = match host.resolve().map_err(failed("cannot resolve the address", shown))?.first() {
        Some(ip) => *ip,
        None => {
            return Err(failed("cannot resolve the address", shown)(Errno::EADDRNOTAVAIL.into()));
        }
    };
    let address = SocketAddr::new(ip, port);
    let kind = Type::STREAM.nonblocking().cloexec();
    let socket = Socket::new(Domain::for_address(address), kind, None)
        .map_err(failed("cannot create listening socket", shown))?;
    set_options(&socket, ip.is_ipv6(), options).map_err(|(what, e)| failed(what, shown)(e))?;
    socket.bind(&address.into()).map_err(failed("cannot bind socket", shown))?;
    listen(&socket, options).map_err(failed("cannot listen on socket", shown))?;
    Ok(socket.into())
}

/// What has to be set before a socket is bound, and all else.
fn set_options(
    socket: &Socket,
    v6: bool,
    options: &ListenOptions,
) -> Result<(), (&'static str, io::Error)> {
    let fd = socket.as_fd();
    socket.set_reuse_address(true).map_err(|e| ("cannot set SO_REUSEADDR", e))?;
    if options.reuse_port {
        socket.set_reuse_port(true).map_err(|e| ("cannot set SO_REUSEPORT", e))?;
    }
    if v6 && (options.v4v6 || options.v6only) {
        socket.set_only_v6(!options.v4v6).map_err(|e| ("cannot set IPV6_V6ONLY", e))?;
    }
    if let Some(device) = &options.interface {
        socket
            .bind_device(Some(device.as_bytes()))
            .map_err(|e| ("cannot bind listener to device", e))?;
    }
    if options.transparent {
        let (level, name) = if v6 {
            (libc::IPPROTO_IPV6, libc::IPV6_TRANSPARENT)
        } else {
            (libc::IPPROTO_IP, libc::IP_TRANSPARENT)
        };
        sockopt::set_int(fd, level, name, 1)
            .map_err(|e| ("cannot make listening socket transparent", e))?;
    }
    set_accepted(socket, options)
}

/// What accepted sockets inherit, so that accepting costs no calls for it.
fn set_accepted(socket: &Socket, options: &ListenOptions) -> Result<(), (&'static str, io::Error)> {
    let fd = socket.as_fd();
    let tcp = |name, value| sockopt::set_int(fd, libc::IPPROTO_TCP, name, value);
    socket.set_tcp_nodelay(true).map_err(|e| ("cannot set TCP_NODELAY", e))?;
    if let Some(keepalive) = &options.keepalive {
        keepalive.apply(fd).map_err(|e| ("cannot set keep-alive", e))?;
    }
    // Before `listen`: the window's scale is agreed upon when a connection is made.
    if let Some(size) = options.rcvbuf {
        socket.set_recv_buffer_size(size).map_err(|e| ("cannot set SO_RCVBUF", e))?;
    }
    if let Some(size) = options.sndbuf {
        socket.set_send_buffer_size(size).map_err(|e| ("cannot set SO_SNDBUF", e))?;
    }
    if let Some(mss) = options.mss {
        let mss = if mss < 0 {
            sockopt::get_int(fd, libc::IPPROTO_TCP, libc::TCP_MAXSEG).map_or(536, |now| now + mss)
        } else {
            mss
        };
        tcp(libc::TCP_MAXSEG, mss).map_err(|e| ("cannot set MSS", e))?;
    }
    if options.defer_accept {
        // The value is in seconds; the kernel then accepts all the same.
        tcp(libc::TCP_DEFER_ACCEPT, 60).map_err(|e| ("cannot enable DEFER_ACCEPT", e))?;
    }
    if let Some(timeout) = options.user_timeout {
        socket
            .set_tcp_user_timeout(Some(timeout))
            .map_err(|e| ("cannot set TCP User Timeout", e))?;
    }
    if options.save_syn > 0 {
        tcp(sockopt::TCP_SAVE_SYN, options.save_syn.into()).map_err(|e| ("cannot save SYNs", e))?;
    }
    if options.tfo {
        tcp(libc::TCP_FASTOPEN, backlog(options)).map_err(|e| ("cannot enable TCP_FASTOPEN", e))?;
    }
    Ok(())
}

fn backlog(options: &ListenOptions) -> i32 {
    i32::try_from(options.backlog.max(1)).unwrap_or(i32::MAX)
}

fn listen(socket: &Socket, options: &ListenOptions) -> io::Result<()> {
    socket.listen(backlog(options))
}

/// Binds under a temporary name, sets owner and mode, listens, and only then takes the place of
/// what was there: at no moment does a client find the path missing or too open.
fn bind_unix(path: &Path, options: &ListenOptions) -> Result<OwnedFd, BindError> {
    let shown = || path.display().to_string();
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".{}", std::process::id() % 1_000_000_000));
    let temporary = PathBuf::from(temporary);
    match std::fs::remove_file(&temporary) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => {
            return Err(failed("error when trying to unlink previous UNIX socket", shown)(e));
        }
        _ => {}
    }
    let socket = Socket::new(Domain::UNIX, Type::STREAM.nonblocking().cloexec(), None)
        .map_err(failed("cannot create UNIX socket", shown))?;
    let address = SockAddr::unix(&temporary).map_err(failed("invalid UNIX socket path", shown))?;
    socket.bind(&address).map_err(failed("cannot bind UNIX socket", shown))?;
    let ready = open_up(&socket, &temporary, path, options);
    if let Err((what, error)) = ready {
        let _ = std::fs::remove_file(&temporary);
        return Err(failed(what, shown)(error));
    }
    Ok(socket.into())
}

fn open_up(
    socket: &Socket,
    temporary: &Path,
    path: &Path,
    options: &ListenOptions,
) -> Result<(), (&'static str, io::Error)> {
    if options.uid.is_some() || options.gid.is_some() {
        std::os::unix::fs::chown(temporary, options.uid, options.gid)
            .map_err(|e| ("error when trying to change the owner of UNIX socket", e))?;
    }
    if let Some(mode) = options.mode {
        std::fs::set_permissions(temporary, std::fs::Permissions::from_mode(mode & 0o7777))
            .map_err(|e| ("error when trying to change the mode of UNIX socket", e))?;
    }
    listen(socket, options).map_err(|e| ("cannot listen on UNIX socket", e))?;
    std::fs::rename(temporary, path)
        .map_err(|e| ("error when trying to switch temporary and final UNIX sockets", e))
}

/// The address of an abstract socket; `padded` fills it with zero bytes to its full length.
pub(crate) fn abstract_addr(name: &str, padded: bool) -> io::Result<SockAddr> {
    let mut bytes = vec![0u8];
    bytes.extend_from_slice(name.as_bytes());
    if padded {
        bytes.resize(bytes.len().max(108), 0);
    }
    SockAddr::unix(std::ffi::OsStr::from_bytes(&bytes))
}

fn bind_abstract(name: &str, padded: bool, options: &ListenOptions) -> Result<OwnedFd, BindError> {
    let shown = || format!("{}@{name}", if padded { "abns" } else { "abnsz" });
    let address =
        abstract_addr(name, padded).map_err(failed("invalid abstract socket name", shown))?;
    let socket = Socket::new(Domain::UNIX, Type::STREAM.nonblocking().cloexec(), None)
        .map_err(failed("cannot create UNIX socket", shown))?;
    socket.bind(&address).map_err(failed("cannot bind UNIX socket", shown))?;
    listen(&socket, options).map_err(failed("cannot listen on UNIX socket", shown))?;
    Ok(socket.into())
}

/// Takes over a descriptor that the parent process bound. It is duplicated, so that several lines
/// of a configuration may name it and none closes it for the others.
fn inherit(fd: RawFd, options: &ListenOptions) -> Result<OwnedFd, BindError> {
    let shown = || format!("fd@{fd}");
    // SAFETY: F_DUPFD_CLOEXEC touches no memory; a number that is no open descriptor is an error.
    let copy = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 3) };
    if copy < 0 {
        return Err(failed("cannot use inherited descriptor", shown)(io::Error::last_os_error()));
    }
    // SAFETY: the descriptor was just made and nobody else knows it.
    let socket = unsafe { Socket::from_raw_fd(copy) };
    let kind = socket.r#type().map_err(failed("cannot use inherited descriptor", shown))?;
    if kind != Type::STREAM {
        return Err(failed("cannot use inherited descriptor", shown)(
            Errno::ESOCKTNOSUPPORT.into(),
        ));
    }
    socket.set_nonblocking(true).map_err(failed("cannot make socket non-blocking", shown))?;
    if socket.domain().is_ok_and(|domain| domain != Domain::UNIX) {
        set_accepted(&socket, options).map_err(|(what, e)| failed(what, shown)(e))?;
    }
    // Harmless when it listens already, and sets the backlog of this configuration.
    listen(&socket, options).map_err(failed("cannot listen on socket", shown))?;
    Ok(socket.into())
}

impl Listener {
    /// The address that it listens on, with the port that the kernel chose if it was 0.
    pub fn local(&self) -> Peer {
        self.local
    }

    /// The unix socket's path, if it has one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Another handle of the same queue, for another worker.
    ///
    /// # Errors
    /// When no descriptor is left.
    pub fn try_clone(&self) -> io::Result<Self> {
        Ok(Self { fd: self.fd.try_clone()?, local: self.local, path: self.path.clone() })
    }

    /// Registers it with this worker's reactor.
    ///
    /// # Errors
    /// The system's; it must be called on a worker.
    pub fn accepting(self) -> io::Result<Acceptor> {
        let fixed = match self.local {
            Peer::Inet(addr) => !addr.ip().is_unspecified(),
            Peer::Unix => true,
        };
        Acceptor::new(self.fd, fixed.then_some(self.local))
    }
}

impl AsFd for Listener {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl From<Listener> for OwnedFd {
    fn from(listener: Listener) -> Self {
        listener.fd
    }
}

#[cfg(test)]
mod tests;
