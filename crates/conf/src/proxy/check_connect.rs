//! `connect` of `http-check` and `tcp-check`: where the next steps go.

use crate::keyword::EarlyCx;
use crate::plan::Connect;
use crate::values;
use moongate_lang::{Diagnostic, Word, Words};
use moongate_net::addr::Want;
use moongate_net::{Address, PortSpec};

/// Reads what follows `connect`.
pub(super) fn connect(
    cx: &mut EarlyCx<'_, '_>,
    words: &mut Words<'_, '_>,
) -> Result<Connect, Diagnostic> {
    let mut made = Connect::default();
    while let Some(word) = words.next() {
        match word.str() {
            // As the `server` line says, which is what is done where nothing else is said.
            "default" => {}
            "port" => made.port = Some(port(words.expect("a port")?)?),
            "addr" => {
                let word = words.expect("an address")?;
                let parsed = values::address(word, cx.env, Want::SERVER)?;
                let Address::Inet(host) = &parsed.address else {
                    return Err(Diagnostic::alert(
                        word.span(),
                        "checks need an internet address here",
                    ));
                };
                made.address = Some(match host.ip() {
                    Some(ip) => ip,
                    None => values::first_ip(host, word, cx.shared)?,
                });
                if let PortSpec::One(port) = parsed.port
                    && port > 0
                {
                    made.port = Some(port);
                }
            }
            "linger" => made.linger = true,
            "comment" => made.comment = Some(values::text(words, "a comment")?),
            name @ ("send-proxy" | "via-socks4" | "ssl" | "sni" | "alpn" | "proto") => {
                return Err(Diagnostic::unsupported(
                    word.span(),
                    format!("`{name}` of a check's `connect`"),
                ));
            }
            name => {
                let message = format!("`connect` has no `{name}`");
                return Err(Diagnostic::alert(word.span(), message)
                    .did_you_mean(name, ["default", "port", "addr", "linger", "comment"]));
            }
        }
    }
    Ok(made)
}

fn port(word: &Word<'_>) -> Result<u16, Diagnostic> {
    match word.str().parse() {
        Ok(port) if port > 0 => Ok(port),
        _ if word.str().bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(Diagnostic::alert(word.span(), "a port is a number from 1 to 65535"))
        }
        _ => Err(Diagnostic::unsupported(word.span(), "an expression as the port of a check")),
    }
}
