//! `TXN:log` and its short forms: messages for the loggers of the transaction's proxy.

use crate::declaration::{Contexts, Declaration, param};
use crate::log::{level, printable};
use crate::raw::{Call, Done, Fault, Function};
use moongate_state::LogLevel;

/// `TXN:log`
pub(super) struct Log;

impl Function for Log {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "log",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("level", "integer"), param("message", "string")],
        returns: "",
        sentence: "Logs a message of that level (`core.info` and so on).",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let level = level(call.int(2)?).ok_or(Fault::Argument(2, "a level from 0 to 7"))?;
        send(call, level, call.text(3)?)
    }
}

/// `TXN:deflog`
pub(super) struct Deflog;

impl Function for Deflog {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
        name: "deflog",
        aliases: &[],
        contexts: Contexts::ANY,
        params: &[param("message", "string")],
        returns: "",
        sentence: "Logs a message of the level that the request's log line has.",
    };

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let text = call.text(2)?;
        let wanted = call.lent()?.txn().log_level;
        match wanted {
            Some(None) => Ok(Done::Values(0)),
            Some(Some(level)) => send(call, level, text),
            None => send(call, LogLevel::Info, text),
        }
    }
}

/// `TXN:Debug` and its kin, by the number of the level.
pub(super) struct Leveled<const LEVEL: i64>;

impl<const LEVEL: i64> Function for Leveled<LEVEL> {
    const DECLARATION: Declaration = Declaration {
        class: "TXN",
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
        send(call, level(LEVEL).unwrap_or(LogLevel::Info), call.text(2)?)
    }
}

fn send(call: &Call<'_>, level: LogLevel, text: &[u8]) -> Result<Done, Fault> {
    let proxy = call.lent()?.txn().backend;
    if let Some(host) = call.vm().host.upgrade() {
        host.log(Some(proxy), level, &printable(text));
    }
    Ok(Done::Values(0))
}
