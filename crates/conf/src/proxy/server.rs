//! `server` and `server-template`: where a backend's requests go.

use super::PLAIN;
use crate::draft::{InitAddr, ServerDefaults, Shared};
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan;
use crate::server::ServerCx;
use crate::values;
use moongate_lang::{Diagnostic, Span, Word, Words};
use moongate_net::addr::Want;
use moongate_net::{Address, Host, Parsed, PortSpec, Target};
use moongate_state::{Server, ServerId};
use std::net::SocketAddr;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

pub(super) static SERVER: Keyword = Keyword {
    name: "server",
    sections: Sections::BACK,
    lenient: false,
    usage: "server <name> <address>[:[<port>]] [option…]",
    sentence: "Declares a server of the backend.",
    examples: &[
        "server s1 127.0.0.1:8080 weight 2",
        "server s2 /run/app.sock",
        "server s3 127.0.0.1:+1000",
    ],
    parse: Parse::Early(server),
    ..PLAIN
};

pub(super) static SERVER_TEMPLATE: Keyword = Keyword {
    name: "server-template",
    sections: Sections::BACK,
    lenient: false,
    usage: "server-template <prefix> <number>|<range> <address>[:[<port>]] [option…]",
    sentence: "Declares several servers whose names are the prefix and a number.",
    examples: &["server-template app 3 127.0.0.1:8080", "server-template app 5-7 127.0.0.1:8080"],
    parse: Parse::Early(template),
    ..PLAIN
};

fn server(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let name = words.expect("the server's name")?;
    let name_text = valid_name(name)?;
    // A server that is refused keeps its name, so that those who refer to it aren't blamed.
    let made = Made::read(cx, words, "server");
    let lost = Made::lost();
    made.as_ref().unwrap_or(&lost).add(cx, name_text, name.span());
    made.map(drop)
}

fn template(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let prefix = words.expect("the prefix of the servers' names")?;
    let prefix_text = valid_name(prefix)?;
    let word = words.expect("a number of servers")?;
    let text = word.str();
    let bounds = match text.split_once('-') {
        Some((first, last)) => first.parse::<u32>().ok().zip(last.parse::<u32>().ok()),
        None => text.parse::<u32>().ok().map(|count| (1, count)),
    };
    let (first, last) = bounds.filter(|(first, last)| first <= last).ok_or_else(|| {
        Diagnostic::alert(
            word.span(),
            format!("'server-template' : invalid number or range '{text}'"),
        )
        .help("write a number of servers, or a range such as `1-3`")
    })?;
    let made = Made::read(cx, words, "server-template");
    let lost = Made::lost();
    for number in first..=last {
        let name = format!("{prefix_text}{number}");
        made.as_ref().unwrap_or(&lost).add(cx, &name, prefix.span());
    }
    made.map(drop)
}

fn valid_name<'w>(word: &'w Word<'_>) -> Result<&'w str, Diagnostic> {
    crate::walk::valid_name(word).map_err(|at| {
        let shown = word.str();
        Diagnostic::alert(
            word.span_of(at..at + 1),
            format!(
                "character '{}' is not permitted in server name '{shown}'",
                char::from(word.bytes()[at])
            ),
        )
        .help("names have letters, digits, `-`, `_`, `.` and `:`")
    })
}

/// A `server` line without its name.
struct Made {
    server: ServerDefaults,
    target: Option<Target>,
    host: Option<Box<str>>,
    port_offset: Option<i32>,
}

impl Made {
    fn read(
        cx: &mut EarlyCx<'_, '_>,
        words: &mut Words<'_, '_>,
        keyword: &str,
    ) -> Result<Self, Diagnostic> {
        let word = words.expect("the server's address")?;
        let parsed = values::address(word, cx.env, Want::SERVER)?;
        let server = (*cx.draft.default_server).clone();
        let mut options = ServerCx { server, env: cx.env, shared: cx.shared };
        options.options(words, keyword)?;
        let ServerCx { server, shared, .. } = options;
        let (target, host) = target(&parsed, &server, word, shared)?;
        let port_offset = match parsed.port {
            PortSpec::Offset(offset) => Some(offset),
            // Without a port the server is reached on the port that the client connected to.
            PortSpec::None if matches!(parsed.address, Address::Inet(_)) => Some(0),
            _ => None,
        };
        Ok(Self { server, target, host, port_offset })
    }

    fn lost() -> Self {
        Self { server: ServerDefaults::default(), target: None, host: None, port_offset: None }
    }

    fn add(&self, cx: &mut EarlyCx<'_, '_>, name: &str, span: Span) {
        let draft = &mut *cx.draft;
        let id = ServerId(u32::try_from(draft.live.len()).unwrap_or(u32::MAX));
        let Self { server, .. } = self;
        let mut live = Server::new(id, name, self.target.clone());
        // Zero: a number is given once the explicit ones of the proxy are known.
        live.number = server.number.unwrap_or(0);
        live.weight = AtomicU32::new(server.weight);
        live.backup = server.backup;
        live.maxconn = AtomicU32::new(server.maxconn.max(server.minconn));
        let out = server.disabled || self.target.is_none();
        live.maintenance.store(out, Relaxed);
        live.up.store(!out, Relaxed);
        draft.live.push(live);
        draft.servers.push(plan::Server {
            id,
            host: self.host.clone(),
            port_offset: self.port_offset,
            source: server.source,
            interface: server.interface.clone(),
            minconn: server.minconn,
            maxqueue: server.maxqueue,
            tfo: server.tfo,
            pool_max: server.pool_max,
            pool_purge_delay: server.pool_purge_delay,
            max_reuse: server.max_reuse,
            span,
        });
    }
}

/// Where the server listens, and its name if the address is one.
fn target(
    parsed: &Parsed,
    server: &ServerDefaults,
    word: &Word<'_>,
    shared: &mut Shared,
) -> Result<(Option<Target>, Option<Box<str>>), Diagnostic> {
    let port = parsed.port.one().unwrap_or(0);
    Ok(match &parsed.address {
        Address::Fd(_) => {
            return Err(Diagnostic::alert(word.span(), "a server can't be a descriptor"));
        }
        address => match (Target::new(address, port), address) {
            (None, Address::Inet(host)) => {
                let name = Some(host.to_string().into());
                (first_address(host, port, server, word, shared)?, name)
            }
            (target, _) => (target, None),
        },
    })
}

/// `init-addr`: the first way that gives an address.
fn first_address(
    host: &Host,
    port: u16,
    server: &ServerDefaults,
    word: &Word<'_>,
    shared: &mut Shared,
) -> Result<Option<Target>, Diagnostic> {
    let mut reason = None;
    for way in &server.init_addr {
        match way {
            InitAddr::Last => {}
            InitAddr::None => return Ok(None),
            InitAddr::Ip(ip) => return Ok(Some(Target::Inet(SocketAddr::new(*ip, port)))),
            InitAddr::Libc => match values::resolve(host, shared) {
                Ok(ip) => return Ok(Some(Target::Inet(SocketAddr::new(ip, port)))),
                Err(why) => reason = Some(why),
            },
        }
    }
    let error = Diagnostic::alert(word.span(), format!("could not resolve address '{host}'"))
        .help("write an address, a name that this machine can resolve, or `init-addr none`");
    Err(match reason {
        Some(why) => error.label(why),
        None => error,
    })
}
