//! `bind` options that concern the file of a unix socket.

use super::BindSpec;
use crate::values;

pub(super) static MODE: BindSpec = BindSpec {
    name: "mode",
    usage: "mode <mode>",
    sentence: "Sets the mode of the socket's file, in octal.",
    examples: &["mode 660"],
    parse: |cx, words| {
        cx.listen.mode = Some(values::mode(words)?);
        Ok(())
    },
};

pub(super) static UID: BindSpec = BindSpec {
    name: "uid",
    usage: "uid <uid>",
    sentence: "Sets the owner of the socket's file, by number.",
    examples: &["uid 33"],
    parse: |cx, words| {
        cx.listen.uid = Some(values::integer(words, "a user's number", 0..=u32::MAX)?);
        Ok(())
    },
};

pub(super) static GID: BindSpec = BindSpec {
    name: "gid",
    usage: "gid <gid>",
    sentence: "Sets the group of the socket's file, by number.",
    examples: &["gid 33"],
    parse: |cx, words| {
        cx.listen.gid = Some(values::integer(words, "a group's number", 0..=u32::MAX)?);
        Ok(())
    },
};

pub(super) static USER: BindSpec = BindSpec {
    name: "user",
    usage: "user <user>",
    sentence: "Sets the owner of the socket's file, by name.",
    examples: &["user root"],
    parse: |cx, words| {
        cx.listen.uid = Some(values::user(words)?);
        Ok(())
    },
};

pub(super) static GROUP: BindSpec = BindSpec {
    name: "group",
    usage: "group <group>",
    sentence: "Sets the group of the socket's file, by name.",
    examples: &["group root"],
    parse: |cx, words| {
        cx.listen.gid = Some(values::group(words)?);
        Ok(())
    },
};
