//! `user`, `group`, `uid`, `gid`: whose rights the process keeps once it has started.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::values;

pub(super) static USER: Keyword = Keyword {
    name: "user",
    usage: "user <name>",
    sentence: "Lets the process run as this user once it has started.",
    examples: &["user root"],
    parse: Parse::Global(|cx, words| {
        let number = values::user(words)?;
        if !cx.again(cx.draft.global.uid.is_some()) {
            cx.draft.global.uid = Some(number);
        }
        words.finish("the user")
    }),
    ..PLAIN
};

pub(super) static GROUP: Keyword = Keyword {
    name: "group",
    usage: "group <name>",
    sentence: "Lets the process run with this group once it has started.",
    examples: &["group root"],
    parse: Parse::Global(|cx, words| {
        let number = values::group(words)?;
        if !cx.again(cx.draft.global.gid.is_some()) {
            cx.draft.global.gid = Some(number);
        }
        words.finish("the group")
    }),
    ..PLAIN
};

pub(super) static UID: Keyword = Keyword {
    name: "uid",
    usage: "uid <number>",
    sentence: "As `user`, by number.",
    examples: &["uid 99"],
    parse: Parse::Global(|cx, words| {
        let number = values::integer(words, "a user's number", 0..=u32::MAX)?;
        if !cx.again(cx.draft.global.uid.is_some()) {
            cx.draft.global.uid = Some(number);
        }
        words.finish("the number")
    }),
    ..PLAIN
};

pub(super) static GID: Keyword = Keyword {
    name: "gid",
    usage: "gid <number>",
    sentence: "As `group`, by number.",
    examples: &["gid 99"],
    parse: Parse::Global(|cx, words| {
        let number = values::integer(words, "a group's number", 0..=u32::MAX)?;
        if !cx.again(cx.draft.global.gid.is_some()) {
            cx.draft.global.gid = Some(number);
        }
        words.finish("the number")
    }),
    ..PLAIN
};
