//! `server` options that concern idle connections.

use super::ServerSpec;
use crate::values;
use moongate_lang::units::Unit;

pub(super) static POOL_MAX_CONN: ServerSpec = ServerSpec {
    name: "pool-max-conn",
    usage: "pool-max-conn <connections>",
    sentence: "Limits how many idle connections are kept; 0: none, -1: no limit.",
    examples: &["pool-max-conn 100", "pool-max-conn -1"],
    default: true,
    parse: |cx, words| {
        let most = values::integer(words, "a number of connections", -1..=i64::from(i32::MAX))?;
        cx.server.pool_max = u32::try_from(most).ok();
        Ok(())
    },
};

pub(super) static POOL_PURGE_DELAY: ServerSpec = ServerSpec {
    name: "pool-purge-delay",
    usage: "pool-purge-delay <time>",
    sentence: "Sets how often half of the idle connections that weren't needed are closed.",
    examples: &["pool-purge-delay 10s"],
    default: true,
    parse: |cx, words| {
        cx.server.pool_purge_delay = values::time(words, "a time", Unit::Millisecond)?;
        Ok(())
    },
};

pub(super) static MAX_REUSE: ServerSpec = ServerSpec {
    name: "max-reuse",
    usage: "max-reuse <times>",
    sentence: "Limits how often a connection is used again; -1: no limit.",
    examples: &["max-reuse 1000", "max-reuse -1"],
    default: true,
    parse: |cx, words| {
        let most = values::integer(words, "a number of times", -1..=i64::from(i32::MAX))?;
        cx.server.max_reuse = u32::try_from(most).ok();
        Ok(())
    },
};
