//! `internal.htx.*`: what is in the buffer of a message, in HAProxy's words. Moongate keeps a head and
//! a body in other ways; these count them as blocks: a start line, one for each header, one for the
//! end of the head, and one for what has come of the body.

use crate::fetch::headers;
use crate::fetch::prelude::*;
use moongate_http::Head;
use moongate_state::{Channel, Mode};

const FACT: Fetch =
    Fetch { output: Type::Sint, scope: Scope::table("..YYYYYYYYYYYYYYYY.Y.."), ..Fetch::PLAIN };
const GIVEN: &str = "POST / HTTP/1.1\nhost: a\ncontent-length: 2\n\nhi";

/// What describes a block beside its bytes.
const BLOCK: usize = 8;
/// What a message without blocks takes of a buffer.
const EMPTY: usize = 48;

/// `internal.htx.data`
pub static DATA: Fetch = Fetch {
    name: "internal.htx.data",
    sentence: "Bytes of all blocks of the message.",
    examples: &[Example::shows(GIVEN, "internal.htx.data", "56")],
    eval: Eval::Fn(|cx, _| count(cx, |message| message.data())),
    ..FACT
};

/// `internal.htx.used`
pub static USED: Fetch = Fetch {
    name: "internal.htx.used",
    sentence: "Bytes of all blocks of the message, and of what describes them.",
    examples: &[Example::shows(GIVEN, "internal.htx.used", "96")],
    eval: Eval::Fn(|cx, _| count(cx, Message::used)),
    ..FACT
};

/// `internal.htx.size`
pub static SIZE: Fetch = Fetch {
    name: "internal.htx.size",
    sentence: "Bytes that a message may take.",
    examples: &[Example::shows(GIVEN, "internal.htx.size", "16336")],
    eval: Eval::Fn(|cx, _| count(cx, Message::size)),
    ..FACT
};

/// `internal.htx.free`
pub static FREE: Fetch = Fetch {
    name: "internal.htx.free",
    sentence: "Bytes that the message leaves of what it may take.",
    examples: &[Example::shows(GIVEN, "internal.htx.free", "16240")],
    eval: Eval::Fn(|cx, _| count(cx, Message::free)),
    ..FACT
};

/// `internal.htx.free_data`
pub static FREE_DATA: Fetch = Fetch {
    name: "internal.htx.free_data",
    sentence: "Bytes that one more block could have.",
    examples: &[Example::shows(GIVEN, "internal.htx.free_data", "16232")],
    eval: Eval::Fn(|cx, _| count(cx, |message| message.free().saturating_sub(BLOCK))),
    ..FACT
};

/// `internal.htx.nbblks`
pub static NBBLKS: Fetch = Fetch {
    name: "internal.htx.nbblks",
    sentence: "How many blocks the message has.",
    examples: &[Example::shows(GIVEN, "internal.htx.nbblks", "5")],
    eval: Eval::Fn(|cx, _| count(cx, Message::blocks)),
    ..FACT
};

/// `internal.htx.has_eom`
pub static HAS_EOM: Fetch = Fetch {
    name: "internal.htx.has_eom",
    output: Type::Bool,
    sentence: "Whether the end of the message has come.",
    examples: &[Example::shows(GIVEN, "internal.htx.has_eom", "1")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Bool(Message::of(cx)?.is_whole()))),
    ..FACT
};

/// `internal.strm.is_htx`
pub static IS_HTX: Fetch = Fetch {
    name: "internal.strm.is_htx",
    output: Type::Bool,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    sentence: "Whether the stream carries HTTP messages.",
    examples: &[Example::plain("internal.strm.is_htx", "1")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Bool(cx.txn.frontend().mode == Mode::Http))),
    ..FACT
};

/// The message that is processed.
pub(super) struct Message<'a> {
    pub head: &'a Head,
    pub channel: &'a Channel,
    pub response: bool,
}

