//! `fc_rcvd_proxy`, `fc_pp_tlv` and their kin: what the PROXY header of a connection told.

use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::headers::See;
use crate::fetch::prelude::*;

/// Types of extensions (PROXY protocol, section 2.2).
const NAMES: [(&str, u8); 12] = [
    ("ALPN", 0x01),
    ("AUTHORITY", AUTHORITY),
    ("CRC32", 0x03),
    ("NOOP", 0x04),
    ("UNIQUE_ID", UNIQUE_ID),
    ("SSL", 0x20),
    ("SSL_VERSION", 0x21),
    ("SSL_CN", 0x22),
    ("SSL_CIPHER", 0x23),
    ("SSL_SIG_ALG", 0x24),
    ("SSL_KEY_ALG", 0x25),
    ("NETNS", 0x30),
];
const AUTHORITY: u8 = 0x02;
const UNIQUE_ID: u8 = 0x05;

/// `fc_rcvd_proxy`
pub static FC_RCVD_PROXY: Fetch = Fetch {
    name: "fc_rcvd_proxy",
    output: Type::Bool,
    sentence: "Whether the client's connection began with a PROXY header.",
    examples: &[Example::plain("fc_rcvd_proxy", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Bool(cx.session().proxied.get().is_some()))),
    ..Fetch::PLAIN
};

/// `fc_pp_authority`
pub static FC_PP_AUTHORITY: Fetch = Fetch {
    name: "fc_pp_authority",
    sentence: "The host name that the PROXY header told, if it did.",
    examples: &[Example::absent("", "fc_pp_authority")],
    eval: Eval::Fn(|cx, _| first(cx, AUTHORITY)),
    ..Fetch::PLAIN
};

/// `fc_pp_unique_id`
pub static FC_PP_UNIQUE_ID: Fetch = Fetch {
    name: "fc_pp_unique_id",
    sentence: "The unique ID that the PROXY header told, if it did.",
    examples: &[Example::absent("", "fc_pp_unique_id")],
    eval: Eval::Fn(|cx, _| first(cx, UNIQUE_ID)),
    ..Fetch::PLAIN
};

/// `fc_pp_tlv`
pub static FC_PP_TLV: Fetch = Fetch {
    name: "fc_pp_tlv",
    args: &[Arg::required("type", ArgKind::Str)],
    scope: Scope::table(".YYYYYYYYYYYYYYYYYY..."),
    sentence: "The value of an extension of the PROXY header, by its number (0 to 255) or name; ACLs look at all of that type.",
    examples: &[
        Example::absent("", "fc_pp_tlv(AUTHORITY)"),
        Example::absent("", "fc_pp_tlv(0xE0)"),
    ],
    eval: Eval::Fn(|cx, args| first(cx, wanted(args)?)),
    each: Some(each),
    check: Some(check),
    ..Fetch::PLAIN
};

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.first() else { return Ok(()) };
    let text = String::from_utf8_lossy(text).into_owned();
    let named = NAMES.iter().find(|(name, _)| *name == text).map(|(_, number)| *number);
    let number = named.or_else(|| match text.strip_prefix("0x") {
        Some(digits) => u8::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    });
    let number = number.ok_or_else(|| BadArg {
        index: 0,
        message: format!("`{text}` is no type of an extension"),
        help: Some(format!(
            "write a number from 0 to 255, or one of: {}",
            NAMES.map(|(name, _)| name).join(", ")
        )),
    })?;
    args[0] = ArgValue::Sint(number.into());
    Ok(())
}

fn wanted(args: &Args) -> Result<u8, Missing> {
    args.sint(0).and_then(|number| u8::try_from(number).ok()).ok_or(Missing::Absent)
}

/// Every value of that type.
fn values<'a>(cx: &Cx<'a>, wanted: u8) -> impl Iterator<Item = &'a [u8]> {
    let told = cx.session().proxied.get().map_or(&[][..], |info| &info.tlvs);
    told.iter().filter(move |(kind, _)| *kind == wanted).map(|(_, value)| &**value)
}

fn first<'a>(cx: &Cx<'a>, wanted: u8) -> Fetched<'a> {
    values(cx, wanted).next().map(Sample::str).ok_or(Missing::Absent)
}

fn each<'a>(cx: &Cx<'a>, args: &'a Args, see: See<'_, 'a>) -> Result<(), Missing> {
    for value in values(cx, wanted(args)?) {
        if see(Sample::str(value)).is_break() {
            break;
        }
    }
    Ok(())
}
