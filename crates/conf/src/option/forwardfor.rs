//! `option forwardfor`: tells servers the client's address in a header.

use super::{OptionSpec, PLAIN};
use crate::keyword::{Done, EarlyCx};
use crate::plan::AddressHeader;
use crate::values;
use moongate_lang::{Diagnostic, Word, Words};
use std::net::IpAddr;

pub(super) static FORWARDFOR: OptionSpec = OptionSpec {
    name: "forwardfor",
    negatable: false,
    usage: "option forwardfor [except <network>] [header <name>] [if-none]",
    sentence: "Adds the client's address to requests, in `X-Forwarded-For` or another header.",
    examples: &["option forwardfor", "option forwardfor except 127.0.0.1 header X-Client if-none"],
    parse,
    ..PLAIN
};

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let made = address_header(words, "forwardfor", b"x-forwarded-for", true)?;
    cx.draft.settings.forwardfor = Some(made);
    Ok(())
}

/// Reads the arguments of an option that adds an address to requests.
pub(super) fn address_header(
    words: &mut Words<'_, '_>,
    option: &str,
    header: &[u8],
    if_none: bool,
) -> Result<AddressHeader, Diagnostic> {
    let mut made = AddressHeader { header: header.to_vec(), except: None, if_none: false };
    while let Some(word) = words.next() {
        match word.str() {
            "except" => made.except = Some(network(words.expect("a network")?)?),
            "header" => {
                made.header = values::text(words, "a header's name")?.to_ascii_lowercase().into();
            }
            "if-none" if if_none => made.if_none = true,
            name => {
                let message = format!("`option {option}` has no `{name}`");
                let known = ["except", "header", "if-none"];
                let known = &known[..if if_none { 3 } else { 2 }];
                return Err(Diagnostic::alert(word.span(), message)
                    .did_you_mean(name, known.iter().copied()));
            }
        }
    }
    Ok(made)
}

pub(crate) fn network(word: &Word<'_>) -> Result<(IpAddr, u8), Diagnostic> {
    let text = word.str();
    let (ip, bits) = text.split_once('/').map_or((text, None), |(ip, bits)| (ip, Some(bits)));
    let parsed = ip.parse::<IpAddr>().ok().and_then(|ip| {
        let most = if ip.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) => bits.parse().ok().filter(|&bits| bits <= most)?,
        };
        Some((ip, bits))
    });
    parsed.ok_or_else(|| {
        Diagnostic::alert(word.span(), format!("`{text}` isn't a network"))
            .help("write an address, or an address and its number of bits, as in `10.0.0.0/8`")
    })
}
