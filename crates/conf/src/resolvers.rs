//! `resolvers`: name servers that are asked while traffic flows (configuration manual, chapter
//! 5.3.2).

use crate::plan::Proxy;
use crate::values;
use crate::walk::{bad_name, valid_name};
use moongate_lang::{Diagnostic, Diagnostics, Env, Line, Span, Words};
use moongate_net::addr::{Kind, Want};
use moongate_net::dns::{Accept, Counters, NameServer, Resolvers, Settings};
use moongate_net::{Address, PortSpec};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The port of name servers.
const PORT: u16 = 53;

/// Where the system names its own.
const RESOLV_CONF: &str = "/etc/resolv.conf";

/// The section that is there by itself.
const DEFAULT: &str = "default";

/// What lines of the section begin with.
const KEYWORDS: [&str; 6] = [
    "accepted_payload_size",
    "hold",
    "nameserver",
    "parse-resolv-conf",
    "resolve_retries",
    "timeout",
];

/// A section while it is read.
#[derive(Debug)]
pub(crate) struct ResolversDraft {
    name: Box<str>,
    span: Span,
    servers: Vec<NameServer>,
    settings: Settings,
}

/// Begins a section.
pub(crate) fn open(
    line: &Line<'_>,
    others: &[ResolversDraft],
) -> Result<ResolversDraft, Diagnostic> {
    let mut words = line.arguments();
    let word = words.expect("the section's name")?;
    let name = valid_name(word).map_err(|at| bad_name(word, at, "the name of a section"))?;
    words.finish("the section's name")?;
    if let Some(first) = others.iter().find(|other| *other.name == *name) {
        return Err(Diagnostic::alert(
            word.span(),
            format!("resolvers '{name}' has the same name as another resolvers section"),
        )
        .related(first.span, "declared here")
        .help("give it another name"));
    }
    let settings = Settings::default();
    Ok(ResolversDraft { name: name.into(), span: word.span(), servers: Vec::new(), settings })
}

impl ResolversDraft {
    /// Reads a line of the section.
    pub(crate) fn line(
        &mut self,
        line: &Line<'_>,
        env: &Env,
        notes: &mut Diagnostics,
    ) -> Result<(), Diagnostic> {
        let Some(keyword) = line.keyword() else { return Ok(()) };
        if let Some(negation) = line.negation {
            return Err(Diagnostic::alert(
                negation.span(),
                "nothing can be negated in this section",
            ));
        }
        let mut words = line.arguments();
        let settings = &mut self.settings;
        match keyword.str() {
            "accepted_payload_size" => {
                settings.payload = values::integer(&mut words, "a size in bytes", 512..=65535)?;
            }
            "hold" => self.hold(&mut words)?,
            "nameserver" => return self.nameserver(&mut words, env),
            "parse-resolv-conf" => {
                words.finish("`parse-resolv-conf`")?;
                let listed = self.system(Path::new(RESOLV_CONF)).unwrap_or(0);
                if listed == 0 {
                    let message = format!("{RESOLV_CONF} names no name server");
                    notes.push(Diagnostic::warning(keyword.span(), message));
                }
            }
            "resolve_retries" => {
                settings.retries = values::integer(&mut words, "a number", 1..=1000)?;
            }
            "timeout" => {
                let events = [("resolve", 0), ("retry", 1)];
                let event = values::choice(&mut words, "what the timeout is of", &events)?;
                let time = time(&mut words)?;
                *(if event == 0 { &mut settings.resolve } else { &mut settings.retry }) = time;
            }
            name => {
                let message = format!("unknown keyword '{name}' in a resolvers section");
                return Err(Diagnostic::alert(keyword.span(), message)
                    .help(format!("its lines begin with {}", KEYWORDS.join(", ")))
                    .did_you_mean(name, KEYWORDS));
            }
        }
        words.finish("the line")
    }

    fn hold(&mut self, words: &mut Words<'_, '_>) -> Result<(), Diagnostic> {
        let statuses = [
            ("nx", 0),
            ("other", 1),
            ("refused", 2),
            ("timeout", 3),
            ("valid", 4),
            ("obsolete", 5),
        ];
        let status = values::choice(words, "the status of an answer", &statuses)?;
        let hold = &mut self.settings.hold;
        let place = match status {
            0 => &mut hold.nx,
            1 => &mut hold.other,
            2 => &mut hold.refused,
            3 => &mut hold.timeout,
            4 => &mut hold.valid,
            _ => &mut hold.obsolete,
        };
        *place = time(words)?;
        Ok(())
    }

