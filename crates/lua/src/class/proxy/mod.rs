//! The class `Proxy`, and the tables of proxies in `core`.

use super::{Class, Field, listener, push_facts, server, stick_table};
use crate::declaration::{Declaration, LuaFn, param};
use crate::facts::Subject;
use crate::host::Shared;
use crate::raw::call::{function, index};
use crate::raw::{Call, Done, Fault, Function, Stack, Vm};
use moongate_state::{Mode, Proxy, ProxyId, World};
use std::sync::Arc;

/// Finds `servers`, `listeners` and `stktable`.
pub(super) const INDEX: LuaFn = index::<Index>();

/// `Proxy`
pub(super) const CLASS: Class = Class {
    name: "Proxy",
    sentence: "A frontend, a backend, or both.",
    functions: &[
        function::<GetName>(),
        function::<GetUuid>(),
        function::<GetCap>(),
        function::<GetMode>(),
        function::<GetSrv<false>>(),
        function::<GetSrv<true>>(),
        function::<GetStats>(),
    ],
    fields: &[
        Field { name: "name", kind: "string", sentence: "Its name." },
        Field { name: "uuid", kind: "string", sentence: "Its number." },
        Field { name: "servers", kind: "table<string, Server>", sentence: "Its servers by name." },
        Field {
            name: "listeners",
            kind: "table<string, Listener>",
            sentence: "Its listeners by name; those without one by `sock-` and a number.",
        },
        Field {
            name: "stktable",
            kind: "StickTable?",
            sentence: "Its stick table, if it has one.",
        },
    ],
    constants: &[],
};

/// Pushes a `Proxy`.
pub(super) fn push(vm: &Vm, stack: &Stack<'_>, proxy: &Proxy) {
    stack.push_object(proxy.id.0.into(), vm.classes().kept.proxy);
    if let Some(table) = stack.table(stack.len()) {
        table.set(b"name", |stack| stack.push_bytes(proxy.name.as_bytes()));
        table.set(b"uuid", |stack| stack.push_bytes(proxy.number.to_string().as_bytes()));
    }
}

/// Pushes the proxies that are wanted, by name.
fn push_all(vm: &Vm, stack: &Stack<'_>, world: &World, wanted: impl Fn(&Proxy) -> bool) {
    let table = stack.push_table(0, 8);
    for proxy in world.proxies.iter().filter(|proxy| wanted(proxy)) {
        table.set(proxy.name.as_bytes(), |stack| push(vm, stack, proxy));
    }
}

/// The world, which scripts know once the configuration is read.
pub(super) fn host(call: &Call<'_>) -> Result<Arc<Shared>, Fault> {
    let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
    if host.live().is_none() {
        return Err(Fault::text(
            "not known before the configuration is read: use it in a function of core.register_init",
        ));
    }
    Ok(host)
}

/// Hands the proxy of the object at 1 to `look`.
fn with<R>(
    call: &Call<'_>,
    look: impl FnOnce(&World, &Arc<Proxy>) -> Result<R, Fault>,
) -> Result<R, Fault> {
    const WHAT: Fault = Fault::Argument(1, "the object itself (call it with a colon)");
    if !call.is_of(1, call.vm().classes().kept.proxy) {
        return Err(WHAT);
    }
    let host = host(call)?;
    let (number, _) = call.object(1).ok_or(WHAT)?;
    let world = &host.live().ok_or(WHAT)?.world;
    let proxy = usize::try_from(number).ok().and_then(|at| world.proxies.get(at)).ok_or(WHAT)?;
    look(world, proxy)
}

/// `__index` of `core`: `proxies`, `frontends` and `backends`, made when a script looks first.
pub(super) struct CoreIndex;

impl Function for CoreIndex {
    const DECLARATION: Declaration = Declaration::new(
        "core",
        "__index",
        &[param("object", "table"), param("name", "string")],
        "any",
        "Finds the tables of proxies.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let name = call.bytes(2).unwrap_or_default();
        if !matches!(name, b"proxies" | b"frontends" | b"backends") {
            return Ok(Done::Values(0));
        }
        let host = host(call)?;
        let Some(live) = host.live() else { return Ok(Done::Values(0)) };
        push_all(call.vm(), call, &live.world, |proxy| match name {
            b"frontends" => proxy.frontend,
            b"backends" => proxy.backend,
            _ => true,
        });
        call.cache_field(2);
        Ok(Done::Values(1))
    }
}

