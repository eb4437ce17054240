//! `fs.id`, `bs.aborted` and their kin: the stream on either side.

use super::server_connected;
use crate::fetch::prelude::*;
use moongate_state::{Cause, Mode};
use std::fmt::Write;

const FRONT: Fetch =
    Fetch { output: Type::Sint, scope: Scope::table(".YYYYYYYYYYYYYYYYYY..."), ..Fetch::PLAIN };
const BACK: Fetch = Fetch { scope: Scope::table("...........YYYYYYYYY.."), ..FRONT };
const LAYERS: &[Arg] = &[Arg::optional("layers", ArgKind::Sint)];
const ANSWERED: &str = "GET / HTTP/1.1\nhost: a\n\n----\nHTTP/1.1 200 OK\n\n";

/// Layers of `debug_str`, as numbers to be added.
const MUX_STREAM: i64 = 1;
const MUX_CONNECTION: i64 = 2;
const TRANSPORT: i64 = 4;
const CONNECTION: i64 = 8;
const SOCKET: i64 = 16;

/// `fs.id`
pub static FS_ID: Fetch = Fetch {
    name: "fs.id",
    output: Type::Str,
    sentence: "The number of the stream on the client's connection: of the request, from 1; 0 in TCP mode.",
    examples: &[Example::plain("fs.id", "1")],
    eval: Eval::Fn(|cx, _| {
        let http = cx.txn.frontend().mode == Mode::Http;
        let number = if http { cx.session().requests.get() } else { 0 };
        Ok(Sample::string(number.to_string()))
    }),
    ..FRONT
};

/// `fs.aborted`
pub static FS_ABORTED: Fetch = Fetch {
    name: "fs.aborted",
    sentence: "Whether the client ended the stream before it was over.",
    examples: &[Example::plain("fs.aborted", "0")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Bool(ended_by(cx, Cause::Client)))),
    ..FRONT
};

/// `fs.rst_code`
pub static FS_RST_CODE: Fetch = Fetch {
    name: "fs.rst_code",
    sentence: "The code with which the client reset the stream; none with HTTP/1, which has no codes.",
    examples: &[Example::absent("", "fs.rst_code")],
    ..FRONT
};

/// `fs.debug_str`
pub static FS_DEBUG_STR: Fetch = Fetch {
    name: "fs.debug_str",
    output: Type::Str,
    args: LAYERS,
    sentence: "Internal state of the client's side for developers: of the stream (1), its protocol (2), the transport (4), the connection (8), the socket (16), or the sum of these.",
    examples: &[
        Example::plain("fs.debug_str(2)", "h1c.requests=1"),
        Example::plain(
            "fs.debug_str(12)",
            "xprt=RAW conn.src=192.0.2.1:50000 conn.dst=198.51.100.1:80",
        ),
    ],
    eval: Eval::Fn(front),
    ..FRONT
};

/// `bs.id`
pub static BS_ID: Fetch = Fetch {
    name: "bs.id",
    sentence: "The number of the stream on the server's connection: 0, as one is there at a time.",
    examples: &[Example::absent("", "bs.id"), Example::shows(ANSWERED, "bs.id", "0")],
    eval: Eval::Fn(|cx, _| server_connected(cx).map(|()| Sample::Sint(0))),
    ..BACK
};

/// `bs.aborted`
pub static BS_ABORTED: Fetch = Fetch {
    name: "bs.aborted",
    sentence: "Whether the server ended the stream before it was over.",
    examples: &[Example::shows(ANSWERED, "bs.aborted", "0")],
    eval: Eval::Fn(|cx, _| {
        server_connected(cx).map(|()| Sample::Bool(ended_by(cx, Cause::Server)))
    }),
    ..BACK
};

/// `bs.rst_code`
pub static BS_RST_CODE: Fetch = Fetch {
    name: "bs.rst_code",
    sentence: "The code with which the server reset the stream; none with HTTP/1, which has no codes.",
    examples: &[Example::absent("", "bs.rst_code")],
    ..BACK
};

/// `bs.debug_str`
pub static BS_DEBUG_STR: Fetch = Fetch {
    name: "bs.debug_str",
    output: Type::Str,
    args: LAYERS,
    sentence: "Internal state of the server's side for developers, with the numbers of `fs.debug_str`.",
    examples: &[Example::shows(ANSWERED, "bs.debug_str(6)", "h1c.reused=0 xprt=RAW")],
    eval: Eval::Fn(back),
    ..BACK
};

fn ended_by(cx: &Cx<'_>, cause: Cause) -> bool {
    cx.txn.ending.is_some_and(|ending| ending.cause == cause)
}

/// Pairs of name and value, parted by blanks.
#[derive(Default)]
struct Pairs(String);

impl Pairs {
    fn add(&mut self, name: &str, value: impl std::fmt::Display) {
        let blank = if self.0.is_empty() { "" } else { " " };
        // Writing to a string can't fail.
        let _ = write!(self.0, "{blank}{name}={value}");
    }

    fn end(&mut self, name: &str, end: Option<std::net::SocketAddr>) {
        match end {
            Some(end) => self.add(name, end),
            None => self.add(name, '-'),
        }
    }
}

/// Whether a layer is asked for; 0 is all of them.
fn wants(args: &Args, layer: i64) -> bool {
    match args.sint(0).unwrap_or(0) {
        0 => true,
        sum => sum & layer != 0,
    }
}

fn front<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    let (txn, session, mut pairs) = (cx.txn, cx.session(), Pairs::default());
    if wants(args, MUX_STREAM) {
        pairs.add("h1s.id", txn.number);
        pairs.add("h1s.in", txn.req.input.len());
        pairs.add("h1s.eof", u8::from(txn.req.eof));
    }
    if wants(args, MUX_CONNECTION) {
        pairs.add("h1c.requests", session.requests.get());
    }
    if wants(args, TRANSPORT) {
        pairs.add("xprt", "RAW");
    }
    if wants(args, CONNECTION) {
        pairs.end("conn.src", session.fc_src);
        pairs.end("conn.dst", session.fc_dst);
    }
    if wants(args, SOCKET) {
        pairs.add("sock.fd", session.fd.get());
    }
    Ok(Sample::string(pairs.0))
}

fn back<'a>(cx: &Cx<'a>, args: &'a Args) -> Fetched<'a> {
    server_connected(cx)?;
    let (txn, mut pairs) = (cx.txn, Pairs::default());
    if wants(args, MUX_STREAM) {
        pairs.add("h1s.in", txn.res.input.len());
        pairs.add("h1s.eof", u8::from(txn.res.eof));
    }
    if wants(args, MUX_CONNECTION) {
        pairs.add("h1c.reused", u8::from(txn.reused));
    }
    if wants(args, TRANSPORT) {
        pairs.add("xprt", "RAW");
    }
    if wants(args, CONNECTION) {
        pairs.end("conn.src", txn.bc_src);
        pairs.end("conn.dst", txn.bc_dst);
    }
    if wants(args, SOCKET) {
        pairs.add("sock.fd", txn.bc_fd);
    }
    Ok(Sample::string(pairs.0))
}
