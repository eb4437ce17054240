//! What scripts change of a server.

use super::This;
use crate::class::event;
use crate::declaration::{Declaration, optional, param};
use crate::raw::{Call, Done, Fault, Function};
use crate::run::subscription::Source;
use moongate_net::Target;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::Ordering::Relaxed;

/// The highest weight (configuration manual, `weight`).
const MOST: u32 = 256;

/// Gives the script a sentence that says why nothing changed, as HAProxy does.
fn refused(call: &Call<'_>, why: &str) -> Result<Done, Fault> {
    call.push_bytes(why.as_bytes());
    Ok(Done::Values(1))
}

/// What changed of an address.
fn changes(before: Option<SocketAddr>, after: SocketAddr) -> String {
    let old = |part: fn(SocketAddr) -> String| before.map_or("none".to_owned(), part);
    let mut list = Vec::new();
    if before.map(|old| old.ip()) != Some(after.ip()) {
        list.push(format!(
            "IP changed from '{}' to '{}'",
            old(|at| at.ip().to_string()),
            after.ip()
        ));
    }
    if before.map(|old| old.port()) != Some(after.port()) {
        let old = old(|at| at.port().to_string());
        list.push(format!("port changed from '{old}' to '{}'", after.port()));
    }
    if list.is_empty() {
        return "no need to change the addr, by 'Lua script'".to_owned();
    }
    format!("{} by 'Lua script'", list.join(", "))
}

/// `Server:set_weight`
pub(super) struct SetWeight;

impl Function for SetWeight {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "set_weight",
        &[param("weight", "string|integer")],
        "string?",
        "Sets its weight from 0 to 256, or a share of the configured one (`50%`); gives nil, or why that \
         can't be.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        const WHAT: &str = "a weight is a number from 0 to 256 or a percentage";
        let this = This::of(call)?;
        let text = call.utf8(2)?;
        let weight = match text.strip_suffix('%') {
            Some(share) => {
                let initial = this.live().initial_weight(this.backend, this.id);
                share.parse().ok().map(|share: u64| {
                    let weight = u64::from(initial).saturating_mul(share).div_ceil(100);
                    u32::try_from(weight).unwrap_or(MOST).min(MOST)
                })
            }
            None => text.parse().ok().filter(|weight| *weight <= MOST),
        };
        let Some(weight) = weight else { return refused(call, WHAT) };
        this.change(|server| server.weight.store(weight, Relaxed));
        call.push_nil();
        Ok(Done::Values(1))
    }
}

/// `Server:set_maxconn`
pub(super) struct SetMaxconn;

impl Function for SetMaxconn {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "set_maxconn",
        &[param("maxconn", "string|integer")],
        "string?",
        "Sets how many streams it may have at once, 0 for no limit; gives nil, or why that can't be.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let this = This::of(call)?;
        let Ok(most) = call.utf8(2)?.parse() else {
            return refused(call, "maxconn is a number from 0 on");
        };
        this.change(|server| server.maxconn.store(most, Relaxed));
        call.push_nil();
        Ok(Done::Values(1))
    }
}

/// `Server:set_addr`
pub(super) struct SetAddr;

impl Function for SetAddr {
    const DECLARATION: Declaration = Declaration::new(
        "Server",
        "set_addr",
        &[param("addr", "string"), optional("port", "string|integer")],
        "string",
        "Sets its address, and its port if one is given; gives a sentence that says what changed, or why \
         nothing did.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let this = This::of(call)?;
        let text = call.utf8(2)?;
        let Ok(ip) = text.parse::<IpAddr>() else {
            return refused(call, &format!("invalid address '{text}'"));
        };
        let Ok(port) = call.opt_int(3)?.map(u16::try_from).transpose() else {
            return refused(call, "a port is a number from 0 to 65535");
        };
        let before = match &*this.server().target.read() {
            Some(Target::Inet(address)) => Some(*address),
            Some(_) => return refused(call, "the server's address isn't of the Internet"),
            None => None,
        };
        let after = SocketAddr::new(ip, port.unwrap_or(before.map_or(0, |old| old.port())));
        let target = Target::Inet(after);
        this.change(|server| *server.target.write() = Some(target));
        call.push_bytes(changes(before, after).as_bytes());
        Ok(Done::Values(1))
    }
}

/// `Server:set_maint`
pub(super) struct SetMaint;

impl Function for SetMaint {
    const DECLARATION: Declaration =
        Declaration::new("Server", "set_maint", &[], "", "Takes it out of traffic.");

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        This::of(call)?.maintain(true);
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
        this.maintain(false);
        this.change(|server| {
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
        let this = This::of(call)?;
        this.maintain(false);
        this.change(|server| server.weight.store(0, Relaxed));
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
