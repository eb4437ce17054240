//! `bind`: where a frontend listens.

use super::PLAIN;
use crate::bind::BindCx;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::Bind;
use crate::values;
use moongate_lang::{Diagnostic, Word, Words};
use moongate_net::addr::Want;
use moongate_net::{Address, Parsed};

pub(super) static BIND: Keyword = Keyword {
    name: "bind",
    sections: Sections::FRONT,
    usage: "bind <address>[:<ports>][,…] [option…]",
    sentence: "Makes the frontend listen on addresses, ports, or unix sockets.",
    examples: &[
        "bind :8080",
        "bind 127.0.0.1:8000-8010,[::1]:8000 name local",
        "bind /tmp/x.sock mode 600",
    ],
    parse: Parse::Early(parse),
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("an address")?;
    let prefix = cx.global.unix_bind.prefix.as_deref();
    let list = values::addresses(word, cx.env, Want { unix_prefix: prefix, ..Want::BIND })?;
    let mut options = BindCx::new(&cx.global.unix_bind, false, cx.shared);
    options.options(words)?;
    let BindCx { listen, maxconn, accept_proxy, nice, name, mut number, level, .. } = options;
    if level.is_some() {
        return Err(Diagnostic::alert(word.span(), "`level` is an option of `stats socket`"));
    }
    for Parsed { address, port, .. } in list {
        check_name(&address, word)?;
        for port in port.ports() {
            let index = u32::try_from(cx.draft.binds.len()).unwrap_or(u32::MAX);
            cx.draft.binds.push(Bind {
                index,
                number: number.take().unwrap_or(0),
                name: name.clone(),
                address: address.clone(),
                port,
                listen: listen.clone(),
                maxconn,
                accept_proxy,
                nice,
                span: word.span(),
            });
        }
    }
    Ok(())
}

/// A name that can't be resolved is better known now than when the socket is made.
fn check_name(address: &Address, word: &Word<'_>) -> Done {
    let Address::Inet(host) = address else { return Ok(()) };
    match host.ip() {
        Some(_) => Ok(()),
        None => host.resolve().map(drop).map_err(|error| {
            Diagnostic::alert(word.span(), format!("could not resolve address '{host}'"))
                .label(values::io_reason(&error))
        }),
    }
}
