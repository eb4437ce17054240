//! `maxconn` and `ulimit-n`: how many connections the process serves.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::values;

pub(super) static MAXCONN: Keyword = Keyword {
    name: "maxconn",
    usage: "maxconn <number>",
    sentence: "Limits how many connections of clients the process serves at once.",
    examples: &["maxconn 20000"],
    parse: Parse::Global(|cx, words| {
        let conns = values::integer(words, "a number of connections", 0..=u64::from(u32::MAX))?;
        if !cx.again(cx.draft.global.maxconn.is_some()) {
            cx.draft.global.maxconn = Some(conns).filter(|&conns| conns > 0);
        }
        words.finish("`maxconn`")
    }),
    ..PLAIN
};

pub(super) static ULIMIT_N: Keyword = Keyword {
    name: "ulimit-n",
    usage: "ulimit-n <number>",
    sentence: "Sets how many descriptors the process may have open.",
    examples: &["ulimit-n 65536"],
    parse: Parse::Global(|cx, words| {
        let files = values::integer(words, "a number of descriptors", 0..=u64::from(u32::MAX))?;
        if !cx.again(cx.draft.global.ulimit_n.is_some()) {
            cx.draft.global.ulimit_n = Some(files).filter(|&files| files > 0);
        }
        words.finish("`ulimit-n`")
    }),
    ..PLAIN
};
