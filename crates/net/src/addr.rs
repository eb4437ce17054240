//! Addresses as a configuration writes them (configuration manual, chapter 2.9).

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::ops::Range;
use std::os::fd::RawFd;
use std::path::{Path, PathBuf};

mod parse;

/// Where to listen, connect or send to; the port is told apart ([`PortSpec`]).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// An IPv4 or IPv6 address, or a name that stands for one.
    Inet(Host),
    /// A unix socket's path, the `unix-bind` prefix included.
    Unix(PathBuf),
    /// A socket of Linux's abstract namespace.
    Abstract {
        /// Its name, without the leading zero byte.
        name: String,
        /// `abns@`: the rest of the address is filled with zero bytes; `abnsz@`: it isn't.
        padded: bool,
    },
    /// A descriptor inherited from the parent process, already bound.
    Fd(RawFd),
}

/// The host part of an internet address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// All IPv4 addresses: empty, `*` or `0.0.0.0`.
    Any4,
    /// All IPv6 addresses: `::`.
    Any6,
    /// One address.
    Ip(IpAddr),
    /// A name to resolve, perhaps to one family only.
    Name {
        /// The name as written.
        name: String,
        /// `ipv4@` and the like: which addresses count.
        family: Option<Family>,
    },
}

/// An address family that a prefix asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// IPv4 only.
    V4,
    /// IPv6 only.
    V6,
}

/// The port part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PortSpec {
    /// None was given.
    None,
    /// `80`
    One(u16),
    /// `80-90`, both ends included.
    Range(u16, u16),
    /// `+1000` or `-10`: to be added to the port that the client connected to.
    Offset(i32),
}

/// What kind of socket a prefix asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// TCP, or a unix stream socket.
    Stream,
    /// UDP, or a unix datagram socket.
    Datagram,
}

/// An address, its port, and the kind of socket.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Parsed {
    /// The address.
    pub address: Address,
    /// Its port.
    pub port: PortSpec,
    /// The kind of socket: what a prefix said, else what [`Want::kind`] has for default.
    pub kind: Kind,
}

/// Whether a port must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortWant {
    /// None may be given.
    None,
    /// One may be given.
    Optional,
    /// One must be given.
    Required,
}

/// What a keyword accepts for an address.
#[derive(Clone, Copy, Debug)]
pub struct Want<'p> {
    /// Whether a port must be there.
    pub port: PortWant,
    /// Whether `80-90` is accepted.
    pub range: bool,
    /// Whether `+1000` and `-10` are accepted.
    pub offset: bool,
    /// Whether port 0 ("any") is accepted.
    pub zero: bool,
    /// The kind of socket when no prefix says it.
    pub kind: Kind,
    /// Whether the other kind of socket is accepted too.
    pub other_kind: bool,
    /// Whether `fd@` is accepted.
    pub fd: bool,
    /// `unix-bind prefix`: goes before every path of a unix socket.
    pub unix_prefix: Option<&'p str>,
}

impl Want<'_> {
    /// A `bind` line's address: a port or a range of them.
    pub const BIND: Want<'static> = Want {
        port: PortWant::Required,
        range: true,
        offset: false,
        zero: false,
        kind: Kind::Stream,
        other_kind: false,
        fd: true,
        unix_prefix: None,
    };
    /// A `server` line's address: a port, an offset or neither.
    pub const SERVER: Want<'static> = Want {
        port: PortWant::Optional,
        range: false,
        offset: true,
        zero: true,
        fd: false,
        ..Want::BIND
    };
    /// A `source` address.
    pub const SOURCE: Want<'static> = Want { offset: false, ..Want::SERVER };
    /// A server's own `source` address, which may have a range of ports.
    pub const SERVER_SOURCE: Want<'static> = Want { range: true, ..Want::SOURCE };
    /// An address alone, such as `addr` of a server.
    pub const HOST: Want<'static> = Want { port: PortWant::None, ..Want::SOURCE };
    /// A `log` target.
    pub const LOG: Want<'static> =
        Want { kind: Kind::Datagram, other_kind: true, fd: true, ..Want::SOURCE };
}

