//! `user`, `group`, `uid`, `gid`: whose rights the process keeps once it has started.

use super::PLAIN;
use crate::keyword::{Done, GlobalCx, Keyword, Parse};
use crate::values;
use moongate_lang::Diagnostic;

pub(super) static USER: Keyword = Keyword {
    name: "user",
    usage: "user <name>",
    sentence: "Lets the process run as this user once it has started.",
    examples: &["user root"],
    parse: Parse::Global(|cx, words| {
        once(cx, cx.draft.global.uid.is_some(), "user/uid")?;
        cx.draft.global.uid = Some(values::user(words)?);
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
        once(cx, cx.draft.global.gid.is_some(), "gid/group")?;
        cx.draft.global.gid = Some(values::group(words)?);
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
        once(cx, cx.draft.global.uid.is_some(), "user/uid")?;
        cx.draft.global.uid = Some(values::integer(words, "a user's number", 0..=u32::MAX)?);
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
        once(cx, cx.draft.global.gid.is_some(), "group/gid")?;
        cx.draft.global.gid = Some(values::integer(words, "a group's number", 0..=u32::MAX)?);
        words.finish("the number")
    }),
    ..PLAIN
};

fn once(cx: &GlobalCx<'_, '_>, given: bool, what: &str) -> Done {
    match given {
        true => Err(Diagnostic::alert(cx.keyword.span(), format!("{what} already specified"))),
        false => Ok(()),
    }
}
