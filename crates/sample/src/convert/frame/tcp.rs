//! `tcp.*`: a TCP header (RFC 9293, RFC 7323, RFC 2018).

use super::ip::with;
use super::{BIN, SINT, long, word};
use crate::convert::prelude::*;

/// `tcp.src`
pub static SRC: Converter = Converter {
    name: "tcp.src",
    sentence: "The port that a TCP segment comes from.",
    examples: &[
        Example::plain("bin(c350005000000001000000005002faf000000000),tcp.src", "50000"),
        Example::absent("", "str(a),tcp.src"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| Some(word(tcp, 0)?.into()))),
    ..SINT
};

/// `tcp.dst`
pub static DST: Converter = Converter {
    name: "tcp.dst",
    sentence: "The port that a TCP segment goes to.",
    examples: &[
        Example::plain("bin(c350005000000001000000005002faf000000000),tcp.dst", "80"),
        Example::absent("", "str(),tcp.dst"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| Some(word(tcp, 2)?.into()))),
    ..SINT
};

/// `tcp.seq`
pub static SEQ: Converter = Converter {
    name: "tcp.seq",
    sentence: "The sequence number of a TCP segment.",
    examples: &[
        Example::plain("bin(c3500050ffffffff000000005002faf000000000),tcp.seq", "4294967295"),
        Example::absent("", "str(),tcp.seq"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| Some(long(tcp, 4)?.into()))),
    ..SINT
};

/// `tcp.flags`
pub static FLAGS: Converter = Converter {
    name: "tcp.flags",
    sentence: "The eight flags of a TCP segment as a number, from FIN (1) to CWR (128).",
    examples: &[
        Example::plain("bin(c350005000000001000000005002faf000000000),tcp.flags", "2"),
        Example::absent("", "str(),tcp.flags"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| tcp.get(13).map(|flags| (*flags).into()))),
    ..SINT
};

/// `tcp.win`
pub static WIN: Converter = Converter {
    name: "tcp.win",
    sentence: "The window of a TCP segment, without its scale.",
    examples: &[
        Example::plain("bin(c350005000000001000000005002faf000000000),tcp.win", "64240"),
        Example::absent("", "str(),tcp.win"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| Some(word(tcp, 14)?.into()))),
    ..SINT
};

/// `tcp.options.mss`
pub static MSS: Converter = Converter {
    name: "tcp.options.mss",
    sentence: "The maximum segment size that a TCP header tells; 0 if it tells none.",
    examples: &[
        Example::plain(
            "bin(c350005000000001000000006002faf000000000020405b4),tcp.options.mss",
            "1460",
        ),
        Example::plain("bin(c350005000000001000000005002faf000000000),tcp.options.mss", "0"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| Some(mss(tcp)?.into()))),
    ..SINT
};

/// `tcp.options.sack`
pub static SACK: Converter = Converter {
    name: "tcp.options.sack",
    sentence: "1 if a TCP header permits selective acknowledgements, else 0.",
    examples: &[
        Example::plain(
            "bin(c350005000000001000000006002faf00000000004020101),tcp.options.sack",
            "1",
        ),
        Example::plain("bin(c350005000000001000000005002faf000000000),tcp.options.sack", "0"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| Some(option(tcp, 4)?.is_some().into()))),
    ..SINT
};

/// `tcp.options.tsopt`
pub static TSOPT: Converter = Converter {
    name: "tcp.options.tsopt",
    sentence: "1 if a TCP header has timestamps, else 0.",
    examples: &[
        Example::plain(
            "bin(c350005000000001000000008002faf0000000000101080a0000000700000000),tcp.options.tsopt",
            "1",
        ),
        Example::plain("bin(c350005000000001000000005002faf000000000),tcp.options.tsopt", "0"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| Some(option(tcp, 8)?.is_some().into()))),
    ..SINT
};

/// `tcp.options.tsval`
pub static TSVAL: Converter = Converter {
    name: "tcp.options.tsval",
    sentence: "The sender's timestamp of a TCP header; none without one.",
    examples: &[
        Example::plain(
            "bin(c350005000000001000000008002faf0000000000101080a0000000700000000),tcp.options.tsval",
            "7",
        ),
        Example::absent("", "bin(c350005000000001000000005002faf000000000),tcp.options.tsval"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| Some(long(option(tcp, 8)??, 0)?.into()))),
    ..SINT
};

