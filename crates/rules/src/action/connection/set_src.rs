//! `set-src`, `set-dst` and their ports: the client's address, and the one it connected to, as
//! they are known from now on.

use crate::action::prelude::*;
use moongate_sample::{Sample, Type};
use std::cell::Cell;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

const GET: &str = "GET / HTTP/1.1\nhost: a\nx-forwarded-for: 203.0.113.7\n\n";
const RULESETS: Rulesets =
    REQUEST.and(Rulesets::of(&[Ruleset::TcpConnection, Ruleset::TcpSession, Ruleset::TcpContent]));

/// `set-src`
pub static SET_SRC: ActionSpec = ActionSpec {
    name: "set-src",
    rulesets: RULESETS,
    usage: "<expression>",
    sentence: "Replaces the client's address; the port stays.",
    examples: &[
        ActionExample::shows(
            "http-request set-src hdr(x-forwarded-for)",
            GET,
            "src",
            "203.0.113.7",
        ),
        ActionExample::shows("http-request set-src src,ipmask(24)", GET, "src_port", "50000"),
        ActionExample::shows("http-request set-src hdr(host)", GET, "src", "192.0.2.1"),
    ],
    parse: |cx, words| parse(cx, words, true, false),
};

/// `set-src-port`
pub static SET_SRC_PORT: ActionSpec = ActionSpec {
    name: "set-src-port",
    rulesets: RULESETS,
    usage: "<expression>",
    sentence: "Replaces the client's port; the address stays.",
    examples: &[ActionExample::shows("http-request set-src-port int(7)", GET, "src_port", "7")],
    parse: |cx, words| parse(cx, words, true, true),
};

/// `set-dst`
pub static SET_DST: ActionSpec = ActionSpec {
    name: "set-dst",
    rulesets: RULESETS,
    usage: "<expression>",
    sentence: "Replaces the address that the client connected to; the port stays.",
    examples: &[ActionExample::shows(
        "http-request set-dst ipv4(203.0.113.9)",
        GET,
        "dst",
        "203.0.113.9",
    )],
    parse: |cx, words| parse(cx, words, false, false),
};

/// `set-dst-port`
pub static SET_DST_PORT: ActionSpec = ActionSpec {
    name: "set-dst-port",
    rulesets: RULESETS,
    usage: "<expression>",
    sentence: "Replaces the port that the client connected to; the address stays.",
    examples: &[ActionExample::shows(
        "http-request set-dst-port int(8080)",
        GET,
        "dst_port",
        "8080",
    )],
    parse: |cx, words| parse(cx, words, false, true),
};

#[derive(Debug)]
struct SetAddress {
    value: Expr,
    source: bool,
    port: bool,
}

fn parse(cx: &mut ParseCx<'_, '_>, words: &mut Words<'_, '_>, source: bool, port: bool) -> Parsed {
    let value = cx.compiler.expr(words, cx.point)?;
    Ok(Box::new(SetAddress { value, source, port }))
}

impl SetAddress {
    fn changed(&self, cx: &ActionCx<'_>, old: Option<SocketAddr>) -> Option<SocketAddr> {
        let want = if self.port { Type::Sint } else { Type::Addr };
        match self.value.eval_as(&cx.cx(), want).ok()? {
            Sample::Ipv4(ip) => Some(SocketAddr::new(ip.into(), old.map_or(0, |old| old.port()))),
            Sample::Ipv6(ip) => Some(SocketAddr::new(ip.into(), old.map_or(0, |old| old.port()))),
            Sample::Sint(port) => {
                let ip = old.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |old| old.ip());
                // The lowest 16 bits, as in HAProxy.
                Some(SocketAddr::new(ip, port as u16))
            }
            _ => None,
        }
    }
}

impl Action for SetAddress {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let session = &cx.txn.session;
        let place: &Cell<_> = if self.source { &session.src } else { &session.dst };
        if let Some(address) = self.changed(cx, place.get()) {
            place.set(Some(address));
        }
        Verdict::Continue
    }
}
