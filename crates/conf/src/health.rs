//! What checks of servers need to know of other lines: whom they track, and the port they go to.

use crate::draft::Draft;
use crate::plan::{CheckKind, CheckStep, Proxy, Server};
use moongate_lang::{Diagnostic, Diagnostics};
use moongate_net::Target;
use moongate_state::{ProxyId, ServerId};
use std::sync::atomic::Ordering::Relaxed;

/// Finds the servers that others track, and checks that have no port.
pub(crate) fn settle(drafts: &[Draft<'_>], proxies: &[Proxy], notes: &mut Diagnostics) {
    let mut pairs = Vec::new();
    for (draft, proxy) in drafts.iter().zip(proxies) {
        if draft.section.is_backend() {
            let said = steps(draft, proxy);
            if let Some(warning) = notes.keep(said).flatten() {
                notes.push(warning);
            }
        }
        for server in &proxy.servers {
            if server.check.track.is_some() {
                let found = tracked(draft, proxy, server, proxies);
                pairs.extend(notes.keep(found).map(|whom| ((proxy.id, server.id), whom)));
            } else if server.check.enabled {
                let _ = notes.keep(port(proxy, server));
            }
        }
    }
    for (who, whom) in pairs {
        let live =
            |(proxy, server): (ProxyId, ServerId)| proxies[proxy.0 as usize].state.server(server);
        if live(who).health.tracks.set(whom).is_ok() {
            live(whom).health.trackers.write().push(who);
        }
        // Servers begin as those whose state they take.
        if !live(whom).up.load(Relaxed) {
            live(who).up.store(false, Relaxed);
        }
    }
    for proxy in proxies {
        proxy.state.down.store(!proxy.state.is_up(), Relaxed);
    }
}

/// Steps of a check need the option that says what they speak.
fn steps(draft: &Draft<'_>, proxy: &Proxy) -> Result<Option<Diagnostic>, Diagnostic> {
    let check = &proxy.settings.check;
    let any = |wanted: fn(&CheckStep) -> bool| check.steps.iter().any(wanted);
    let http = any(|step| matches!(step, CheckStep::Request(..)));
    let tcp = any(|step| matches!(step, CheckStep::Send(..)));
    let wrong = match check.kind {
        CheckKind::Http if tcp => Some(("tcp-check", "option httpchk")),
        CheckKind::Tcp if http => Some(("http-check", "option tcp-check")),
        _ => None,
    };
    if let Some((lines, option)) = wrong {
        let message = format!("{}: '{lines}' lines can't be used with '{option}'", draft.title());
        return Err(Diagnostic::alert(draft.span, message));
    }
    // What comes from `defaults` is for others too.
    let ignored = check.kind == CheckKind::Connect && !check.steps.is_empty() && !check.inherited;
    Ok(ignored.then(|| {
        let message = format!("{}: the lines that describe checks are ignored", draft.title());
        Diagnostic::warning(draft.span, message)
            .help("write `option httpchk` or `option tcp-check` too")
    }))
}

/// The server that another one tracks: at the end of the chain something has to be checked.
fn tracked(
    draft: &Draft<'_>,
    proxy: &Proxy,
    server: &Server,
    proxies: &[Proxy],
) -> Result<(ProxyId, ServerId), Diagnostic> {
    let name = &proxy.state.server(server.id).name;
    let title = format!("{}, server '{name}'", draft.title());
    let mut at = (proxy, server);
    let mut first = None;
    let Some((_, _, span)) = &server.check.track else {
        return Err(Diagnostic::alert(server.span, "nothing is tracked"));
    };
    let alert = |message: String| Diagnostic::alert(*span, message);
    for _ in 0..=proxies.iter().map(|proxy| proxy.servers.len()).sum::<usize>() {
        let Some((backend, wanted, _)) = &at.1.check.track else {
            return match (at.1.check.enabled, first) {
                (true, Some(first)) => Ok(first),
                _ => Err(alert(format!(
                    "{title}: unable to use {}/{} for tracking as it does not have any check nor agent enabled",
                    at.0.state.name,
                    at.0.state.server(at.1.id).name
                ))),
            };
        };
        let backend = match backend {
            None => at.0,
            Some(name) => proxies
                .iter()
                .find(|other| other.state.backend && other.state.name == *name)
                .ok_or_else(|| {
                    let names = proxies.iter().filter(|other| other.state.backend);
                    alert(format!("{title}: unable to find required proxy '{name}' for tracking"))
                        .did_you_mean(name, names.map(|other| &*other.state.name))
                })?,
        };
        let servers = backend.state.servers();
        let found = servers.iter().find(|other| other.name == *wanted).ok_or_else(|| {
            alert(format!("{title}: unable to find required server '{wanted}' for tracking"))
                .did_you_mean(wanted, servers.iter().map(|other| &*other.name))
        })?;
        at = (backend, &backend.servers[found.id.0 as usize]);
        first.get_or_insert((backend.id, found.id));
    }
    Err(alert(format!("{title}: unable to track itself, directly or over others")))
}

/// A check needs a port: the server's, its own, or that of the steps.
fn port(proxy: &Proxy, server: &Server) -> Result<(), Diagnostic> {
    let target = proxy.state.server(server.id).target.read();
    let has = match &*target {
        Some(Target::Inet(addr)) => addr.port() > 0,
        _ => true,
    };
    let steps = &proxy.settings.check.steps;
    let first = steps.iter().find(|step| !matches!(step, CheckStep::Comment(_)));
    let connects = matches!(first, Some(CheckStep::Connect(connect)) if connect.port.is_some());
    if has || server.check.port.is_some() || connects {
        return Ok(());
    }
    let message = format!(
        "server {} has neither service port nor check port, and its checks have no 'connect' with a port",
        proxy.state.server(server.id).name
    );
    Err(Diagnostic::alert(server.span, message).help("write `port` and a number behind `check`"))
}
