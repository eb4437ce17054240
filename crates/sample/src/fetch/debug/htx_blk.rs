//! `internal.htx_blk.*`: one block of a message (see `internal.htx.nbblks`).

use super::htx::{Block, Message, start_parts};
use crate::ArgValue;
use crate::args::BadArg;
use crate::fetch::prelude::*;

const BLOCK: Fetch = Fetch {
    args: &[Arg::required("place", ArgKind::Str)],
    scope: Scope::table("..YYYYYYYYYYYYYYYY.Y.."),
    check: Some(check),
    ..Fetch::PLAIN
};
const GIVEN: &str = "POST /a HTTP/1.1\nhost: a\ncontent-length: 2\n\nhi";

/// `internal.htx_blk.size`
pub static SIZE: Fetch = Fetch {
    name: "internal.htx_blk.size",
    output: Type::Sint,
    sentence: "Bytes of the block at a place: a number from 0, `head`, `first` or `tail`.",
    examples: &[
        Example::shows(GIVEN, "internal.htx_blk.size(1)", "5"),
        Example::absent(GIVEN, "internal.htx_blk.size(9)"),
    ],
    eval: Eval::Fn(|cx, args| Ok(Sample::Sint(block(cx, args)?.size() as i64))),
    ..BLOCK
};

/// `internal.htx_blk.type`
pub static TYPE: Fetch = Fetch {
    name: "internal.htx_blk.type",
    sentence: "The kind of the block at a place.",
    examples: &[
        Example::shows(GIVEN, "internal.htx_blk.type(head)", "HTX_BLK_REQ_SL"),
        Example::shows(GIVEN, "internal.htx_blk.type(tail)", "HTX_BLK_DATA"),
    ],
    eval: Eval::Fn(|cx, args| {
        Ok(Sample::str(match block(cx, args)? {
            Block::Start(_, false) => "HTX_BLK_REQ_SL",
            Block::Start(_, true) => "HTX_BLK_RES_SL",
            Block::Header(..) => "HTX_BLK_HDR",
            Block::EndOfHeaders => "HTX_BLK_EOH",
            Block::Data(_) => "HTX_BLK_DATA",
            Block::EndOfTrailers => "HTX_BLK_EOT",
        }))
    }),
    ..BLOCK
};

/// `internal.htx_blk.data`
pub static DATA: Fetch = Fetch {
    name: "internal.htx_blk.data",
    output: Type::Bin,
    sentence: "The bytes of the block at a place, if it has payload.",
    examples: &[
        Example::shows(GIVEN, "internal.htx_blk.data(tail)", "hi"),
        Example::absent(GIVEN, "internal.htx_blk.data(0)"),
    ],
    eval: Eval::Fn(|cx, args| match block(cx, args)? {
        Block::Data(bytes) => Ok(Sample::Bin(bytes.into())),
        Block::EndOfHeaders | Block::EndOfTrailers => Ok(Sample::Bin(b""[..].into())),
        _ => Err(Missing::Absent),
    }),
    ..BLOCK
};

/// `internal.htx_blk.hdrname`
pub static HDRNAME: Fetch = Fetch {
    name: "internal.htx_blk.hdrname",
    sentence: "The name of the header that the block at a place is.",
    examples: &[
        Example::shows(GIVEN, "internal.htx_blk.hdrname(1)", "host"),
        Example::absent(GIVEN, "internal.htx_blk.hdrname(0)"),
    ],
    eval: Eval::Fn(|cx, args| match block(cx, args)? {
        Block::Header(name, _) => Ok(Sample::str(name)),
        _ => Err(Missing::Absent),
    }),
    ..BLOCK
};

/// `internal.htx_blk.hdrval`
pub static HDRVAL: Fetch = Fetch {
    name: "internal.htx_blk.hdrval",
    sentence: "The value of the header that the block at a place is.",
    examples: &[Example::shows(GIVEN, "internal.htx_blk.hdrval(2)", "2")],
    eval: Eval::Fn(|cx, args| match block(cx, args)? {
        Block::Header(_, value) => Ok(Sample::str(value)),
        _ => Err(Missing::Absent),
    }),
    ..BLOCK
};

/// `internal.htx_blk.start_line`
pub static START_LINE: Fetch = Fetch {
    name: "internal.htx_blk.start_line",
    sentence: "The start line, if the block at a place is one.",
    examples: &[Example::shows(GIVEN, "internal.htx_blk.start_line(head)", "POST /a HTTP/1.1")],
    eval: Eval::Fn(|cx, args| match block(cx, args)? {
        Block::Start(head, response) => Ok(Sample::string(start_parts(head, response).join(&b' '))),
        _ => Err(Missing::Absent),
    }),
    ..BLOCK
};

/// The last block of a message.
const TAIL: i64 = -1;

fn check(args: &mut [ArgValue]) -> Result<(), BadArg> {
    let Some(ArgValue::Str(text)) = args.first() else { return Ok(()) };
    let text = String::from_utf8_lossy(text).into_owned();
    let place = match &*text {
        "head" | "first" => Some(0),
        "tail" => Some(TAIL),
        _ => text.parse().ok().filter(|number: &i64| *number >= 0),
    };
    args[0] = ArgValue::Sint(place.ok_or_else(|| BadArg {
        index: 0,
        message: format!("`{text}` is no place of a block"),
        help: Some("write a number from 0, `head`, `first` or `tail`".into()),
    })?);
    Ok(())
}

fn block<'a>(cx: &Cx<'a>, args: &Args) -> Result<Block<'a>, Missing> {
    let message = Message::of(cx)?;
    let at = match args.sint(0) {
        Some(TAIL) => message.blocks() - 1,
        Some(at) => usize::try_from(at).unwrap_or(usize::MAX),
        None => return Err(Missing::Absent),
    };
    message.block(at).ok_or(Missing::Absent)
}
