//! `ssl-server-verify`, `ca-base`: what goes for TLS everywhere.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::values;
use moongate_lang::Diagnostic;

pub(super) static SERVER_VERIFY: Keyword = Keyword {
    name: "ssl-server-verify",
    usage: "ssl-server-verify { none | required }",
    sentence: "Says whether servers' certificates are verified where nothing else says so.",
    examples: &["ssl-server-verify none"],
    parse: Parse::Global(|cx, words| {
        let verify = values::choice(words, "a choice", &[("required", true), ("none", false)])?;
        cx.draft.global.server_verify = Some(verify);
        words.finish("`ssl-server-verify`")
    }),
    ..PLAIN
};

pub(super) static CA_BASE: Keyword = Keyword {
    name: "ca-base",
    usage: "ca-base <folder>",
    sentence: "Says where files of trusted certificates are whose names don't begin with a slash.",
    examples: &["ca-base /etc/ssl/certs"],
    parse: Parse::Global(|cx, words| {
        let word = words.expect("a folder")?;
        if cx.draft.ca_base.is_some() {
            return Err(Diagnostic::alert(cx.keyword.span(), "'ca-base' already specified.")
                .help("remove one of the two lines"));
        }
        cx.draft.ca_base = Some(values::utf8(word)?.into());
        words.finish("the folder")
    }),
    ..PLAIN
};
