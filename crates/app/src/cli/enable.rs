//! `enable server`, `disable server`.

use super::set::state;
use super::{Command, find};
use moongate_conf::plan::CliLevel;

/// Every command of these families.
pub static ALL: &[&Command] = &[&ENABLE, &DISABLE];

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
