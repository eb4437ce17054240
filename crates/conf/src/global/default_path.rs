//! `default-path` and `chroot`: where files are looked for.

use super::PLAIN;
use crate::draft::DefaultPath;
use crate::keyword::{Keyword, Parse};
use crate::values;
use moongate_lang::Diagnostic;

pub(super) static DEFAULT_PATH: Keyword = Keyword {
    name: "default-path",
    usage: "default-path { current | config | parent | origin <path> }",
    sentence: "Says what file names are relative to that don't begin with a slash.",
    examples: &["default-path config", "default-path origin /etc/haproxy"],
    parse: Parse::Global(|cx, words| {
        let word = words.expect("a way to find files")?;
        cx.draft.default_path = match word.str() {
            "current" => DefaultPath::Current,
            "config" => DefaultPath::Config,
            "parent" => DefaultPath::Parent,
            "origin" => DefaultPath::Origin(values::text(words, "a path")?.into()),
            name => {
                let message = format!("`default-path` has no `{name}`");
                return Err(Diagnostic::alert(word.span(), message)
                    .did_you_mean(name, ["current", "config", "parent", "origin"]));
            }
        };
        words.finish("`default-path`")
    }),
    ..PLAIN
};

pub(super) static CHROOT: Keyword = Keyword {
    name: "chroot",
    usage: "chroot <directory>",
    sentence: "Makes a folder the root of the process's file system once it has started.",
    examples: &["chroot /var/empty"],
    parse: Parse::Global(|cx, words| {
        let word = words.expect("a folder")?;
        if *word == *"auto" {
            return Err(Diagnostic::unsupported(word.span(), "`chroot auto`"));
        }
        let folder = values::utf8(word)?;
        if !cx.again(cx.draft.global.chroot.is_some()) {
            cx.draft.global.chroot = Some(folder.into());
        }
        words.finish("the folder")
    }),
    ..PLAIN
};
