//! `enable server`, `disable server`, and the same for health checks.

use super::set::state;
use super::{Call, Command, find};
use moongate_conf::plan::CliLevel;
use std::sync::atomic::Ordering::Relaxed;

/// Every command of these families.
pub static ALL: &[&Command] = &[&ENABLE, &DISABLE, &ENABLE_HEALTH, &DISABLE_HEALTH];

/// `enable server <backend>/<server>`
static ENABLE: Command = Command {
    words: &["enable", "server"],
    level: CliLevel::Admin,
    usage: "enable server <backend>/<server>",
    sentence: "end a server's maintenance",
    run: |call| {
        let plan = &call.runtime.shared.plan;
        let (backend, server) = find::server(plan, call.arg(0))?;
        state::maintain(&plan.world, backend.id, server.id, false);
        Ok(())
    },
};

/// `disable server <backend>/<server>`
static DISABLE: Command = Command {
    words: &["disable", "server"],
    level: CliLevel::Admin,
    usage: "disable server <backend>/<server>",
    sentence: "put a server into maintenance",
    run: |call| {
        let plan = &call.runtime.shared.plan;
        let (backend, server) = find::server(plan, call.arg(0))?;
        state::maintain(&plan.world, backend.id, server.id, true);
        Ok(())
    },
};

/// `enable health <backend>/<server>`
static ENABLE_HEALTH: Command = Command {
    words: &["enable", "health"],
    level: CliLevel::Admin,
    usage: "enable health <backend>/<server>",
    sentence: "let a server's health checks run again",
    run: |call| health(call, true),
};

/// `disable health <backend>/<server>`
static DISABLE_HEALTH: Command = Command {
    words: &["disable", "health"],
    level: CliLevel::Admin,
    usage: "disable health <backend>/<server>",
    sentence: "stop a server's health checks; it stays as it is",
    run: |call| health(call, false),
};

fn health(call: &Call<'_>, on: bool) -> Result<(), String> {
    let (_, server) = find::server(&call.runtime.shared.plan, call.arg(0))?;
    if on && !server.health.checked {
        return Err("Health check was not configured on this server, cannot enable.".into());
    }
    server.health.enabled.store(on && server.health.checked, Relaxed);
    Ok(())
}
