//! `set server`: state, weight and address of a server.

use super::{health, weight};
use crate::cli::{Call, Command, find};
use moongate_conf::plan::CliLevel;
use moongate_net::Target;
use moongate_state::{Administered, Why};
use std::net::{IpAddr, SocketAddr};

/// `set server <backend>/<server> …`
pub static SERVER: Command = Command {
    words: &["set", "server"],
    level: CliLevel::Admin,
    usage: "set server <backend>/<server> state|weight|addr|health|check-addr|check-port …",
    sentence: "change a server's state, weight, address or checks",
    run,
};

fn run(call: &mut Call<'_>) -> Result<(), String> {
    let shared = call.runtime.shared.clone();
    let (backend, server) = find::server(&shared.plan, call.arg(0))?;
    match call.arg(1) {
        "weight" => weight::change(call.runtime, call.arg(0), call.arg(2)),
        "state" => match call.arg(2) {
            word @ ("ready" | "drain" | "maint") => {
                let state = match word {
                    "ready" => Administered::Ready,
                    "drain" => Administered::Drain,
                    _ => Administered::Maintenance,
                };
                shared.plan.world.administer(backend.id, server.id, state, Why::Cli);
                Ok(())
            }
            _ => Err("'set server <srv> state' expects 'ready', 'drain' and 'maint'.".into()),
        },
        "addr" => address(call),
        "health" => health::health(call),
        "check-port" => health::port(call),
        "check-addr" => health::address(call),
        // There are no `resolvers` yet.
        "fqdn" => Err("set server <b>/<s> fqdn failed because no resolution is configured.".into()),
        known @ ("agent" | "agent-addr" | "agent-port" | "agent-send" | "name" | "ssl") => {
            Err(format!("'set server <srv> {known}' isn't supported by Moongate yet."))
        }
        _ => Err("usage: set server <backend>/<server> addr | check-addr | check-port | health | state | weight".into()),
    }
}

/// `addr <ip> [port <port>]`
fn address(call: &mut Call<'_>) -> Result<(), String> {
    let shared = call.runtime.shared.clone();
    let (_, server) = find::server(&shared.plan, call.arg(0))?;
    let ip: IpAddr = call.arg(2).parse().map_err(|_| "Invalid addr format.")?;
    let mut target = server.target.write();
    let old = match &*target {
        Some(Target::Inet(address)) => Some(*address),
        Some(_) => return Err("Update for the current server address family is only supported through the configuration.".into()),
        None => None,
    };
    let mut port = old.map_or(0, |address| address.port());
    if call.arg(3) == "port" {
        port = call.arg(4).parse().map_err(|_| "Invalid port.")?;
    } else if !call.arg(3).is_empty() {
        return Err("usage: set server <backend>/<server> addr <ip> [port <port>]".into());
    }
    let new = SocketAddr::new(ip, port);
    *target = Some(Target::Inet(new));
    drop(target);
    let was = old.map_or_else(|| "-".to_owned(), |address| address.ip().to_string());
    let mut text = match old {
        Some(address) if address.ip() == ip => "no need to change the addr".to_owned(),
        _ => format!("IP changed from '{was}' to '{ip}'"),
    };
    if call.arg(3) == "port" {
        match old.map(|address| address.port()) {
            Some(before) if before != port => {
                text += &format!(", port changed from '{before}' to '{port}'");
            }
            _ => text += ", no need to change the port",
        }
    }
    call.line(format_args!("{text} by 'stats socket command'"));
    Ok(())
}
