//! `ipv4` and `ipv6`: an address.

use crate::ArgValue;
use crate::fetch::prelude::*;

/// `ipv4`
pub static IPV4: Fetch = Fetch {
    name: "ipv4",
    args: &[Arg::required("address", ArgKind::Ipv4)],
    output: Type::Ipv4,
    scope: Scope::ANYWHERE,
    sentence: "This IPv4 address.",
    examples: &[
        Example::plain("ipv4(192.0.2.1)", "192.0.2.1"),
        Example::plain("ipv4(0.0.0.0)", "0.0.0.0"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

/// `ipv6`
pub static IPV6: Fetch = Fetch {
    name: "ipv6",
    args: &[Arg::required("address", ArgKind::Ipv6)],
    output: Type::Ipv6,
    scope: Scope::ANYWHERE,
    sentence: "This IPv6 address.",
    examples: &[
        Example::plain("ipv6(2001:DB8:0::1)", "2001:db8::1"),
        Example::plain("ipv6(::)", "::"),
    ],
    eval: Eval::Fn(eval),
    ..Fetch::PLAIN
};

fn eval<'a>(_: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    match args.0.first() {
        Some(ArgValue::Ipv4(ip)) => Ok(Sample::Ipv4(*ip)),
        Some(ArgValue::Ipv6(ip)) => Ok(Sample::Ipv6(*ip)),
        _ => Err(Missing::Absent),
    }
}
