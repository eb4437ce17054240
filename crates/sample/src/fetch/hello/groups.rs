//! `req.ssl_cipherlist` and the other lists of two-byte numbers in a TLS hello.

use super::parse::{hello, vector};
use crate::fetch::prelude::*;

const LIST: Fetch =
    Fetch { output: Type::Bin, scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.."), ..Fetch::PLAIN };

/// `req.ssl_cipherlist`
pub static CIPHERLIST: Fetch = Fetch {
    name: "req.ssl_cipherlist",
    sentence: "The cipher suites in the client's TLS hello, two bytes each.",
    examples: &[
        Example::absent("", "req.ssl_cipherlist"),
        Example::absent("", "req.ssl_cipherlist,be2hex(:,2)"),
    ],
    eval: Eval::Fn(|cx, _| Ok(Sample::Bin(hello(cx)?.ciphers.into()))),
    ..LIST
};

/// `req.ssl_sigalgs`
pub static SIGALGS: Fetch = Fetch {
    name: "req.ssl_sigalgs",
    sentence: "The signature schemes in the client's TLS hello (RFC 8446 section 4.2.3), two bytes each.",
    examples: &[Example::absent("", "req.ssl_sigalgs"), Example::absent("", "req.ssl_sigalgs,hex")],
    eval: Eval::Fn(|cx, _| list(cx, 13)),
    ..LIST
};

/// `req.ssl_supported_groups`
pub static SUPPORTED_GROUPS: Fetch = Fetch {
    name: "req.ssl_supported_groups",
    sentence: "The groups in the client's TLS hello (RFC 8446 section 4.2.7), two bytes each.",
    examples: &[
        Example::absent("", "req.ssl_supported_groups"),
        Example::absent("", "req.ssl_supported_groups,hex"),
    ],
    eval: Eval::Fn(|cx, _| list(cx, 10)),
    ..LIST
};

/// `req.ssl_keyshare_groups`
pub static KEYSHARE_GROUPS: Fetch = Fetch {
    name: "req.ssl_keyshare_groups",
    sentence: "The groups that the client's TLS hello has keys for (RFC 8446 section 4.2.8), two bytes each.",
    examples: &[
        Example::absent("", "req.ssl_keyshare_groups"),
        Example::absent("", "req.ssl_keyshare_groups,hex"),
    ],
    eval: Eval::Fn(|cx, _| shares(cx)),
    ..LIST
};

fn list<'a>(cx: &Cx<'a>, extension: u16) -> Fetched<'a> {
    let mut content = hello(cx)?.extension(extension).ok_or(Missing::Absent)?;
    vector(&mut content, 2).map(|list| Sample::Bin(list.into())).ok_or(Missing::Absent)
}

fn shares<'a>(cx: &Cx<'a>) -> Fetched<'a> {
    let mut content = hello(cx)?.extension(51).ok_or(Missing::Absent)?;
    let mut list = vector(&mut content, 2).ok_or(Missing::Absent)?;
    let mut groups = Vec::new();
    while let Some((group, mut rest)) = list.split_at_checked(2) {
        groups.extend_from_slice(group);
        vector(&mut rest, 2).ok_or(Missing::Absent)?;
        list = rest;
    }
    Ok(Sample::Bin(groups.into()))
}
