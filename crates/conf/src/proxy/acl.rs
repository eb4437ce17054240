//! `acl`: a condition with a name.

use super::PLAIN;
use crate::keyword::{Done, Keyword, Parse, Sections};
use crate::late::Late;
use moongate_lang::Words;

pub(super) static ACL: Keyword = Keyword {
    name: "acl",
    sections: Sections::NAMED.and(Sections::PROXIES),
    lenient: false,
    usage: "acl <name> <fetch>[,<converter>…] [flags] [operator] <value>…",
    sentence: "Gives a condition a name; lines of the same name are alternatives.",
    examples: &["acl local src 127.0.0.0/8", "acl api path_beg /api/"],
    parse: Parse::Late(parse),
    ..PLAIN
};

fn parse(cx: &mut Late<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    cx.acl(words)
}
