//! Which kinds of addresses are asked for, and in which order.

use super::Kind;
use parking_lot::Mutex;
use std::net::UdpSocket;
use std::time::{Duration, Instant};

/// Which kind of address is wanted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prefer {
    /// `ipv4`
    V4,
    /// `ipv6`
    V6,
}

/// `dns-accept-family`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accept {
    /// IPv4, and IPv6 where the machine has a way to it.
    #[default]
    Auto,
    /// `ipv4`
    V4,
    /// `ipv6`
    V6,
    /// `ipv4,ipv6`
    Both,
}

impl Accept {
    /// What is asked for, in this order.
    pub(super) fn kinds(self, prefer: Prefer) -> &'static [Kind] {
        match (self, prefer) {
            (Self::V4, _) => &[Kind::A],
            (Self::V6, _) => &[Kind::Aaaa],
            (Self::Auto, _) if !has_ipv6() => &[Kind::A],
            (_, Prefer::V4) => &[Kind::A, Kind::Aaaa],
            (_, Prefer::V6) => &[Kind::Aaaa, Kind::A],
        }
    }
}

/// How long an answer of the system counts.
const KEEP: Duration = Duration::from_secs(30);

/// Whether the machine has a way to the IPv6 internet. Nothing is sent to find that out.
fn has_ipv6() -> bool {
    static LAST: Mutex<Option<(Instant, bool)>> = Mutex::new(None);
    let mut last = LAST.lock();
    match *last {
        Some((when, found)) if when.elapsed() < KEEP => found,
        _ => {
            let found = UdpSocket::bind("[::]:0")
                .and_then(|socket| socket.connect("[2001:500:2::c]:53"))
                .is_ok();
            *last = Some((Instant::now(), found));
            found
        }
    }
}
