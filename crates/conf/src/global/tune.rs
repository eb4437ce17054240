//! `tune.*`: sizes and limits of the machinery.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::values;
use moongate_lang::units;

pub(super) static BUFSIZE: Keyword = Keyword {
    name: "tune.bufsize",
    usage: "tune.bufsize <size>",
    sentence: "Sets the size of buffers, which also limits how large a message's head may be.",
    examples: &["tune.bufsize 32768", "tune.bufsize 16k"],
    parse: Parse::Global(|cx, words| {
        let size = units::size_in(words.expect("a size")?, 1024..=1 << 30)?;
        // As HAProxy: whole machine words.
        cx.draft.global.tune.bufsize = (size as usize).next_multiple_of(16);
        words.finish("the size")
    }),
    ..PLAIN
};

pub(super) static MAXREWRITE: Keyword = Keyword {
    name: "tune.maxrewrite",
    usage: "tune.maxrewrite <size>",
    sentence: "Sets how much of a buffer is kept free for headers that rules add.",
    examples: &["tune.maxrewrite 1024"],
    parse: Parse::Global(|cx, words| {
        let size = units::size_in(words.expect("a size")?, 0..=1 << 30)?;
        cx.draft.global.tune.maxrewrite = size as usize;
        words.finish("the size")
    }),
    ..PLAIN
};

pub(super) static MAXHDR: Keyword = Keyword {
    name: "tune.http.maxhdr",
    usage: "tune.http.maxhdr <number>",
    sentence: "Limits how many lines a message's head may have.",
    examples: &["tune.http.maxhdr 200"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.tune.max_headers = values::integer(words, "a number of lines", 1..=32767)?;
        words.finish("`tune.http.maxhdr`")
    }),
    ..PLAIN
};

pub(super) static LOGURILEN: Keyword = Keyword {
    name: "tune.http.logurilen",
    usage: "tune.http.logurilen <number>",
    sentence: "Limits how much of a request line is logged.",
    examples: &["tune.http.logurilen 4096"],
    parse: Parse::Global(|cx, words| {
        let most = i32::MAX as usize;
        cx.draft.global.tune.logurilen = values::integer(words, "a number of bytes", 0..=most)?;
        words.finish("`tune.http.logurilen`")
    }),
    ..PLAIN
};

pub(super) static MAXACCEPT: Keyword = Keyword {
    name: "tune.maxaccept",
    usage: "tune.maxaccept <number>",
    sentence: "Limits how many connections a socket accepts in a row; -1: no limit.",
    examples: &["tune.maxaccept 100", "tune.maxaccept -1"],
    parse: Parse::Global(|cx, words| {
        let most = values::integer(words, "a number of connections", -1..=i64::from(i32::MAX))?;
        cx.draft.global.tune.maxaccept = usize::try_from(most).unwrap_or(usize::MAX);
        words.finish("`tune.maxaccept`")
    }),
    ..PLAIN
};

pub(super) static STICK_COUNTERS: Keyword = Keyword {
    name: "tune.stick-counters",
    usage: "tune.stick-counters <number>",
    sentence: "Sets how many sticky counters (`track-sc0`, ...) there are; 3 if it isn't said.",
    examples: &["tune.stick-counters 10"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.tune.stick_counters = values::integer(words, "a number", 0..=100)?;
        words.finish("`tune.stick-counters`")
    }),
    ..PLAIN
};

pub(super) static IDLE_POOL_SHARED: Keyword = Keyword {
    name: "tune.idle-pool.shared",
    usage: "tune.idle-pool.shared { on | off }",
    sentence: "Says whether threads share their idle connections to servers.",
    examples: &["tune.idle-pool.shared off"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.tune.idle_pool_shared = values::on_off(words)?;
        words.finish("`tune.idle-pool.shared`")
    }),
    ..PLAIN
};

/// Declares one of the four sizes of sockets' buffers.
macro_rules! buffer {
    ($name:literal, $place:literal, $sentence:literal) => {
        Keyword {
            name: $name,
            usage: concat!($name, " <size>"),
            sentence: $sentence,
            examples: &[concat!($name, " 65536")],
            parse: Parse::Global(|cx, words| {
                let size = units::size_in(words.expect("a size")?, 0..=i32::MAX as u64)?;
                let size = Some(size as usize).filter(|&size| size > 0);
                cx.draft.global.tune.socket_buffers[$place] = size;
                words.finish("the size")
            }),
            ..PLAIN
        }
    };
}

pub(super) static RCVBUF_CLIENT: Keyword = buffer!(
    "tune.rcvbuf.client",
    0,
    "Sets the kernel's receive buffer of client connections over TCP."
);
pub(super) static SNDBUF_CLIENT: Keyword = buffer!(
    "tune.sndbuf.client",
    1,
    "Sets the kernel's send buffer of client connections over TCP."
);
pub(super) static RCVBUF_SERVER: Keyword = buffer!(
    "tune.rcvbuf.server",
    2,
    "Sets the kernel's receive buffer of server connections over TCP."
);
pub(super) static SNDBUF_SERVER: Keyword = buffer!(
    "tune.sndbuf.server",
    3,
    "Sets the kernel's send buffer of server connections over TCP."
);
