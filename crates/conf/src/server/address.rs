//! `server` options that concern how a server is reached.

use super::{ServerCx, ServerSpec};
use crate::draft::InitAddr;
use crate::keyword::Done;
use crate::values;
use moongate_lang::{Diagnostic, Words};

pub(super) static SOURCE: ServerSpec = ServerSpec {
    name: "source",
    usage: "source <addr>[:<port>] [interface <name>]",
    sentence: "Sets the address, and perhaps the device, that connections to the server come from.",
    examples: &["source 127.0.0.1", "source 0.0.0.0 interface lo"],
    default: true,
    parse: source,
};

pub(super) static TFO: ServerSpec = ServerSpec {
    name: "tfo",
    usage: "tfo",
    sentence: "Sends the first data in the packet that opens the connection.",
    examples: &["tfo"],
    default: true,
    parse: |cx, _| {
        cx.server.tfo = true;
        Ok(())
    },
};

pub(super) static NO_TFO: ServerSpec = ServerSpec {
    name: "no-tfo",
    usage: "no-tfo",
    sentence: "Takes back `tfo` of `default-server`.",
    examples: &["no-tfo"],
    default: true,
    parse: |cx, _| {
        cx.server.tfo = false;
        Ok(())
    },
};

pub(super) static INIT_ADDR: ServerSpec = ServerSpec {
    name: "init-addr",
    usage: "init-addr { last | libc | none | <ip> }[,…]",
    sentence: "Says where the server's first address comes from: the first way that gives one.",
    examples: &["init-addr libc,none", "init-addr last,127.0.0.1"],
    default: true,
    parse: init_addr,
};

fn source(cx: &mut ServerCx<'_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("an address")?;
    cx.server.source = Some(values::source(word, cx.env, cx.shared)?);
    cx.server.interface = None;
    loop {
        match words.peek().map(|word| word.str()) {
            Some("interface") => {
                words.next();
                cx.server.interface = Some(values::text(words, "a device")?);
            }
            Some("usesrc") => {
                return Err(Diagnostic::unsupported(words.here(), "`usesrc` of `source`"));
            }
            _ => return Ok(()),
        }
    }
}

fn init_addr(cx: &mut ServerCx<'_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("a way to find the address")?;
    let mut list = Vec::new();
    for part in values::utf8(word)?.split(',') {
        list.push(match part {
            "last" => InitAddr::Last,
            "libc" => InitAddr::Libc,
            "none" => InitAddr::None,
            ip => InitAddr::Ip(ip.parse().map_err(|_| {
                Diagnostic::alert(word.span(), format!("`{ip}` is no way to find an address"))
                    .help("the ways are `last`, `libc`, `none` and an address")
            })?),
        });
    }
    cx.server.init_addr = list;
    Ok(())
}
