//! `ipmask`: the network of an address.

use crate::convert::prelude::*;

/// The declaration.
pub static IPMASK: Converter = Converter {
    name: "ipmask",
    args: &[Arg::required("mask", ArgKind::Mask4), Arg::optional("mask of IPv6", ArgKind::Mask6)],
    input: Type::Addr,
    output: Type::Addr,
    sentence: "The address with all bits outside the mask cleared; IPv6 has no value without its own mask.",
    examples: &[
        Example::plain("ipv4(192.0.2.77),ipmask(24)", "192.0.2.0"),
        Example::plain("ipv4(192.0.2.77),ipmask(255.255.0.0)", "192.0.0.0"),
        Example::plain("ipv6(2001:db8:1:2:3::4),ipmask(24,64)", "2001:db8:1:2::"),
        Example::plain("ipv6(::ffff:192.0.2.77),ipmask(24,64)", "192.0.2.0"),
        Example::plain("str(192.0.2.77),ipmask(24)", "192.0.2.0"),
        Example::absent("", "ipv6(2001:db8::1),ipmask(24)"),
    ],
    eval: Eval::Fn(eval),
    ..Converter::PLAIN
};

fn eval<'a>(value: Sample<'a>, args: &'a Args, _: &Cx<'a>) -> Option<Sample<'a>> {
    // An IPv4 address in the clothes of IPv6 is one of IPv4.
    let value = match value {
        Sample::Ipv6(ip) => ip.to_ipv4_mapped().map_or(value, Sample::Ipv4),
        value => value,
    };
    match (value, args.0.first(), args.0.get(1)) {
        (Sample::Ipv4(ip), Some(ArgValue::Ipv4(mask)), _) => {
            Some(Sample::Ipv4((u32::from(ip) & u32::from(*mask)).into()))
        }
        (Sample::Ipv6(ip), _, Some(ArgValue::Ipv6(mask))) => {
            Some(Sample::Ipv6((u128::from(ip) & u128::from(*mask)).into()))
        }
        _ => None,
    }
}
