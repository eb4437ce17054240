//! `set server … health`, `check-port`, `check-addr`: what checks say, and where they go.

use crate::cli::{Call, find};
use moongate_state::{Forced, Why};
use std::net::IpAddr;
use std::sync::atomic::Ordering::Relaxed;

/// `health up|stopping|down`: as if checks had said so; the next ones may say otherwise.
pub fn health(call: &Call<'_>) -> Result<(), String> {
    let shared = call.runtime.shared.clone();
    let (backend, server) = find::server(&shared.plan, call.arg(0))?;
    if server.health.tracks.get().is_some() {
        return Err("cannot change health on a tracking server.".into());
    }
    let forced = match call.arg(2) {
        "up" => Forced::Up,
        "stopping" => Forced::Stopping,
        "down" => Forced::Down,
        _ => {
            return Err("'set server <srv> health' expects 'up', 'stopping', or 'down'.".into());
        }
    };
    shared.plan.world.force_health(backend.id, server.id, forced, Why::Cli);
    Ok(())
}

/// `check-port <port>`
pub fn port(call: &Call<'_>) -> Result<(), String> {
    let (_, server) = find::server(&call.runtime.shared.plan, call.arg(0))?;
    if !server.health.checked {
        return Err("Health checks are not enabled on this server.".into());
    }
    let port = parse_port(call.arg(2))?;
    server.health.port.store(port.into(), Relaxed);
    Ok(())
}

/// `check-addr <address> [port <port>]`
pub fn address(call: &Call<'_>) -> Result<(), String> {
    let (_, server) = find::server(&call.runtime.shared.plan, call.arg(0))?;
    if !server.health.checked {
        return Err("Health checks are not enabled on this server.".into());
    }
    let address: IpAddr = call.arg(2).parse().map_err(|_| "invalid addr family")?;
    let port = match call.arg(3) {
        "" => None,
        "port" => Some(parse_port(call.arg(4))?),
        _ => return Err("usage: set server <b>/<s> check-addr <addr> [port <port>]".into()),
    };
    *server.health.address.write() = Some(address);
    if let Some(port) = port {
        server.health.port.store(port.into(), Relaxed);
    }
    Ok(())
}

fn parse_port(text: &str) -> Result<u16, String> {
    text.parse().ok().filter(|port| *port > 0).ok_or_else(|| "provided port is invalid".into())
}
