//! `core.log` and its short forms `core.Debug`, `core.Info`, `core.Warning` and `core.Alert`.

use crate::declaration::{Contexts, Declaration, param};
use crate::log::{level, printable};
use crate::raw::{Call, Done, Fault, Function};
use moongate_state::LogLevel;

/// `core.log`
pub(super) struct Log;

impl Function for Log {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: "log",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("level", "integer"), param("message", "string")],
        returns: "",
        sentence: "Logs a message of that level (`core.info` and so on).",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let level = level(call.int(1)?).ok_or(Fault::Argument(1, "a level from 0 to 7"))?;
        send(call, level, call.text(2)?);
        Ok(Done::Values(0))
    }
}

/// `core.Debug` and its kin, by the number of the level.
pub(super) struct Leveled<const LEVEL: i64>;

impl<const LEVEL: i64> Function for Leveled<LEVEL> {
    const DECLARATION: Declaration = Declaration {
        class: "core",
        name: match LEVEL {
            7 => "Debug",
            6 => "Info",
            4 => "Warning",
            _ => "Alert",
        },
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("message", "string")],
        returns: "",
        sentence: "Logs a message of the level that the name says.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(1)?;
        if let Some(level) = level(LEVEL) {
            send(call, level, text);
        }
        Ok(Done::Values(0))
    }
}

fn send(call: &Call<'_>, level: LogLevel, text: &[u8]) {
    let proxy = call.running().ok().map(|lent| lent.txn().backend);
    if let Some(host) = call.vm().host.upgrade() {
        host.log(proxy, level, &printable(text));
    }
}
