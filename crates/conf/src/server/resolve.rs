//! `server` options that concern how its name is followed while traffic flows.

use super::{ServerCx, ServerSpec};
use crate::keyword::Done;
use crate::option::forwardfor::network;
use crate::values;
use moongate_lang::{Diagnostic, Words};
use moongate_net::dns::Prefer;

pub(super) static RESOLVERS: ServerSpec = ServerSpec {
    name: "resolvers",
    usage: "resolvers <section>",
    sentence: "Follows the server's name: its address is what the section's name servers say, from second to second.",
    examples: &[],
    default: true,
    parse: |cx, words| {
        let word = words.expect("the name of a `resolvers` section")?;
        cx.server.resolve.section = Some((values::utf8(word)?.into(), word.span()));
        Ok(())
    },
};

pub(super) static RESOLVE_PREFER: ServerSpec = ServerSpec {
    name: "resolve-prefer",
    usage: "resolve-prefer { ipv4 | ipv6 }",
    sentence: "Says which kind of address is wanted first.",
    examples: &["resolve-prefer ipv4"],
    default: true,
    parse: |cx, words| {
        let kinds = [("ipv4", Prefer::V4), ("ipv6", Prefer::V6)];
        cx.server.resolve.prefer = values::choice(words, "a kind of address", &kinds)?;
        Ok(())
    },
};

pub(super) static RESOLVE_OPTS: ServerSpec = ServerSpec {
    name: "resolve-opts",
    usage: "resolve-opts { allow-dup-ip | prevent-dup-ip }",
    sentence: "Says whether servers of a backend that have the same name may have the same address.",
    examples: &["resolve-opts allow-dup-ip"],
    default: true,
    parse: options,
};

pub(super) static RESOLVE_NET: ServerSpec = ServerSpec {
    name: "resolve-net",
    usage: "resolve-net <network>[,<network>…]",
    sentence: "Prefers addresses of these networks.",
    examples: &["resolve-net 10.0.0.0/8"],
    default: true,
    parse: networks,
};

fn options(cx: &mut ServerCx<'_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("an option")?;
    for option in word.str().split(',') {
        match option {
            "allow-dup-ip" => cx.server.resolve.shares = true,
            "prevent-dup-ip" => cx.server.resolve.shares = false,
            "ignore-weight" => {
                return Err(Diagnostic::unsupported(word.span(), "`ignore-weight`"));
            }
            _ => {
                let known = ["allow-dup-ip", "prevent-dup-ip"];
                return Err(Diagnostic::alert(word.span(), format!("unknown option `{option}`"))
                    .help("write `allow-dup-ip` or `prevent-dup-ip`")
                    .did_you_mean(option, known));
            }
        }
    }
    Ok(())
}

fn networks(cx: &mut ServerCx<'_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("networks")?;
    let mut list = Vec::new();
    for text in word.str().split(',') {
        list.push(network(&moongate_lang::Word::plain(text.as_bytes(), word.span()))?);
    }
    cx.server.resolve.networks = list;
    Ok(())
}
