//! The class `Server`: looks at a server and changes it.

mod change;
mod health;
mod look;

use super::{Class, Field, proxy};
use crate::host::{Live, Shared};
use crate::raw::call::function;
use crate::raw::{Call, Fault, Stack, Vm};
use moongate_state::{ProxyId, Server, ServerId, Why, World};
use std::sync::Arc;

/// `Server`
pub(super) const CLASS: Class = Class {
    name: "Server",
    sentence: "A server of a backend.",
    functions: &[
        function::<look::GetName>(),
        function::<look::GetPuid>(),
        function::<look::GetRid>(),
        function::<look::IsDraining>(),
        function::<look::IsBackup>(),
        function::<look::IsDynamic>(),
        function::<look::GetCurSess>(),
        function::<look::GetPendConn>(),
        function::<look::GetMaxconn>(),
        function::<look::GetWeight>(),
        function::<look::GetAddr>(),
        function::<look::GetStats>(),
        function::<look::GetProxy>(),
        function::<change::SetMaxconn>(),
        function::<change::SetWeight>(),
        function::<change::SetAddr>(),
        function::<change::SetMaint>(),
        function::<change::SetReady>(),
        function::<change::SetDrain>(),
        function::<change::EventSub>(),
        function::<health::CheckEnable>(),
        function::<health::CheckDisable>(),
        function::<health::CheckForceUp>(),
        function::<health::CheckForceNolb>(),
        function::<health::CheckForceDown>(),
        function::<health::Tracking>(),
        function::<health::GetTrackers>(),
    ],
    fields: &[
        Field { name: "name", kind: "string", sentence: "Its name." },
        Field { name: "puid", kind: "string", sentence: "Its number in its backend." },
    ],
    constants: &[],
};

/// Pushes a `Server`.
pub(super) fn push(vm: &Vm, stack: &Stack<'_>, world: &World, backend: ProxyId, id: ServerId) {
    stack.push_object(u64::from(backend.0) << 32 | u64::from(id.0), vm.classes().kept.server);
    let server = world.proxy(backend).server(id);
    if let Some(table) = stack.table(stack.len()) {
        table.set(b"name", |stack| stack.push_bytes(server.name.as_bytes()));
        table.set(b"puid", |stack| stack.push_bytes(server.number.to_string().as_bytes()));
    }
}

/// The server of an object.
struct This {
    host: Arc<Shared>,
    backend: ProxyId,
    id: ServerId,
}

impl This {
    /// Of the object at 1.
    fn of(call: &Call<'_>) -> Result<Self, Fault> {
        const WHAT: Fault = Fault::Argument(1, "the object itself (call it with a colon)");
        if !call.is_of(1, call.vm().classes().kept.server) {
            return Err(WHAT);
        }
        let host = proxy::host(call)?;
        let (number, _) = call.object(1).ok_or(WHAT)?;
        let (backend, id) = (ProxyId((number >> 32) as u32), ServerId(number as u32));
        let proxies = host.live().map(|live| &live.world.proxies);
        let proxy = proxies.and_then(|list| list.get(backend.0 as usize)).ok_or(WHAT)?;
        // A script may have changed the number in the object.
        proxy.servers().get(id.0 as usize).ok_or(WHAT)?;
        Ok(Self { host, backend, id })
    }

    fn live(&self) -> &Live {
        self.host.live().expect("`of` looked into it, and it stays")
    }

    fn server(&self) -> &Server {
        self.live().world.proxy(self.backend).server(self.id)
    }

    /// Takes it out of traffic, or lets it in again.
    fn maintain(&self, maintenance: bool) {
        self.live().world.maintain(self.backend, self.id, maintenance, Why::Unsaid);
    }

    /// Changes it; those who subscribed are told.
    fn change(&self, change: impl FnOnce(&Server)) {
        self.live().world.change_server(self.backend, self.id, change);
    }
}
