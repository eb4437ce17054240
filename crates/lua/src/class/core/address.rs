//! `core.parse_addr` and `core.match_addr`: addresses and networks.

use crate::class::Class;
use crate::declaration::{Declaration, param};
use crate::raw::{Call, Done, Fault, Function};
use std::ffi::c_int;
use std::net::IpAddr;
use std::rc::Rc;

/// What `core.parse_addr` gives.
pub(in crate::class) const ADDRESS: Class = Class {
    name: "Address",
    sentence: "An address or a network.",
    functions: &[],
    fields: &[],
    constants: &[],
};

/// An address with the bits of its network; IPv4 in the lower half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    bits: u128,
    mask: u128,
    v4: bool,
}

impl Network {
    /// `127.0.0.1`, `127.0.0.1/8`, `10.0.0.0/255.0.0.0`, `aaaa::1/32`
    fn parse(text: &str) -> Option<Self> {
        let (ip, length) = match text.split_once('/') {
            Some((ip, length)) => (ip, Some(length)),
            None => (text, None),
        };
        let (bits, v4) = match ip.parse().ok()? {
            IpAddr::V4(ip) => (u128::from(u32::from(ip)), true),
            IpAddr::V6(ip) => (u128::from(ip), false),
        };
        let width = if v4 { 32 } else { 128 };
        let mask = match length {
            None => ones(width, width),
            Some(text) => match text.parse::<u32>() {
                Ok(length) if length <= width => ones(length, width),
                Ok(_) => return None,
                Err(_) if v4 => u128::from(u32::from(text.parse::<std::net::Ipv4Addr>().ok()?)),
                Err(_) => return None,
            },
        };
        Some(Self { bits, mask, v4 })
    }

    /// Whether one network lies in the other.
    fn matches(self, other: Self) -> bool {
        let mask = self.mask & other.mask;
        self.v4 == other.v4 && self.bits & mask == other.bits & mask
    }
}

/// A mask of so many bits.
fn ones(length: u32, width: u32) -> u128 {
    let all = if width == 128 { u128::MAX } else { u128::from(u32::MAX) };
    all & !all.checked_shr(length).unwrap_or(0)
}

/// `core.parse_addr`
pub(super) struct ParseAddr;

impl Function for ParseAddr {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "parse_addr",
        &[param("address", "string")],
        "Address?",
        "An address with the length of its network (`127.0.0.1/8`), for core.match_addr; nil if it \
         is none.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = std::str::from_utf8(call.text(1)?).unwrap_or_default();
        match Network::parse(text) {
            Some(network) => call.push_held(network, call.vm().classes().kept.address),
            None => call.push_nil(),
        }
        Ok(Done::Values(1))
    }
}

/// `core.match_addr`
pub(super) struct MatchAddr;

impl Function for MatchAddr {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "match_addr",
        &[param("addr1", "Address"), param("addr2", "Address")],
        "boolean",
        "Whether one of the networks lies in the other.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let network = |at: c_int| -> Result<Rc<Network>, Fault> {
            let held = call.held(at, call.vm().classes().kept.address);
            held.ok_or(Fault::Argument(at, "an address of core.parse_addr"))
        };
        call.push_boolean(network(1)?.matches(*network(2)?));
        Ok(Done::Values(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks() {
        let of = |text| Network::parse(text);
        let matches = |a, b| of(a).unwrap().matches(of(b).unwrap());
        assert!(matches("127.0.0.1/32", "127.0.0.0/8") && matches("127.0.0.0/8", "127.0.0.1"));
        assert!(!matches("10.0.0.1", "127.0.0.0/8") && matches("1.2.3.4/0", "9.9.9.9"));
        assert!(matches("10.1.2.3", "10.0.0.0/255.0.0.0"));
        assert!(matches("aaaa::1/32", "aaaa::ffff") && !matches("::1", "127.0.0.1"));
        for bad in ["", "x", "1.2.3.4/33", "::1/129", "::1/x", "1.2.3", "1.2.3.4/"] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }
}