/// What is wrong with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddrError {
    /// The bytes of the text at fault.
    pub range: Range<usize>,
    /// The sentence, without a final dot.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Valid for HAProxy, and this is what Moongate doesn't have yet (as in "prefix `quic4@`").
    pub unsupported: Option<String>,
}

impl fmt::Display for AddrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AddrError {}

impl Address {
    /// Reads one address.
    ///
    /// # Errors
    /// What is wrong, with the bytes at fault.
    pub fn parse(text: &str, want: Want<'_>) -> Result<Parsed, AddrError> {
        parse::one(text, want)
    }

    /// Reads a comma-separated list of addresses, as `bind` has it; the ranges of an error count
    /// from the list's first byte.
    ///
    /// # Errors
    /// What is wrong with the first address that is.
    pub fn parse_list(text: &str, want: Want<'_>) -> Result<Vec<Parsed>, AddrError> {
        let mut start = 0;
        let mut list = Vec::new();
        // One comma at the end does no harm to HAProxy either.
        for part in text.strip_suffix(',').unwrap_or(text).split(',') {
            list.push(parse::one(part, want).map_err(|mut error| {
                error.range = error.range.start + start..error.range.end + start;
                error
            })?);
            start += part.len() + 1;
        }
        Ok(list)
    }

    /// The socket address for `port`, if it is known without asking a resolver.
    pub fn socket_addr(&self, port: u16) -> Option<SocketAddr> {
        match self {
            Self::Inet(host) => host.ip().map(|ip| SocketAddr::new(ip, port)),
            _ => None,
        }
    }
}

impl Host {
    /// The address, unless it is a name.
    pub fn ip(&self) -> Option<IpAddr> {
        match self {
            Self::Any4 => Some(Ipv4Addr::UNSPECIFIED.into()),
            Self::Any6 => Some(Ipv6Addr::UNSPECIFIED.into()),
            Self::Ip(ip) => Some(*ip),
            Self::Name { .. } => None,
        }
    }

    /// Whether it stands for all addresses.
    pub fn is_any(&self) -> bool {
        matches!(self, Self::Any4 | Self::Any6)
    }

    /// All addresses that it stands for; a name asks the system's resolver and may block.
    ///
    /// # Errors
    /// The resolver's, or `NotFound` when no address is of the family asked for.
    pub fn resolve(&self) -> std::io::Result<Vec<IpAddr>> {
        let Self::Name { name, family } = self else { return Ok(self.ip().into_iter().collect()) };
        let mut list = crate::dial::resolve(name)?;
        list.retain(|ip| match family {
            Some(Family::V4) => ip.is_ipv4(),
            Some(Family::V6) => ip.is_ipv6(),
            None => true,
        });
        if list.is_empty() {
            return Err(std::io::Error::new(
                std::io::ErrorKind::NotFound,
                "the name has no address of that family",
            ));
        }
        Ok(list)
    }
}

impl From<IpAddr> for Host {
    fn from(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Self::Any4,
            IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Self::Any6,
            ip => Self::Ip(ip),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any4 => f.write_str("0.0.0.0"),
            Self::Any6 => f.write_str("::"),
            Self::Ip(ip) => ip.fmt(f),
            Self::Name { name, .. } => f.write_str(name),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inet(host) => host.fmt(f),
            Self::Unix(path) => Path::display(path).fmt(f),
            Self::Abstract { name, padded: true } => write!(f, "abns@{name}"),
            Self::Abstract { name, padded: false } => write!(f, "abnsz@{name}"),
            Self::Fd(fd) => write!(f, "fd@{fd}"),
        }
    }
}

impl PortSpec {
    /// The only port, if there is exactly one.
    pub fn one(self) -> Option<u16> {
        match self {
            Self::One(port) => Some(port),
            Self::Range(first, last) if first == last => Some(first),
            _ => None,
        }
    }

    /// Every port of it; an address without a port counts as one with port 0.
    pub fn ports(self) -> std::ops::RangeInclusive<u16> {
        match self {
            Self::One(port) => port..=port,
            Self::Range(first, last) => first..=last,
            Self::None | Self::Offset(_) => 0..=0,
        }
    }
}