/// `tcp.options.wscale`
pub static WSCALE: Converter = Converter {
    name: "tcp.options.wscale",
    sentence: "The scale of the window that a TCP header tells; 0 if it tells none.",
    examples: &[
        Example::plain(
            "bin(c350005000000001000000006002faf00000000003030701),tcp.options.wscale",
            "7",
        ),
        Example::plain("bin(c350005000000001000000005002faf000000000),tcp.options.wscale", "0"),
    ],
    eval: Eval::Fn(|value, _, _| {
        number(&value, |tcp| Some(window_scale(tcp)?.unwrap_or(0).into()))
    }),
    ..SINT
};

/// `tcp.options.wsopt`
pub static WSOPT: Converter = Converter {
    name: "tcp.options.wsopt",
    sentence: "1 if a TCP header tells the scale of the window, else 0.",
    examples: &[
        Example::plain(
            "bin(c350005000000001000000006002faf00000000003030001),tcp.options.wsopt",
            "1",
        ),
        Example::plain("bin(c350005000000001000000005002faf000000000),tcp.options.wsopt", "0"),
    ],
    eval: Eval::Fn(|value, _, _| number(&value, |tcp| Some(option(tcp, 3)?.is_some().into()))),
    ..SINT
};

/// `tcp.options_list`
pub static OPTIONS_LIST: Converter = Converter {
    name: "tcp.options_list",
    sentence: "The kinds of a TCP header's options in their order, one byte each.",
    examples: &[
        Example::plain(
            "bin(c350005000000001000000007002faf000000000020405b401030307),tcp.options_list,hex",
            "020103",
        ),
        Example::plain(
            "bin(c350005000000001000000005002faf000000000),tcp.options_list,length",
            "0",
        ),
    ],
    eval: Eval::Fn(|value, _, _| with(&value, kinds).map(|kinds| Sample::Bin(kinds.into()))),
    ..BIN
};

fn number<'a>(value: &Sample<'_>, of: fn(&[u8]) -> Option<i64>) -> Option<Sample<'a>> {
    with(value, of).map(Sample::Sint)
}

/// The bytes of a header's options, as far as they are there.
fn options(tcp: &[u8]) -> Option<&[u8]> {
    let end = header_len(tcp)?;
    tcp.get(20..end.min(tcp.len()))
}

/// The length that a header tells.
pub(super) fn header_len(tcp: &[u8]) -> Option<usize> {
    tcp.get(12).map(|offset| usize::from(offset >> 4) * 4)
}

/// Walks over the options: kinds and what they hold. It ends with the list (0) or a broken one.
fn each(tcp: &[u8]) -> Option<impl Iterator<Item = (u8, &[u8])>> {
    let mut rest = options(tcp)?;
    Some(std::iter::from_fn(move || match *rest {
        [] | [0, ..] => None,
        [1, ref tail @ ..] => {
            rest = tail;
            Some((1, &[][..]))
        }
        [kind, length, ..] => {
            let inside = rest.get(2..usize::from(length))?;
            rest = &rest[usize::from(length)..];
            Some((kind, inside))
        }
        [_] => None,
    }))
}

fn option(tcp: &[u8], wanted: u8) -> Option<Option<&[u8]>> {
    Some(each(tcp)?.find(|(kind, _)| *kind == wanted).map(|(_, inside)| inside))
}

pub(super) fn mss(tcp: &[u8]) -> Option<u16> {
    Some(option(tcp, 2)?.and_then(|inside| word(inside, 0)).unwrap_or(0))
}

pub(super) fn window_scale(tcp: &[u8]) -> Option<Option<u8>> {
    Some(option(tcp, 3)?.and_then(|inside| inside.first().copied()))
}

pub(super) fn kinds(tcp: &[u8]) -> Option<Vec<u8>> {
    Some(each(tcp)?.map(|(kind, _)| kind).collect())
}
