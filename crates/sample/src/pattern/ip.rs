//! Addresses and networks of both families, with the conversions between them (manual 7.1.6); the
//! smallest network wins.

use crate::cast::embedded_ipv4;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};

#[derive(Debug)]
pub(super) struct Ips {
    v4: Networks<u32>,
    v6: Networks<u128>,
}

/// The networks of one family, by mask; the mask with most bits first.
#[derive(Debug)]
struct Networks<N>(Vec<(N, HashMap<N, usize>)>);

impl Ips {
    pub(super) fn new(patterns: &[&[u8]], resolve: bool) -> Result<Self, (usize, String)> {
        let mut this = Self { v4: Networks(Vec::new()), v6: Networks(Vec::new()) };
        for (at, text) in patterns.iter().enumerate() {
            let text = std::str::from_utf8(text).unwrap_or("\u{fffd}");
            match network(text, resolve) {
                Some((IpAddr::V4(ip), IpAddr::V4(mask))) => this.v4.add(ip.into(), mask.into(), at),
                Some((IpAddr::V6(ip), IpAddr::V6(mask))) => this.v6.add(ip.into(), mask.into(), at),
                _ => {
                    let hint = "neither an IPv4 nor an IPv6 address or network (as in 10.0.0.0/8)";
                    return Err((at, format!("`{text}` is {hint}")));
                }
            }
        }
        this.v4.0.sort_by_key(|(mask, _)| std::cmp::Reverse(mask.count_ones()));
        this.v6.0.sort_by_key(|(mask, _)| std::cmp::Reverse(mask.count_ones()));
        Ok(this)
    }

    pub(super) fn find_v4(&self, ip: Ipv4Addr) -> Option<usize> {
        // Also compared with IPv6 networks, as ::ffff:a.b.c.d.
        self.v4.find(ip.into()).or_else(|| self.v6.find(ip.to_ipv6_mapped().into()))
    }

    pub(super) fn find_v6(&self, ip: Ipv6Addr) -> Option<usize> {
        let inner = || self.v4.find(embedded_ipv4(ip)?.into());
        self.v6.find(ip.into()).or_else(inner)
    }
}

impl<N: Copy + Eq + std::hash::Hash + std::ops::BitAnd<Output = N>> Networks<N> {
    fn add(&mut self, ip: N, mask: N, at: usize) {
        let group = match self.0.iter().position(|(known, _)| *known == mask) {
            Some(group) => group,
            None => {
                self.0.push((mask, HashMap::new()));
                self.0.len() - 1
            }
        };
        self.0[group].1.entry(ip & mask).or_insert(at);
    }

    fn find(&self, ip: N) -> Option<usize> {
        self.0.iter().find_map(|(mask, group)| group.get(&(ip & *mask))).copied()
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
