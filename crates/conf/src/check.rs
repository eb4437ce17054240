//! What is said about the configuration as a whole, once all of it is read.

use crate::draft::{Draft, Kept, LogLine};
use crate::keyword::Section;
use crate::plan::{Options, Proxy};
use crate::walk::Found;
use moongate_lang::{Diagnostic, Diagnostics};
use moongate_state::Mode;

/// Everything.
pub(crate) fn all(found: &Found<'_>, proxies: &mut [Proxy], notes: &mut Diagnostics) {
    defaults(found, notes);
    tables(found, proxies, notes);
    crate::health::settle(&found.proxies, proxies, notes);
    for (draft, proxy) in found.proxies.iter().zip(proxies) {
        if proxy.settings.disabled {
            continue;
        }
        listens(draft, proxy, notes);
        timeouts(draft, proxy, notes);
        logs(draft, proxy, notes);
        http_only(draft, proxy, notes);
        crate::proxy::stats::settle(draft, proxy, notes);
    }
}

/// How `defaults` sections are used (manual 4).
fn defaults(found: &Found<'_>, notes: &mut Diagnostics) {
    for (at, defaults) in found.defaults.iter().enumerate() {
        let users = || found.proxies.iter().filter(|draft| draft.from == Some(at));
        let explicit = users().find(|draft| draft.explicit_from);
        let implicit = users().find(|draft| !draft.explicit_from);
        if let (Some(explicit), Some(implicit)) = (explicit, implicit) {
            let message = format!(
                "defaults section '{}' is explicitly referenced by another proxy and implicitly used here",
                defaults.name
            );
            notes.push(
                Diagnostic::warning(implicit.span, message)
                    .related(explicit.span, "referenced here")
                    .help(
                        "write `from` here too, or add a last `defaults` section for implicit use",
                    ),
            );
        }
        let rules = |draft: &Draft<'_>| draft.late.iter().any(is_rule);
        if !rules(defaults) {
            continue;
        }
        let front = users().find(|draft| draft.section == Section::Frontend);
        let back = users().find(|draft| draft.section == Section::Backend);
        if let (Some(front), Some(back)) = (front, back) {
            let later = if front.span.start > back.span.start { front } else { back };
            notes.push(
                Diagnostic::alert(
                    later.span,
                    "frontends and backends cannot inherit from the same defaults section if it defines TCP/HTTP rules",
                )
                .related(defaults.span, "the section")
                .related(if std::ptr::eq(later, front) { back.span } else { front.span }, "the other user"),
            );
        }
        let response = |draft: &Draft<'_>| {
            let mut lines = draft.late.iter().filter(|kept| is_rule(kept));
            lines.find(|kept| kept.keyword.name == "tcp-response").map(|kept| kept.end)
        };
        if let (Some(front), Some(line)) = (front, response(defaults)) {
            notes.push(
                Diagnostic::alert(
                    front.span,
                    "a frontend section cannot inherit from a defaults section defining 'tcp-response content' rules",
                )
                .related(line, "such a rule"),
            );
        }
    }
}

/// `write-to` of stick tables names others with the same keys. What it is for is done only with what
/// other processes send.
fn tables(found: &Found<'_>, proxies: &[Proxy], notes: &mut Diagnostics) {
    let tables = || proxies.iter().filter_map(|proxy| proxy.state.table());
    for (draft, own) in found.proxies.iter().zip(proxies) {
        let Some(table) = &draft.table else { continue };
        for word in &table.write_to {
            let name = word.str();
            let (wrong, near) = match tables().find(|table| *table.name == *name) {
                _ if *own.state.name == *name => {
                    ("a table can't be written to itself".to_owned(), false)
                }
                None => (format!("there is no stick table '{name}'"), true),
                Some(other) if other.kind() != table.spec.kind => (
                    format!("the keys of the stick table '{name}' are of another type or length"),
                    false,
                ),
                Some(_) => continue,
            };
            let alert = Diagnostic::alert(word.span(), wrong);
            notes.push(match near {
                true => alert.did_you_mean(name, tables().map(|table| &*table.name)),
                false => alert.help("name another table with the same keys"),
            });
        }
    }
}

/// Whether a line has an action.
fn is_rule(kept: &Kept<'_>) -> bool {
    let delay = kept.words.get(1).is_some_and(|word| *word == "inspect-delay");
    let name = kept.keyword.name;
    (name.starts_with("http-") || name.starts_with("tcp-")) && !delay
}

fn listens(draft: &Draft<'_>, proxy: &Proxy, notes: &mut Diagnostics) {
    if draft.section.is_frontend() && proxy.binds.is_empty() {
        let message = format!(
            "{} has no 'bind' directive. Please declare it as a backend if this was intended.",
            draft.title()
        );
        notes.push(Diagnostic::warning(draft.span, message).help("add `bind :<port>`"));
    }
}

