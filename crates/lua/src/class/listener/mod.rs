//! The class `Listener`: an address of a frontend.

use super::{Class, proxy};
use crate::declaration::Declaration;
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function, Stack, Vm};
use moongate_state::{Listener, Proxy, ProxyId};

/// `Listener`
pub(super) const CLASS: Class = Class {
    name: "Listener",
    sentence: "An address that a frontend listens on.",
    functions: &[function::<GetStats>()],
    fields: &[],
    constants: &[],
};

/// The name that scripts know a listener by; those without one are counted.
pub(super) fn name(proxy: &Proxy, listener: &Listener) -> String {
    if listener.name.is_empty() {
        let unnamed = proxy.listeners().iter().filter(|other| other.name.is_empty());
        let at = unnamed.take_while(|other| other.number != listener.number).count();
        format!("sock-{}", at + 1)
    } else {
        listener.name.to_string()
    }
}

/// Pushes a `Listener`.
pub(super) fn push(vm: &Vm, stack: &Stack<'_>, proxy: ProxyId, at: usize, name: &str) {
    stack.push_object(u64::from(proxy.0) << 32 | at as u64, vm.classes().kept.listener);
    if let Some(table) = stack.table(stack.len()) {
        table.set(b"name", |stack| stack.push_bytes(name.as_bytes()));
    }
}

/// `Listener:get_stats`
struct GetStats;

impl Function for GetStats {
    const DECLARATION: Declaration = Declaration::new(
        "Listener",
        "get_stats",
        &[],
        "table<string, string|integer>",
        "Its names, its number, and its sessions now and at most.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        const WHAT: Fault = Fault::Argument(1, "the object itself (call it with a colon)");
        if !call.is_of(1, call.vm().classes().kept.listener) {
            return Err(WHAT);
        }
        let host = proxy::host(call)?;
        let (number, _) = call.object(1).ok_or(WHAT)?;
        let proxies = host.live().map(|live| &live.world.proxies);
        let proxy = proxies.and_then(|list| list.get((number >> 32) as usize)).ok_or(WHAT)?;
        let listener = proxy.listeners().get((number & 0xffff_ffff) as usize).ok_or(WHAT)?;
        let table = call.push_table(0, 8);
        table.set(b"pxname", |stack| stack.push_bytes(proxy.name.as_bytes()));
        table.set(b"svname", |stack| stack.push_bytes(name(proxy, listener).as_bytes()));
        table.set(b"addr", |stack| stack.push_bytes(listener.address.as_bytes()));
        table.set_integer("iid", proxy.number.into());
        table.set_integer("sid", listener.number.into());
        table.set_integer("type", 3);
        table.set_integer("scur", listener.sessions.get() as i64);
        table.set_integer("smax", listener.sessions.max() as i64);
        Ok(Done::Values(1))
    }
}
