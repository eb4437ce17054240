//! `balance`: how a server is chosen.

use super::PLAIN;
use crate::keyword::{Done, EarlyCx, Keyword, Parse, Sections};
use crate::plan::Balance;
use moongate_lang::{Diagnostic, Words};

pub(super) static BALANCE: Keyword = Keyword {
    name: "balance",
    sections: Sections::DEFAULTS.and(Sections::BACK),
    usage: "balance { roundrobin | leastconn }",
    sentence: "Says how a server is chosen for a request or a connection.",
    examples: &["balance roundrobin", "balance leastconn"],
    parse: Parse::Early(parse),
    ..PLAIN
};

const LATER: [&str; 13] = [
    "static-rr",
    "first",
    "hash",
    "source",
    "uri",
    "url_param",
    "hdr",
    "random",
    "rdp-cookie",
    "log-hash",
    "log-sticky",
    "sticky",
    "none",
];

fn parse(cx: &mut EarlyCx<'_, '_>, words: &mut Words<'_, '_>) -> Done {
    let word = words.expect("an algorithm")?;
    let name = word.str();
    let base = name.split('(').next().unwrap_or_default();
    cx.draft.settings.balance = match base {
        "roundrobin" => Balance::RoundRobin,
        "leastconn" => Balance::LeastConn,
        _ if LATER.contains(&base) => {
            return Err(Diagnostic::unsupported(word.span(), format!("`balance {base}`"))
                .help("`roundrobin` and `leastconn` are supported"));
        }
        _ => {
            let known = LATER.iter().copied().chain(["roundrobin", "leastconn"]);
            return Err(Diagnostic::alert(word.span(), format!("unknown algorithm `{name}`"))
                .did_you_mean(base, known));
        }
    };
    words.finish("the algorithm")
}
