//! Why a connection failed (configuration manual, `fc_err_str`).

use std::io;

/// The errors of connections that the process tells apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConnError {
    /// Nothing failed.
    #[default]
    None,
    /// The process or the system has no descriptor left.
    NoDescriptor,
    /// The system has no room for its buffers.
    NoBuffers,
    /// The protocol or family isn't supported.
    NoProtocol,
    /// Some error of the socket.
    Socket,
    /// The source address can't be bound.
    CantBind,
    /// The system has no port left.
    NoPorts,
    /// The source address is in use.
    InUse,
    /// Closed before a PROXY header came.
    ProxyEmpty,
    /// Failed before a PROXY header came.
    ProxyAborted,
    /// No PROXY header came in time.
    ProxyTimeout,
    /// The end came within a PROXY header.
    ProxyTruncated,
    /// What came is no PROXY header.
    ProxyNoHeader,
    /// A PROXY header that isn't valid.
    ProxyBadHeader,
    /// A PROXY header of a protocol that can't be used.
    ProxyBadProtocol,
    /// Refused by the other side.
    Refused,
    /// Reset by the other side.
    Reset,
    /// There is no way to it.
    Unreachable,
}

impl ConnError {
    /// What the error of a connection that couldn't be made means.
    pub fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Self::Refused,
            io::ErrorKind::ConnectionReset => Self::Reset,
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => Self::Unreachable,
            io::ErrorKind::AddrInUse => Self::InUse,
            // Of all that a connect() can say, this is what it says without a free port.
            io::ErrorKind::AddrNotAvailable => Self::NoPorts,
            io::ErrorKind::PermissionDenied => Self::CantBind,
            io::ErrorKind::Unsupported => Self::NoProtocol,
            io::ErrorKind::OutOfMemory => Self::NoBuffers,
            _ if moongate_net::listen::is_exhausted(error) => Self::NoDescriptor,
            _ => Self::Socket,
        }
    }

    /// The number, the name and the sentence that users of HAProxy know.
    pub const fn known(self) -> (i64, &'static str, &'static str) {
        match self {
            Self::None => (0, "", "Success"),
            Self::NoDescriptor => (2, "PROC_FDLIM", "Too many sockets on the process"),
            Self::NoBuffers => (4, "SYS_MEMLIM", "Out of system buffers"),
            Self::NoProtocol => (5, "NOPROTO", "Protocol or address family not supported"),
            Self::Socket => (6, "SOCK_ERR", "General socket error"),
            Self::CantBind => (8, "CANT_BIND", "Can't bind to source address"),
            Self::NoPorts => (9, "FREE_PORTS", "Out of local source ports on the system"),
            Self::InUse => (10, "ADDR_INUSE", "Local source address already in use"),
            Self::ProxyEmpty => {
                (11, "PRX_EMPTY", "Connection closed while waiting for PROXY protocol header")
            }
            Self::ProxyAborted => {
                (12, "PRX_ABORT", "Connection error while waiting for PROXY protocol header")
            }
            Self::ProxyTimeout => {
                (13, "PRX_TIMEOUT", "Timeout while waiting for PROXY protocol header")
            }
            Self::ProxyTruncated => {
                (14, "PRX_TRUNCATED", "Truncated PROXY protocol header received")
            }
            Self::ProxyNoHeader => (
                15,
                "PRX_NOT_HDR",
                "Received something which does not look like a PROXY protocol header",
            ),
            Self::ProxyBadHeader => {
                (16, "PRX_BAD_HDR", "Received an invalid PROXY protocol header")
            }
            Self::ProxyBadProtocol => {
                (17, "PRX_BAD_PROTO", "Received an unhandled protocol in the PROXY protocol header")
            }
            Self::Refused => (46, "EREFUSED", "ECONNREFUSED returned by OS"),
            Self::Reset => (47, "ERESET", "ECONNRESET returned by OS"),
            Self::Unreachable => (48, "EUNREACH", "ENETUNREACH returned by OS"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_from_other_errors() {
        let of = |kind: io::ErrorKind| ConnError::of(&io::Error::from(kind)).known().0;
        assert_eq!(of(io::ErrorKind::ConnectionRefused), 46);
        assert_eq!(of(io::ErrorKind::NetworkUnreachable), 48);
        assert_eq!(of(io::ErrorKind::Other), 6);
    }
}
