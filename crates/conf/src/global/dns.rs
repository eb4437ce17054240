//! `dns-accept-family`: which kinds of addresses name servers are asked for.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use moongate_lang::Diagnostic;
use moongate_net::dns::Accept;

pub(super) static DNS_ACCEPT_FAMILY: Keyword = Keyword {
    name: "dns-accept-family",
    usage: "dns-accept-family { auto | ipv4 | ipv6 }[,…]",
    sentence: "Sets which kinds of addresses name servers are asked for; `auto` leaves out IPv6 where there is no way to it.",
    examples: &["dns-accept-family ipv4", "dns-accept-family ipv4,ipv6"],
    parse: Parse::Global(|cx, words| {
        let word = words.expect("families")?;
        let mut list = [false; 3];
        let mut start = 0;
        for name in word.str().split(',') {
            let place = start..start + name.len();
            start = place.end + 1;
            match name {
                "ipv4" => list[0] = true,
                "ipv6" => list[1] = true,
                "auto" => list[2] = true,
                _ => {
                    let names = ["ipv4", "ipv6", "auto"];
                    let message = format!("`{name}` is no family of addresses");
                    return Err(Diagnostic::alert(word.span_of(place), message)
                        .help("write ipv4, ipv6, both with a comma, or auto")
                        .did_you_mean(name, names));
                }
            }
        }
        cx.draft.global.dns_accept = match list {
            [.., true] => Accept::Auto,
            [true, true, _] => Accept::Both,
            [_, true, _] => Accept::V6,
            _ => Accept::V4,
        };
        words.finish("the families")
    }),
    ..PLAIN
};
