//! The address and the options of a `server` or `server-template` line.

use crate::draft::{InitAddr, ServerDefaults, Shared};
use crate::keyword::EarlyCx;
use crate::plan;
use crate::server::ServerCx;
use crate::values;
use moongate_lang::{Diagnostic, Span, Word, Words};
use moongate_net::addr::Want;
use moongate_net::{Address, Host, Parsed, PortSpec, Target};
use moongate_state::{Health, Server, ServerId};
use std::net::SocketAddr;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

/// A `server` line without its name.
pub(super) struct Made {
    server: ServerDefaults,
    target: Option<Target>,
    host: Option<Box<str>>,
    port_offset: Option<i32>,
    port: u16,
}

impl Made {
    /// Reads the address and the options.
    pub(super) fn read(
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
            PortSpec::None | PortSpec::One(0) if matches!(parsed.address, Address::Inet(_)) => {
                Some(0)
            }
            _ => None,
        };
        let port = parsed.port.one().unwrap_or(0);
        Ok(Self { server, target, host, port_offset, port })
    }

    /// What stands for a line that was refused.
    pub(super) fn lost() -> Self {
        Self {
            server: ServerDefaults::default(),
            target: None,
            host: None,
            port_offset: None,
            port: 0,
        }
    }

    /// Adds a server of that name.
    pub(super) fn add(&self, cx: &mut EarlyCx<'_, '_>, name: &str, span: Span) {
        let draft = &mut *cx.draft;
        let id = ServerId(u32::try_from(draft.live.len()).unwrap_or(u32::MAX));
        let Self { server, .. } = self;
        let mut live = Server::new(id, name, self.target.clone());
        // Zero: a number is given once the explicit ones of the proxy are known.
        live.number = server.number.unwrap_or(0);
        live.weight = AtomicU32::new(server.weight);
        live.backup = server.backup;
        live.maxconn = AtomicU32::new(server.maxconn.max(server.minconn));
        let follows = server.resolve.section.is_some();
        let lost = self.target.is_none();
        // Who follows a name waits for its address, out of nobody's will.
        live.maintenance.store(server.disabled || (lost && !follows), Relaxed);
        live.up.store(!server.disabled && !lost, Relaxed);
        let check = &server.check;
        live.health.rise = check.rise;
        live.health.fall = check.fall;
        live.health.score.store(check.rise, Relaxed);
        if check.enabled && check.track.is_none() {
            live.health = Health::checked(check.rise, check.fall, check.init);
            let begins = live.health.restart();
            live.up.store(!server.disabled && !lost && begins, Relaxed);
        }
        live.health.port.store(check.port.map_or(0, u32::from), Relaxed);
        *live.health.address.write() = check.address;
        draft.live.push(live);
        draft.servers.push(plan::Server {
            id,
            host: self.host.clone(),
            port: self.port,
            resolve: server.resolve.clone(),
            resolvers: None,
            port_offset: self.port_offset,
            source: server.source,
            interface: server.interface.clone(),
            minconn: server.minconn,
            tfo: server.tfo,
            cookie: server.cookie.clone(),
            pool_max: server.pool_max,
            pool_purge_delay: server.pool_purge_delay,
            max_reuse: server.max_reuse,
            non_stick: server.non_stick,
            check: server.check.clone(),
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
