//! `server` options that say what a server is at the start.

use super::ServerSpec;
use crate::values;

pub(super) static BACKUP: ServerSpec = ServerSpec {
    name: "backup",
    usage: "backup",
    sentence: "Uses the server only when no other one can be used.",
    examples: &["backup"],
    default: true,
    parse: |cx, _| {
        cx.server.backup = true;
        Ok(())
    },
};

pub(super) static NO_BACKUP: ServerSpec = ServerSpec {
    name: "no-backup",
    usage: "no-backup",
    sentence: "Takes back `backup` of `default-server`.",
    examples: &["no-backup"],
    default: true,
    parse: |cx, _| {
        cx.server.backup = false;
        Ok(())
    },
};

pub(super) static DISABLED: ServerSpec = ServerSpec {
    name: "disabled",
    usage: "disabled",
    sentence: "Starts the server in maintenance.",
    examples: &["disabled"],
    default: true,
    parse: |cx, _| {
        cx.server.disabled = true;
        Ok(())
    },
};

pub(super) static ENABLED: ServerSpec = ServerSpec {
    name: "enabled",
    usage: "enabled",
    sentence: "Takes back `disabled` of `default-server`.",
    examples: &["enabled"],
    default: true,
    parse: |cx, _| {
        cx.server.disabled = false;
        Ok(())
    },
};

pub(super) static ID: ServerSpec = ServerSpec {
    name: "id",
    usage: "id <number>",
    sentence: "Gives the server a number that doesn't change when others are added.",
    examples: &["id 20"],
    default: false,
    parse: |cx, words| {
        cx.server.number = Some(values::integer(words, "a number", 1..=i32::MAX as u32)?);
        Ok(())
    },
};
