//! `server` options that say whether, when and where a server is checked.

use super::{ServerCx, ServerSpec};
use crate::keyword::Done;
use crate::values;
use moongate_lang::units::Unit;
use moongate_lang::{Diagnostic, Words};
use moongate_net::addr::Want;
use moongate_net::{Address, PortSpec};
use moongate_state::InitState;

/// What the declarations share.
const PLAIN: ServerSpec = ServerSpec {
    name: "",
    usage: "",
    sentence: "",
    examples: &[],
    default: true,
    parse: |_, _| Ok(()),
};

pub(super) static CHECK: ServerSpec = ServerSpec {
    name: "check",
    usage: "check",
    sentence: "Checks the server again and again; it gets no requests while it is found down.",
    examples: &["check", "check inter 1s rise 1 fall 2"],
    parse: |cx, _| {
        cx.server.check.enabled = true;
        Ok(())
    },
    ..PLAIN
};

pub(super) static NO_CHECK: ServerSpec = ServerSpec {
    name: "no-check",
    usage: "no-check",
    sentence: "Takes back `check` of `default-server`.",
    examples: &["no-check"],
    parse: |cx, _| {
        cx.server.check.enabled = false;
        Ok(())
    },
    ..PLAIN
};

/// A time between checks: not zero.
fn interval(words: &mut Words<'_, '_>, name: &str) -> Result<u64, Diagnostic> {
    let span = words.peek().map_or(words.here(), |word| word.span());
    match values::time(words, "a time", Unit::Millisecond)? {
        0 => Err(Diagnostic::alert(span, format!("invalid value 0 for argument '{name}'"))
            .help("write the time between two checks, as in `inter 2s`")),
        time => Ok(time),
    }
}

pub(super) static INTER: ServerSpec = ServerSpec {
    name: "inter",
    usage: "inter <time>",
    sentence: "Sets the time between two checks.",
    examples: &["inter 500ms"],
    parse: |cx, words| {
        cx.server.check.inter = interval(words, "inter")?;
        Ok(())
    },
    ..PLAIN
};

pub(super) static FASTINTER: ServerSpec = ServerSpec {
    name: "fastinter",
    usage: "fastinter <time>",
    sentence: "Sets the time between two checks while the server goes up or down.",
    examples: &["fastinter 100ms"],
    parse: |cx, words| {
        cx.server.check.fastinter = Some(interval(words, "fastinter")?);
        Ok(())
    },
    ..PLAIN
};

pub(super) static DOWNINTER: ServerSpec = ServerSpec {
    name: "downinter",
    usage: "downinter <time>",
    sentence: "Sets the time between two checks while the server is down.",
    examples: &["downinter 5s"],
    parse: |cx, words| {
        cx.server.check.downinter = Some(interval(words, "downinter")?);
        Ok(())
    },
    ..PLAIN
};

pub(super) static RISE: ServerSpec = ServerSpec {
    name: "rise",
    usage: "rise <count>",
    sentence: "Sets how many good checks in a row put the server up.",
    examples: &["rise 3"],
    parse: |cx, words| {
        cx.server.check.rise = values::integer(words, "a number of checks", 1..=1 << 20)?;
        Ok(())
    },
    ..PLAIN
};

pub(super) static FALL: ServerSpec = ServerSpec {
    name: "fall",
    usage: "fall <count>",
    sentence: "Sets how many bad checks in a row put the server down.",
    examples: &["fall 2"],
    parse: |cx, words| {
        cx.server.check.fall = values::integer(words, "a number of checks", 1..=1 << 20)?;
        Ok(())
    },
    ..PLAIN
};

pub(super) static PORT: ServerSpec = ServerSpec {
    name: "port",
    usage: "port <port>",
    sentence: "Sends checks to this port in place of the server's own.",
    examples: &["check port 8081"],
    parse: |cx, words| {
        cx.server.check.port = Some(values::integer(words, "a port", 1..=u16::MAX)?);
        Ok(())
    },
    ..PLAIN
};

pub(super) static ADDR: ServerSpec = ServerSpec {
    name: "addr",
    usage: "addr <address>[:<port>]",
    sentence: "Sends checks to this address in place of the server's own.",
    examples: &["check addr 127.0.0.1", "check addr 127.0.0.1:8081"],
    parse: addr,
    ..PLAIN
};

fn addr(cx: &mut ServerCx<'_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("an address")?;
    let parsed = values::address(word, cx.env, Want::SERVER)?;
    let Address::Inet(host) = &parsed.address else {
        return Err(Diagnostic::alert(word.span(), "checks need an internet address here"));
    };
    cx.server.check.address = Some(match host.ip() {
        Some(ip) => ip,
        None => values::first_ip(host, word, cx.shared)?,
    });
    if let PortSpec::One(port) = parsed.port
        && port > 0
    {
        cx.server.check.port = Some(port);
    }
    Ok(())
}

pub(super) static INIT_STATE: ServerSpec = ServerSpec {
    name: "init-state",
    usage: "init-state { fully-up | up | down | fully-down | none }",
    sentence: "Says what the server is before its first check, and how many checks change that.",
    examples: &["check init-state down", "check init-state none"],
    parse: |cx, words| {
        let choices = [
            ("fully-up", InitState::FullyUp),
            ("up", InitState::Up),
            ("down", InitState::Down),
            ("fully-down", InitState::FullyDown),
            ("none", InitState::Up),
        ];
        cx.server.check.init = values::choice(words, "an initial state", &choices)?;
        Ok(())
    },
    ..PLAIN
};

pub(super) static TRACK: ServerSpec = ServerSpec {
    name: "track",
    usage: "track [<backend>/]<server>",
    sentence: "Takes another server's state in place of checks of its own.",
    examples: &[],
    default: false,
    parse: |cx, words| {
        let word = words.expect("a server")?;
        let text = values::utf8(word)?;
        let (backend, server) = match text.split_once('/') {
            Some((backend, server)) => (Some(backend.into()), server),
            None => (None, text),
        };
        if server.is_empty() {
            return Err(Diagnostic::alert(word.span(), "'track' expects [<proxy>/]<server>"));
        }
        cx.server.check.track = Some((backend, server.into(), word.span()));
        Ok(())
    },
};