fn timeouts(draft: &Draft<'_>, proxy: &Proxy, notes: &mut Diagnostics) {
    let set = &proxy.settings.timeouts;
    let client = draft.section.is_frontend() && set.client.is_none();
    let back = draft.section.is_backend() && !proxy.servers.is_empty();
    let connect = back && set.connect.is_none();
    let tunnel = proxy.mode != Mode::Http && set.tunnel.is_some();
    let server = back && set.server.is_none() && !tunnel;
    let missing: Vec<&str> = [(client, "client"), (connect, "connect"), (server, "server")]
        .into_iter()
        .filter_map(|(missing, name)| missing.then_some(name))
        .collect();
    if missing.is_empty() {
        return;
    }
    let lines: Vec<String> = missing.iter().map(|name| format!("`timeout {name} 30s`")).collect();
    notes.push(
        Diagnostic::warning(draft.span, format!("missing timeouts for {}.", draft.title()))
            .label("without them, connections may stay open for ever")
            .help(format!("add {} here or in `defaults`", lines.join(", "))),
    );
}

fn logs(draft: &Draft<'_>, proxy: &Proxy, notes: &mut Diagnostics) {
    if !draft.section.is_frontend() {
        return;
    }
    let deferred = &draft.deferred;
    if let Some((line @ (LogLine::Http | LogLine::HttpClf | LogLine::Https), span)) = &deferred.log
        && !proxy.http
    {
        let message = format!(
            "'{}' not usable with {} (needs 'mode http'). Falling back to 'option tcplog'.",
            line.directive().trim_end_matches(" clf"),
            draft.title()
        );
        notes.push(Diagnostic::warning(*span, message).related(draft.span, "its mode is `tcp`"));
    }
    let format = deferred.log.is_some() || deferred.log_sd.is_some();
    if format && proxy.settings.logs.is_empty() {
        let message =
            format!("log format ignored for {} since it has no log address.", draft.title());
        notes.push(
            Diagnostic::warning(draft.span, message).help("add `log global` or a log target"),
        );
    }
}

type Switch = (&'static str, bool, bool, fn(&mut Options) -> &mut bool);

/// Options that need HTTP: name, whether frontends and whether backends have them, place.
const HTTP_OPTIONS: [Switch; 13] = [
    ("accept-unsafe-violations-in-http-request", true, false, |o| &mut o.accept_unsafe_request),
    ("http-buffer-request", true, true, |o| &mut o.http_buffer_request),
    ("http-ignore-probes", true, false, |o| &mut o.http_ignore_probes),
    ("idle-close-on-response", true, false, |o| &mut o.idle_close_on_response),
    ("accept-unsafe-violations-in-http-response", false, true, |o| &mut o.accept_unsafe_response),
    ("h1-case-adjust-bogus-client", true, false, |o| &mut o.case_client),
    ("h1-case-adjust-bogus-server", false, true, |o| &mut o.case_server),
    ("http-drop-request-trailers", false, true, |o| &mut o.drop_request_trailers),
    ("http-drop-response-trailers", true, false, |o| &mut o.drop_response_trailers),
    ("checkcache", false, true, |o| &mut o.checkcache),
    ("prefer-last-server", false, true, |o| &mut o.prefer_last_server),
    ("http-pretend-keepalive", false, true, |o| &mut o.http_pretend_keepalive),
    ("http-no-delay", true, true, |o| &mut o.http_no_delay),
];

/// What a proxy in mode `tcp` can't do; it is switched off.
fn http_only(draft: &Draft<'_>, proxy: &mut Proxy, notes: &mut Diagnostics) {
    if proxy.http {
        return;
    }
    let title = draft.title();
    let section = draft.section;
    let mut warn = |message: String| {
        notes.push(Diagnostic::warning(draft.span, message).help("add `mode http`"));
    };
    if section.is_frontend() && proxy.settings.monitor_uri.take().is_some() {
        warn(format!("monitor-uri will be ignored for {title} (needs 'mode http')."));
    }
    if proxy.settings.stats.take().is_some() {
        warn(format!("'stats' statement ignored for {title} as it requires HTTP mode."));
    }
    let rules = &mut proxy.rules;
    for (name, set) in [
        ("http-request", &mut rules.http_request),
        ("redirect", &mut rules.redirect),
        ("http-response", &mut rules.http_response),
        ("http-after-response", &mut rules.http_after_response),
    ] {
        // Those of `defaults` may be meant for others.
        let own = draft.late.iter().any(|kept| kept.keyword.name == name);
        set.0.clear();
        if own {
            warn(format!("'{name}' rules ignored for {title} as they require HTTP mode."));
        }
    }
    if proxy.settings.forwardfor.take().is_some() {
        warn(format!("'option forwardfor' ignored for {title} as it requires HTTP mode."));
    }
    let cookie = proxy.settings.cookie.take().is_some();
    if cookie && section.is_backend() {
        warn(format!("'cookie' ignored for {title} as it requires HTTP mode."));
    }
    if proxy.settings.originalto.take().is_some() {
        warn(format!("'option originalto' ignored for {title} as it requires HTTP mode."));
    }
    if proxy.forwarded.take().is_some() {
        warn(format!("'option forwarded' ignored for {title} as it requires HTTP mode."));
    }
    for (name, front, back, place) in HTTP_OPTIONS {
        let concerned = (front && section.is_frontend()) || (back && section.is_backend());
        let value = place(&mut proxy.settings.options);
        if concerned && std::mem::take(value) {
            warn(format!("'option {name}' ignored for {title} as it requires HTTP mode."));
        }
    }
}
