//! Addresses and networks of both families, with the conversions between them (manual 7.1.6); the
//! smallest network wins.

use super::Entry;
use super::trie::Trie;
use crate::Sample;
use crate::cast::embedded_ipv4;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};
use std::sync::Arc;

/// A network, its address in the upper bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Network {
    v6: bool,
    address: u128,
    mask: u128,
}

/// The address of a family, in the upper bits.
fn upper(ip: Ipv4Addr) -> u128 {
    u128::from(u32::from(ip)) << 96
}

impl Network {
    /// # Errors
    /// A sentence.
    pub(super) fn read(text: &[u8], resolve: bool) -> Result<Self, String> {
        let text = std::str::from_utf8(text).unwrap_or("\u{fffd}");
        match network(text, resolve) {
            Some((IpAddr::V4(ip), IpAddr::V4(mask))) => {
                Ok(Self { v6: false, address: upper(ip) & upper(mask), mask: upper(mask) })
            }
            Some((IpAddr::V6(ip), IpAddr::V6(mask))) => {
                let (ip, mask) = (u128::from(ip), u128::from(mask));
                Ok(Self { v6: true, address: ip & mask, mask })
            }
            _ => {
                let hint = "neither an IPv4 nor an IPv6 address or network (as in 10.0.0.0/8)";
                Err(format!("`{text}` is {hint}"))
            }
        }
    }

    /// The number of bits of a mask without holes.
    fn bits(&self) -> Option<u32> {
        let ones = self.mask.leading_ones();
        (ones == self.mask.count_ones()).then_some(ones)
    }

    fn has(&self, address: u128) -> bool {
        address & self.mask == self.address
    }

    /// Among networks of several sizes the smallest wins, those of the value's own family first, and those
    /// whose masks have holes last.
    pub(super) fn rank(&self, value: &Sample<'_>) -> Option<usize> {
        let size = self.bits().map_or(0, |bits| bits as usize + 1);
        let own = if size > 0 { size + 1000 } else { 0 };
        let (hit, rank) = match (value, self.v6) {
            (Sample::Ipv4(ip), false) => (self.has(upper(*ip)), own),
            // Also compared with IPv6 networks, as ::ffff:a.b.c.d.
            (Sample::Ipv4(ip), true) => (self.has(ip.to_ipv6_mapped().into()), size),
            (Sample::Ipv6(ip), true) => (self.has((*ip).into()), own),
            (Sample::Ipv6(ip), false) => (self.has(upper(embedded_ipv4(*ip)?)), size),
            _ => (false, 0),
        };
        hit.then_some(rank)
    }
}

/// An index of networks.
#[derive(Clone, Debug, Default)]
pub(super) struct Ips {
    v4: Trie,
    v6: Trie,
    /// Those whose masks have holes.
    odd: Arc<Vec<(Network, Entry)>>,
}

impl Ips {
    /// Puts an entry in.
    pub(super) fn insert(&mut self, network: Network, entry: &Entry) {
        match (network.bits(), network.v6) {
            (Some(bits), true) => self.v6.insert(network.address, bits, entry),
            (Some(bits), false) => self.v4.insert(network.address, bits, entry),
            (None, _) => Arc::make_mut(&mut self.odd).push((network, entry.clone())),
        }
    }

    pub(super) fn remove(&mut self, entry: &Entry) {
        self.edit(entry, None);
    }

    pub(super) fn replace(&mut self, entry: &Entry) {
        self.edit(entry, Some(entry));
    }

    fn edit(&mut self, entry: &Entry, with: Option<&Entry>) {
        let Ok(network) = Network::read(entry.pattern(), false) else {
            // A name, which may mean another address by now: it is looked for everywhere.
            self.v4.edit_everywhere(entry.id(), with);
            return;
        };
        match (network.bits(), network.v6) {
            (Some(bits), true) => self.v6.edit(network.address, bits, entry.id(), with),
            (Some(bits), false) => self.v4.edit(network.address, bits, entry.id(), with),
            (None, _) => {
                let odd = Arc::make_mut(&mut self.odd);
                match (odd.iter().position(|(_, known)| known.id() == entry.id()), with) {
                    (Some(at), Some(with)) => odd[at].1 = with.clone(),
                    (Some(at), None) => drop(odd.remove(at)),
                    (None, _) => {}
                }
            }
        }
    }

    pub(super) fn find(&self, value: &Sample<'_>) -> Option<&Entry> {
        let found = match value {
            Sample::Ipv4(ip) => self
                .v4
                .find(upper(*ip), 32)
                .or_else(|| self.v6.find(ip.to_ipv6_mapped().into(), 128)),
            Sample::Ipv6(ip) => {
                let inner = || self.v4.find(upper(embedded_ipv4(*ip)?), 32);
                self.v6.find((*ip).into(), 128).or_else(inner)
            }
            _ => None,
        };
        found.or_else(|| {
            let odd = self.odd.iter().find(|(network, _)| network.rank(value).is_some());
            odd.map(|(_, entry)| entry)
        })
    }
}

/// An address and its mask.
fn network(text: &str, resolve: bool) -> Option<(IpAddr, IpAddr)> {
    let (address, mask) = match text.split_once('/') {
        Some((address, mask)) => (address, Some(mask)),
        None => (text, None),
    };
    if let Ok(ip) = address.parse::<Ipv6Addr>() {
        let bits = mask.map_or(Some(128), |mask| mask.parse().ok())?;
        let mask = u128::MAX.checked_shl(128u32.checked_sub(bits)?).unwrap_or(0);
        return Some((ip.into(), Ipv6Addr::from(mask).into()));
    }
    let ip = short_ipv4(address).or_else(|| if resolve { lookup(address) } else { None })?;
    let mask = match mask {
        None => u32::MAX,
        Some(mask) => match mask.parse::<u32>() {
            Ok(bits) => u32::MAX.checked_shl(32u32.checked_sub(bits)?).unwrap_or(0),
            Err(_) => mask.parse::<Ipv4Addr>().ok()?.into(),
        },
    };
    Some((ip.into(), Ipv4Addr::from(mask).into()))
}

/// An IPv4 address; the last number fills what is left out: `127.1` is `127.0.0.1`.
fn short_ipv4(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = text.split('.').collect();
    let (last, first) = parts.split_last()?;
    if first.len() > 3 {
        return None;
    }
    let mut octets = [0u8; 4];
    for (octet, part) in octets.iter_mut().zip(first) {
        *octet = part.parse().ok()?;
    }
    let last: u32 = last.parse().ok()?;
    let room = 8 * (4 - first.len() as u32);
    (u64::from(last) < 1 << room).then(|| (u32::from_be_bytes(octets) | last).into())
}

/// Asks the system's resolver, while the configuration is read.
fn lookup(name: &str) -> Option<Ipv4Addr> {
    let host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if name.is_empty() || !name.bytes().all(host) {
        return None;
    }
    (name, 0).to_socket_addrs().ok()?.find_map(|found| match found.ip() {
        IpAddr::V4(ip) => Some(ip),
        IpAddr::V6(_) => None,
    })
}