/// A part of a message.
#[derive(Clone, Copy, Debug)]
pub(super) enum Block<'a> {
    /// The line that begins it, in three parts.
    Start(&'a Head, bool),
    /// A header's name and value.
    Header(&'a [u8], &'a [u8]),
    /// The end of the head.
    EndOfHeaders,
    /// What has come of the body.
    Data(&'a [u8]),
    /// The end of a body in chunks.
    EndOfTrailers,
}

impl<'a> Message<'a> {
    /// The request's or the response's, as the place says.
    pub fn of(cx: &Cx<'a>) -> Result<Self, Missing> {
        let response = cx.point.is_response();
        let (head, channel) = match response {
            true => (cx.response()?, &cx.txn.res),
            false => (cx.request()?, &cx.txn.req),
        };
        Ok(Self { head, channel, response })
    }

    pub fn blocks(&self) -> usize {
        let data = usize::from(!self.channel.input.is_empty());
        self.head.fields().count() + 2 + data + usize::from(self.ends_in_chunks())
    }

    /// Whether all of the body has come.
    fn is_whole(&self) -> bool {
        if self.channel.eof || self.is_chunked() {
            return self.channel.eof;
        }
        let told = self.head.get(b"content-length").map_or(0, headers::integer);
        !self.response && usize::try_from(told).is_ok_and(|told| self.channel.input.len() >= told)
    }

    fn is_chunked(&self) -> bool {
        self.head.values(b"transfer-encoding").any(|value| value.eq_ignore_ascii_case(b"chunked"))
    }

    /// A body in chunks has a block for its end.
    fn ends_in_chunks(&self) -> bool {
        self.channel.eof && self.is_chunked()
    }

    /// The block at a place.
    pub fn block(&self, at: usize) -> Option<Block<'a>> {
        let headers = self.head.fields().count();
        match at {
            0 => Some(Block::Start(self.head, self.response)),
            at if at <= headers => {
                self.head.fields().nth(at - 1).map(|(name, value)| Block::Header(name, value))
            }
            at if at == headers + 1 => Some(Block::EndOfHeaders),
            at if at == headers + 2 && !self.channel.input.is_empty() => {
                Some(Block::Data(self.channel.input.bytes()))
            }
            at if at + 1 == self.blocks() && self.ends_in_chunks() => Some(Block::EndOfTrailers),
            _ => None,
        }
    }

    fn data(&self) -> usize {
        let sizes = (0..self.blocks()).filter_map(|at| self.block(at)).map(Block::size);
        sizes.sum()
    }

    fn used(&self) -> usize {
        self.data() + BLOCK * self.blocks()
    }

    fn size(&self) -> usize {
        moongate_state::buffer_size().saturating_sub(EMPTY)
    }

    fn free(&self) -> usize {
        self.size().saturating_sub(self.used())
    }
}

impl Block<'_> {
    /// Bytes of the block.
    pub fn size(self) -> usize {
        match self {
            // A start line has its three parts and a description.
            Self::Start(head, response) => start_parts(head, response).concat().len() + 20,
            Self::Header(name, value) => name.len() + value.len(),
            Self::EndOfHeaders | Self::EndOfTrailers => 1,
            Self::Data(bytes) => bytes.len(),
        }
    }
}

/// The three parts of a start line.
pub(super) fn start_parts(head: &Head, response: bool) -> [Vec<u8>; 3] {
    let version = match head.version() {
        moongate_http::Version::V09 => "HTTP/0.9",
        moongate_http::Version::Http10 => "HTTP/1.0",
        moongate_http::Version::Http11 => "HTTP/1.1",
    };
    match response {
        true => [version.into(), head.status().to_string().into(), head.reason().to_vec()],
        false => [head.method().to_vec(), head.uri().to_vec(), version.into()],
    }
}

/// Bytes of all blocks of the request or of the response.
pub(in crate::fetch) fn data<'a>(cx: &Cx<'a>, response: bool) -> Fetched<'a> {
    let (head, channel) = match response {
        true => (cx.response()?, &cx.txn.res),
        false => (cx.request()?, &cx.txn.req),
    };
    let data = Message { head, channel, response }.data();
    Ok(Sample::Sint(i64::try_from(data).unwrap_or(i64::MAX)))
}

fn count<'a>(cx: &Cx<'a>, of: impl Fn(&Message<'a>) -> usize) -> Fetched<'a> {
    let number = of(&Message::of(cx)?);
    Ok(Sample::Sint(i64::try_from(number).unwrap_or(i64::MAX)))
}
