//! Text to plan: the walks in their order.

use crate::catalogue::{Catalogue, Scripts};
use crate::draft::Draft;
use crate::keyword::Section;
use crate::plan::{Global, Plan, Proxy};
use crate::walk::{Found, Walk};
use crate::{check, formats, late, link, log_profile, resolvers, vars};
use moongate_lang::{Diagnostics, Env, Facts, Severity, Sources};
use moongate_state::{ProxyId, World};
use std::sync::Arc;

/// Reads a configuration. Everything that is wrong with it is told to `diagnostics`; there is a
/// plan unless something is an error.
///
/// `env` is the environment that `$VAR` reads; afterwards it is the one that `setenv` and its kin
/// made of it.
pub fn read(
    sources: &Sources,
    env: &mut Env,
    facts: &Facts<'_>,
    catalogue: &mut Catalogue,
    scripts: &dyn Scripts,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    let _watched = moongate_sample::Backtracking::watch();
    for (name, format) in formats::VARIABLES {
        env.set(name, format);
    }
    let mut notes = Diagnostics::default();
    let mut walk = Walk { env, catalogue, scripts, notes: &mut notes, found: Found::default() };
    walk.run(sources, facts);
    let mut found = walk.found;
    let error_files = std::mem::take(&mut found.shared.error_files);
    let log_names: Vec<Box<str>> =
        found.shared.log_profiles.iter().map(|profile| profile.name.clone()).collect();
    let (mut proxies, mut names) = proxies(&mut found, &mut notes);
    names.env.clone_from(env);
    let lists = std::mem::take(&mut found.userlists).into_iter();
    names.userlists = lists.filter_map(|list| list.finish(&mut notes)).collect();
    let patterns = scripts.patterns();
    let resolvers = resolvers::make(
        std::mem::take(&mut found.resolvers),
        found.global.global.dns_accept,
        &mut notes,
    );
    let default_path = found.global.default_path.clone();
    resolvers::attach(&mut proxies, &resolvers, &mut notes);
    let mut second = late::World {
        catalogue,
        names: &names,
        patterns: &patterns,
        scripts,
        error_files: &error_files,
        log_profiles: &log_names,
        stick_counters: found.global.global.tune.stick_counters,
        resolvers: &resolvers,
        bandwidth: Vec::new(),
        sources,
        default_path: &default_path,
        notes: &mut notes,
    };
    for (draft, proxy) in found.proxies.iter().zip(&mut proxies) {
        second.read(&found.defaults, draft, proxy);
    }
    unused(&mut found, &mut second);
    let log_profiles = log_profile::compile(&found.log_profiles, &found.shared, &mut second);
    // What concerns lines is told in the order of the lines, what concerns the whole after it.
    let failed = notes.any(Severity::Alert);
    in_order(notes, diagnostics);
    let mut whole = Diagnostics::default();
    check::all(&found, &mut proxies, &mut whole);
    for diagnostic in whole.iter() {
        // What lines lack that were refused would be no news.
        if !failed || diagnostic.severity == Severity::Alert {
            diagnostics.push(diagnostic.clone());
        }
    }
    let tune = &mut found.global.global.tune;
    // As documented: more than half of a buffer would leave too little for the message.
    tune.maxrewrite = tune.maxrewrite.min(tune.bufsize / 2);
    scripts.tune(&tune.lua);
    if found.global.scripts {
        found.global.global.scripts = true;
        scripts.environment(&names.env);
    }
    let mut world = world(&found.global.global, &proxies);
    world.files = sources.iter().map(|(_, source)| source.name.as_str().into()).collect();
    let world = Arc::new(world);
    vars::set(
        &found.global.vars,
        (sources, &default_path),
        catalogue,
        &names,
        &patterns,
        &world,
        diagnostics,
    );
    if diagnostics.any(Severity::Alert) {
        return None;
    }
    let services = catalogue.services.iter();
    let services = services
        .map(|(name, (_, service))| {
            (name.strip_prefix("lua.").unwrap_or(name).to_owned(), Arc::clone(service))
        })
        .collect();
    let backends = proxies.iter().filter(|proxy| proxy.state.backend);
    let backends = backends.map(|proxy| (proxy.state.name.clone(), proxy.id)).collect();
    Some(Plan {
        world,
        global: found.global.global,
        proxies,
        backends,
        services,
        log_profiles,
        resolvers,
        patterns,
    })
}

/// The proxies of the plan, and their names.
fn proxies(found: &mut Found<'_>, notes: &mut Diagnostics) -> (Vec<Proxy>, crate::names::Names) {
    crate::proxy::stick::store_servers(&mut found.proxies);
    let numbers =
        link::proxy_numbers(&found.proxies, !found.global.global.stats_sockets.is_empty(), notes);
    let mut names = crate::names::Names::default();
    let mut list = Vec::with_capacity(found.proxies.len());
    for (at, (draft, number)) in found.proxies.iter_mut().zip(numbers).enumerate() {
        let id = ProxyId(u32::try_from(at).unwrap_or(u32::MAX));
        let proxy = link::proxy(draft, id, number, &found.global.global, notes);
        names.add(link::entry(draft, &proxy));
        list.push(proxy);
    }
    (list, names)
}

/// Reads the lines of `defaults` sections that no proxy uses, as if one did: only to check them.
fn unused(found: &mut Found<'_>, second: &mut late::World<'_>) {
    let mut used = vec![false; found.defaults.len()];
    let froms = found.proxies.iter().chain(&found.defaults).filter_map(|draft| draft.from);
    froms.for_each(|at| used[at] = true);
    for (at, defaults) in found.defaults.iter().enumerate() {
        if used[at] || (defaults.late.is_empty() && defaults.errors.is_empty()) {
            continue;
        }
        let mut draft = Draft::new(Section::Listen, &defaults.name, defaults.span);
        draft.from = Some(at);
        draft.settings = defaults.settings.clone();
        draft.errors = defaults.errors.clone();
        let id = ProxyId(u32::MAX - 1);
        let mut proxy = link::proxy(&mut draft, id, 1, &Global::default(), second.notes);
        second.read(&found.defaults, &draft, &mut proxy);
    }
}

/// The process's live side.
fn world(global: &Global, proxies: &[Proxy]) -> World {
    let mut world = World::new(proxies.iter().map(|proxy| Arc::clone(&proxy.state)).collect());
    let hostname = crate::values::hostname();
    world.hostname = (*hostname).into();
    world.node = global.node.as_deref().unwrap_or(&hostname).into();
    world.description = global.description.as_deref().unwrap_or_default().into();
    world.statuses = (global.error_statuses.clone(), global.failure_statuses.clone());
    *world.threads.get_mut() = global.nbthread.unwrap_or_else(|| {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        u32::try_from(cores).unwrap_or(1)
    });
    *world.maxconn.get_mut() = global.maxconn.unwrap_or(0);
    world
}

/// Sorts findings by their place; those without one stay behind.
fn in_order(notes: Diagnostics, into: &mut Diagnostics) {
    let mut list: Vec<_> = notes.iter().cloned().collect();
    list.sort_by_key(|diagnostic| {
        diagnostic.span.map_or((1, None), |span| (0, Some((span.file, span.start))))
    });
    // A line of `defaults` is read for each proxy; what is wrong with it is told once.
    list.dedup();
    for diagnostic in list {
        into.push(diagnostic);
    }
}
