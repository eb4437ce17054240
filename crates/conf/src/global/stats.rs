//! `stats …` of `global`: sockets of the runtime API.

use super::PLAIN;
use crate::bind::BindCx;
use crate::keyword::{Done, GlobalCx, Keyword, Parse};
use crate::plan::{CliLevel, StatsSocket};
use crate::values;
use moongate_lang::{Diagnostic, Words};
use moongate_net::addr::{PortWant, Want};

pub(super) static STATS: Keyword = Keyword {
    name: "stats",
    usage: "stats { socket <address> [option…] | timeout <time> | maxconn <number> }",
    sentence: "Opens a socket for the runtime API, or limits how it is used.",
    examples: &[
        "stats socket /run/moongate.sock mode 660 level admin",
        "stats timeout 2m",
        "stats maxconn 20",
    ],
    parse: Parse::Global(parse),
    ..PLAIN
};

fn parse(cx: &mut GlobalCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let what = words.expect("`socket`, `timeout` or `maxconn`")?;
    match what.str() {
        "socket" => socket(cx, words),
        "timeout" => {
            cx.draft.global.stats_timeout = values::ms(words, "a time")?;
            words.finish("the time")
        }
        "maxconn" => {
            cx.draft.global.stats_maxconn =
                values::integer(words, "a number of connections", 1..=i32::MAX as u32)?;
            words.finish("`stats maxconn`")
        }
        name @ ("calculate-max-counters" | "bind-process") => {
            Err(Diagnostic::unsupported(what.span(), format!("`stats {name}`")))
        }
        name => Err(Diagnostic::alert(what.span(), format!("`stats` has no `{name}`"))
            .did_you_mean(name, ["socket", "timeout", "maxconn"])),
    }
}

fn socket(cx: &mut GlobalCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("an address")?;
    let prefix = cx.draft.unix_bind.prefix.as_deref();
    let want = Want { unix_prefix: prefix, range: false, port: PortWant::Required, ..Want::BIND };
    let parsed = values::address(word, cx.env, want)?;
    let mut options = BindCx::new(&cx.draft.unix_bind, true, cx.shared);
    options.options(words)?;
    let (mut listen, level) = (options.listen, options.level);
    if listen.backlog == 0 {
        listen.backlog = cx.draft.global.stats_maxconn;
    }
    cx.draft.global.stats_sockets.push(StatsSocket {
        address: parsed.address,
        port: parsed.port.one().unwrap_or(0),
        listen,
        level: level.unwrap_or(CliLevel::Operator),
        span: word.span(),
    });
    Ok(())
}