    /// `nameserver <name> <address>[:<port>]`
    fn nameserver(&mut self, words: &mut Words<'_, '_>, env: &Env) -> Result<(), Diagnostic> {
        let name = words.expect("the name server's name")?;
        if self.servers.iter().any(|server| *name == *server.name) {
            let message = format!("the name server '{}' is declared twice", name.str());
            return Err(Diagnostic::alert(name.span(), message).help("give it another name"));
        }
        let word = words.expect("the name server's address")?;
        let want = Want { kind: Kind::Datagram, other_kind: true, ..Want::SOURCE };
        let parsed = values::address(word, env, want)?;
        let port = match parsed.port {
            PortSpec::One(port) if port > 0 => port,
            _ => PORT,
        };
        let Address::Inet(host) = parsed.address else {
            return Err(Diagnostic::unsupported(word.span(), "a name server on a unix socket"));
        };
        let found = host.resolve().ok().and_then(|list| list.first().copied());
        let Some(ip) = found else {
            let message = format!("'{}' is no address of a name server", word.str());
            return Err(Diagnostic::alert(word.span(), message)
                .help("write an address and perhaps a port, as in `10.0.0.1:53`"));
        };
        if let Some(word) = words.peek() {
            let what = format!("`{}` of a name server", word.str());
            return Err(Diagnostic::unsupported(word.span(), what));
        }
        self.server(name.str(), SocketAddr::new(ip, port), parsed.kind == Kind::Stream);
        Ok(())
    }

    /// Adds the system's name servers: how many there are.
    fn system(&mut self, file: &Path) -> std::io::Result<usize> {
        let text = std::fs::read(file)?;
        let text = String::from_utf8_lossy(&text);
        let mut count = 0;
        for line in text.lines() {
            let mut words = line.split_ascii_whitespace();
            if words.next() != Some("nameserver") {
                continue;
            }
            // An address may have a zone, which only links have.
            let ip = words.next().and_then(|word| word.split('%').next()?.parse::<IpAddr>().ok());
            let Some(ip) = ip else { continue };
            count += 1;
            let name = ip.to_string();
            if !self.servers.iter().any(|server| *server.name == *name) {
                self.server(&name, SocketAddr::new(ip, PORT), false);
            }
        }
        Ok(count)
    }

    fn server(&mut self, name: &str, address: SocketAddr, stream: bool) {
        let counters = Counters::default();
        self.servers.push(NameServer { name: name.into(), address, stream, counters });
    }
}

fn time(words: &mut Words<'_, '_>) -> Result<Duration, Diagnostic> {
    Ok(Duration::from_millis(values::ms(words, "a time")?))
}

/// Makes the resolvers of the plan; the one named `default` is there even if no section is.
pub(crate) fn make(
    mut drafts: Vec<ResolversDraft>,
    accept: Accept,
    notes: &mut Diagnostics,
) -> Vec<Arc<Resolvers>> {
    for draft in drafts.iter().filter(|draft| draft.servers.is_empty()) {
        let message = format!("resolvers '{}' has no nameservers configured!", draft.name);
        notes.push(
            Diagnostic::warning(draft.span, message)
                .help("add `nameserver <name> <address>:53` or `parse-resolv-conf`"),
        );
    }
    if !drafts.iter().any(|draft| &*draft.name == DEFAULT) {
        let span = Span::new(moongate_lang::FileId(0), 0, 0);
        let settings = Settings::default();
        let mut system =
            ResolversDraft { name: DEFAULT.into(), span, servers: Vec::new(), settings };
        if system.system(Path::new(RESOLV_CONF)).is_ok_and(|count| count > 0) {
            drafts.push(system);
        }
    }
    let made = drafts
        .into_iter()
        .map(|draft| Arc::new(Resolvers::new(draft.name, draft.servers, draft.settings, accept)));
    made.collect()
}

/// Gives servers the resolvers that they name.
pub(crate) fn attach(proxies: &mut [Proxy], known: &[Arc<Resolvers>], notes: &mut Diagnostics) {
    for server in proxies.iter_mut().flat_map(|proxy| &mut proxy.servers) {
        let Some((name, span)) = &server.resolve.section else { continue };
        let Some(found) = known.iter().find(|resolvers| resolvers.name == *name) else {
            let message = format!("there is no section `resolvers {name}`");
            let names = known.iter().map(|resolvers| &*resolvers.name);
            let wrong = Diagnostic::alert(*span, message);
            notes.push(wrong.help("add it, with `nameserver` lines").did_you_mean(name, names));
            continue;
        };
        match server.host.as_deref() {
            // An address needs no name server.
            None => {}
            Some(host) if host.starts_with('_') => {
                notes.push(Diagnostic::unsupported(*span, "a server found by its SRV records"));
            }
            Some(_) => server.resolvers = Some(Arc::clone(found)),
        }
    }
}
