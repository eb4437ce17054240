//! `non-stick` and `stick` of a server: whether stick tables may lead clients back to it.

use super::ServerSpec;

pub(super) static NON_STICK: ServerSpec = ServerSpec {
    name: "non-stick",
    usage: "non-stick",
    sentence: "Never stores the server in a stick table, as it is wanted for backups.",
    examples: &["non-stick"],
    default: true,
    parse: |cx, _| {
        cx.server.non_stick = true;
        Ok(())
    },
};

pub(super) static STICK: ServerSpec = ServerSpec {
    name: "stick",
    usage: "stick",
    sentence: "Stores the server in stick tables, although `default-server` says `non-stick`.",
    examples: &["non-stick stick"],
    default: true,
    parse: |cx, _| {
        cx.server.non_stick = false;
        Ok(())
    },
};
