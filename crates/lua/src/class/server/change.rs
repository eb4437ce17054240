//! What scripts change of a server.

use super::This;
use crate::class::event;
use crate::declaration::{Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};
use crate::run::subscription::Source;
use moongate_net::Target;
use moongate_state::Server;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::Ordering::Relaxed;

/// The highest weight (configuration manual, `weight`).
const MOST: u32 = 256;

/// `Server:set_weight`
pub(super) struct SetWeight;

impl Function for SetWeight {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "set_weight",
        &[param("weight", "string|integer")],
        "",
        "Sets its weight from 0 to 256, or a share of the configured one (`50%`).",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        const WHAT: Fault = Fault::Argument(2, "a weight from 0 to 256 or a percentage");
        let this = This::of(call)?;
        let text = call.utf8(2)?;
        let weight = match text.strip_suffix('%') {
            Some(share) => {
                let initial = this.live().initial_weight(this.backend, this.id);
                let share: u64 = share.parse().map_err(|_| WHAT)?;
                let weight = u64::from(initial).saturating_mul(share).div_ceil(100);
                u32::try_from(weight).unwrap_or(MOST).min(MOST)
            }
            None => text.parse().ok().filter(|weight| *weight <= MOST).ok_or(WHAT)?,
        };
        this.change(|server| server.weight.store(weight, Relaxed));
        Ok(Done::Values(0))
    }
}

/// `Server:set_maxconn`
pub(super) struct SetMaxconn;

impl Function for SetMaxconn {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "set_maxconn",
        &[param("maxconn", "string|integer")],
        "",
        "Sets how many streams it may have at once; 0 for no limit.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let this = This::of(call)?;
        let most = u32::try_from(call.int(2)?).map_err(|_| Fault::Argument(2, "a number"))?;
        this.change(|server| server.maxconn.store(most, Relaxed));
        Ok(Done::Values(0))
    }
}

/// `Server:set_addr`
pub(super) struct SetAddr;

impl Function for SetAddr {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "set_addr",
        &[param("addr", "string"), optional("port", "string|integer")],
        "",
        "Sets its address, and its port if one is given.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let this = This::of(call)?;
        let ip: IpAddr = call.utf8(2)?.parse().map_err(|_| Fault::Argument(2, "an address"))?;
        let port = call.opt_int(3)?.map(u16::try_from).transpose();
        let port = port.map_err(|_| Fault::Argument(3, "a port"))?;
        let before = match &*this.server().target.read() {
            Some(Target::Inet(address)) => address.port(),
            Some(_) => return Err(Fault::text("the server's address isn't of the Internet")),
            None => 0,
        };
        let target = Target::Inet(SocketAddr::new(ip, port.unwrap_or(before)));
        this.change(|server| *server.target.write() = Some(target));
        Ok(Done::Values(0))
    }
}

/// Takes a server out of traffic, or lets it in again; it is up again at once, as nothing checks it.
fn maintain(server: &Server, maintenance: bool) {
    server.maintenance.store(maintenance, Relaxed);
    let resolved = server.target.read().is_some();
    server.up.store(!maintenance && resolved, Relaxed);
}

/// `Server:set_maint`
pub(super) struct SetMaint;

impl Function for SetMaint {
    const DECLARATION: Declaration =
        Declaration::new("Server", "set_maint", &[], "", "Takes it out of traffic.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        This::of(call)?.change(|server| maintain(server, true));
        Ok(Done::Values(0))
    }
}

/// `Server:set_ready`
pub(super) struct SetReady;

impl Function for SetReady {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "set_ready",
        &[],
        "",
        "Ends maintenance and draining: it takes traffic.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let this = This::of(call)?;
        let initial = this.live().initial_weight(this.backend, this.id);
        this.change(|server| {
            maintain(server, false);
            if server.weight.load(Relaxed) == 0 {
                server.weight.store(initial, Relaxed);
            }
        });
        Ok(Done::Values(0))
    }
}

/// `Server:set_drain`
pub(super) struct SetDrain;

impl Function for SetDrain {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "set_drain",
        &[],
        "",
        "Gives it no new clients: its weight becomes zero.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        This::of(call)?.change(|server| {
            maintain(server, false);
            server.weight.store(0, Relaxed);
        });
        Ok(Done::Values(0))
    }
}

/// `Server:event_sub`
pub(super) struct EventSub;

impl Function for EventSub {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "event_sub",
        &[
            param("event_types", "string[]"),
            param("func", "fun(event: string, data: ServerEvent?, sub: EventSub, when: integer)"),
        ],
        "EventSub",
        "As core.event_sub, for events of this server only.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let this = This::of(call)?;
        event::subscribe(call, &this.host, Source::Server(this.backend, this.id), 2)
    }
}