/// `__index` of `Proxy`
struct Index;

impl Function for Index {
    const DECLARATION: Declaration = Declaration::new(
        "Proxy",
        "__index",
        &[param("name", "string")],
        "any",
        "Finds methods and fields.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let name = call.bytes(2).unwrap_or_default();
        if !matches!(name, b"servers" | b"listeners" | b"stktable") {
            return Ok(Done::Values(0));
        }
        with(call, |world, proxy| {
            if name == b"stktable" {
                match proxy.table() {
                    Some(_) => stick_table::push(call.vm(), call, proxy.id),
                    None => call.push_nil(),
                }
                return Ok(());
            }
            let table = call.push_table(0, proxy.servers().len());
            if name == b"servers" {
                for it in proxy.servers() {
                    table.set(it.name.as_bytes(), |stack| {
                        server::push(call.vm(), stack, world, proxy.id, it.id);
                    });
                }
                return Ok(());
            }
            for (at, it) in proxy.listeners().iter().enumerate() {
                let name = listener::name(proxy, it);
                table.set(name.as_bytes(), |stack| {
                    listener::push(call.vm(), stack, proxy.id, at, &name);
                });
            }
            Ok(())
        })?;
        call.cache_field(2);
        Ok(Done::Values(1))
    }
}

/// `Proxy:get_name`
struct GetName;

impl Function for GetName {
    const DECLARATION: Declaration =
        Declaration::new("Proxy", "get_name", &[], "string", "Its name.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        with(call, |_, proxy| {
            call.push_bytes(proxy.name.as_bytes());
            Ok(Done::Values(1))
        })
    }
}

/// `Proxy:get_uuid`
struct GetUuid;

impl Function for GetUuid {
    const DECLARATION: Declaration =
        Declaration::new("Proxy", "get_uuid", &[], "string", "Its number.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        with(call, |_, proxy| {
            call.push_bytes(proxy.number.to_string().as_bytes());
            Ok(Done::Values(1))
        })
    }
}

/// `Proxy:get_cap`
struct GetCap;

impl Function for GetCap {
    const DECLARATION: Declaration = Declaration::new(
        "Proxy",
        "get_cap",
        &[],
        "string",
        "What it can be: `frontend`, `backend`, or `proxy` for both.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        with(call, |_, proxy| {
            call.push_bytes(match (proxy.frontend, proxy.backend) {
                (true, true) => b"proxy",
                (true, false) => b"frontend",
                _ => b"backend",
            });
            Ok(Done::Values(1))
        })
    }
}

/// `Proxy:get_mode`
struct GetMode;

impl Function for GetMode {
    const DECLARATION: Declaration = Declaration::new(
        "Proxy",
        "get_mode",
        &[],
        "string",
        "What it speaks: `tcp`, `http` or `syslog`.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        with(call, |_, proxy| {
            call.push_bytes(match proxy.mode {
                Mode::Tcp => b"tcp",
                Mode::Http => b"http",
                Mode::Log => b"syslog",
            });
            Ok(Done::Values(1))
        })
    }
}

/// `Proxy:get_srv_act`, `Proxy:get_srv_bck`
struct GetSrv<const BACKUP: bool>;

impl<const BACKUP: bool> Function for GetSrv<BACKUP> {
    const DECLARATION: Declaration = Declaration::new(
        "Proxy",
        if BACKUP { "get_srv_bck" } else { "get_srv_act" },
        &[],
        "integer",
        if BACKUP {
            "How many backup servers take traffic."
        } else {
            "How many servers that aren't backups take traffic."
        },
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        with(call, |_, proxy| {
            let (active, backup) = proxy.usable();
            call.push_integer(if BACKUP { backup } else { active } as i64);
            Ok(Done::Values(1))
        })
    }
}

/// `Proxy:get_stats`
struct GetStats;

impl Function for GetStats {
    const DECLARATION: Declaration = Declaration::new(
        "Proxy",
        "get_stats",
        &[],
        "table<string, string|number>",
        "Its counters by the names of `show stat`, as a backend if it is one.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        with(call, |_, proxy| {
            let id: ProxyId = proxy.id;
            let subject = if proxy.backend { Subject::Backend(id) } else { Subject::Frontend(id) };
            push_facts(call, |facts| facts.stats(subject))
        })
    }
}
