//! `unix-bind`: what unix sockets begin with.

use super::PLAIN;
use crate::keyword::{Done, GlobalCx, Keyword, Parse};
use crate::values;
use moongate_lang::{Diagnostic, Words};

pub(super) static UNIX_BIND: Keyword = Keyword {
    name: "unix-bind",
    usage: "unix-bind [prefix <prefix>] [mode <mode>] [user <user>] [uid <uid>] [group <group>] [gid <gid>]",
    sentence: "Sets where unix sockets of `bind` lines are made, and whose they are.",
    examples: &["unix-bind prefix /var/run/moongate mode 770"],
    parse: Parse::Global(parse),
    ..PLAIN
};

fn parse(cx: &mut GlobalCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let unix = &mut cx.draft.unix_bind;
    while let Some(word) = words.next() {
        match word.str() {
            "prefix" => unix.prefix = Some(values::text(words, "a prefix")?),
            "mode" => unix.mode = Some(values::mode(words)?),
            "user" => unix.uid = Some(values::user(words)?),
            "uid" => unix.uid = Some(values::integer(words, "a user's number", 0..=u32::MAX)?),
            "group" => unix.gid = Some(values::group(words)?),
            "gid" => unix.gid = Some(values::integer(words, "a group's number", 0..=u32::MAX)?),
            name => {
                let known = ["prefix", "mode", "user", "uid", "group", "gid"];
                return Err(Diagnostic::alert(word.span(), format!("`unix-bind` has no `{name}`"))
                    .did_you_mean(name, known));
            }
        }
    }
    Ok(())
}
