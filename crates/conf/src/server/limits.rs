//! `server` options that say how much a server takes.

use super::ServerSpec;
use crate::values;

pub(super) static WEIGHT: ServerSpec = ServerSpec {
    name: "weight",
    usage: "weight <weight>",
    sentence: "Sets the server's share of the load, from 0 (none) to 256.",
    examples: &["weight 10"],
    default: true,
    parse: |cx, words| {
        cx.server.weight = values::integer(words, "a weight", 0..=256)?;
        Ok(())
    },
};

pub(super) static MAXCONN: ServerSpec = ServerSpec {
    name: "maxconn",
    usage: "maxconn <connections>",
    sentence: "Limits how many requests the server gets at once; more wait in its queue.",
    examples: &["maxconn 100"],
    default: true,
    parse: |cx, words| {
        cx.server.maxconn = values::integer(words, "a number of connections", 0..=u32::MAX)?;
        Ok(())
    },
};

pub(super) static MINCONN: ServerSpec = ServerSpec {
    name: "minconn",
    usage: "minconn <connections>",
    sentence: "Lets `maxconn` grow from this number on with the load of the backend.",
    examples: &["minconn 10"],
    default: true,
    parse: |cx, words| {
        cx.server.minconn = values::integer(words, "a number of connections", 0..=u32::MAX)?;
        Ok(())
    },
};
