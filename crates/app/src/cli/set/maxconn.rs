//! `set maxconn server`

use crate::cli::{Command, find};
use moongate_conf::plan::CliLevel;
use std::sync::atomic::Ordering::Relaxed;

/// `set maxconn server <backend>/<server> <value>`
pub static MAXCONN: Command = Command {
    words: &["set", "maxconn", "server"],
    level: CliLevel::Admin,
    usage: "set maxconn server <backend>/<server> <value>",
    sentence: "change how many connections a server may have",
    run: |call| {
        let (_, server) = find::server(&call.runtime.shared.plan, call.arg(0))?;
        if call.arg(1).is_empty() {
            return Err("Integer value expected.".into());
        }
        let value: u32 = call.arg(1).parse().map_err(|_| "Value out of range.")?;
        server.maxconn.store(value, Relaxed);
        Ok(())
    },
};
