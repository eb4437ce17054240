//! The few header names that the protocol itself looks at, recognised when a field is stored.
//!
//! A head keeps one bit for each, so that asking for one that is absent costs nothing.

/// A header name with a meaning of its own for HTTP/1.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Known {
    Other,
    Te,
    Host,
    Expect,
    Upgrade,
    Connection,
    KeepAlive,
    ContentLength,
    ProxyConnection,
    TransferEncoding,
    WebSocketKey,
    WebSocketAccept,
}

impl Known {
    /// What a trailer section must not have (RFC 9110 §6.5.1).
    pub(crate) const NOT_IN_TRAILERS: [Known; 9] = [
        Known::Te,
        Known::Host,
        Known::Expect,
        Known::Upgrade,
        Known::Connection,
        Known::KeepAlive,
        Known::ContentLength,
        Known::ProxyConnection,
        Known::TransferEncoding,
    ];

    /// Recognises a lower-case name.
    #[inline]
    pub(crate) fn of(name: &[u8]) -> Known {
        match name.len() {
            2 if name == b"te" => Known::Te,
            4 if name == b"host" => Known::Host,
            6 if name == b"expect" => Known::Expect,
            7 if name == b"upgrade" => Known::Upgrade,
            10 if name == b"connection" => Known::Connection,
            10 if name == b"keep-alive" => Known::KeepAlive,
            14 if name == b"content-length" => Known::ContentLength,
            16 if name == b"proxy-connection" => Known::ProxyConnection,
            17 if name == b"transfer-encoding" => Known::TransferEncoding,
            17 if name == b"sec-websocket-key" => Known::WebSocketKey,
            20 if name == b"sec-websocket-accept" => Known::WebSocketAccept,
            _ => Known::Other,
        }
    }

    /// This name's bit in a head's set.
    #[inline]
    pub(crate) fn bit(self) -> u32 {
        1 << self as u8
    }
}
