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

    /// Recognises a lower-case name: one look into a table, one comparison.
    #[inline]
    pub(crate) fn of(name: &[u8]) -> Known {
        let Some(&first) = name.first() else { return Known::Other };
        let (text, known) = SLOTS[slot(name.len(), first)];
        if text == name { known } else { Known::Other }
    }

    /// This name's bit in a head's set.
    #[inline]
    pub(crate) fn bit(self) -> u32 {
        1 << self as u8
    }
}

const NAMES: [(&[u8], Known); 11] = [
    (b"te", Known::Te),
    (b"host", Known::Host),
    (b"expect", Known::Expect),
    (b"upgrade", Known::Upgrade),
    (b"connection", Known::Connection),
    (b"keep-alive", Known::KeepAlive),
    (b"content-length", Known::ContentLength),
    (b"proxy-connection", Known::ProxyConnection),
    (b"transfer-encoding", Known::TransferEncoding),
    (b"sec-websocket-key", Known::WebSocketKey),
    (b"sec-websocket-accept", Known::WebSocketAccept),
];

/// The names by their slots, which differ for all of them.
const SLOTS: [(&[u8], Known); 32] = {
    let mut slots: [(&[u8], Known); 32] = [(b"", Known::Other); 32];
    let mut index = 0;
    while index < NAMES.len() {
        let name = NAMES[index].0;
        let slot = slot(name.len(), name[0]);
        assert!(slots[slot].0.is_empty(), "two known names share a slot");
        slots[slot] = NAMES[index];
        index += 1;
    }
    slots
};

const fn slot(len: usize, first: u8) -> usize {
    (len * 3 + first as usize) % 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_known_and_its_neighbours_are_not() {
        for (name, known) in NAMES {
            assert_eq!(Known::of(name), known);
            assert_eq!(Known::of(&name[1..]), Known::Other);
            assert_eq!(Known::of(&[name, b"x"].concat()), Known::Other);
        }
        assert_eq!(Known::of(b""), Known::Other);
    }
}
