//! `tune.lua.*`: limits of scripts.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::plan::LuaStderr;
use crate::values;

pub(super) static FORCED_YIELD: Keyword = Keyword {
    name: "tune.lua.forced-yield",
    usage: "tune.lua.forced-yield <number>",
    sentence: "Sets after how many instructions a script lets other work run.",
    examples: &["tune.lua.forced-yield 1000"],
    parse: Parse::Global(|cx, words| {
        let most = i32::MAX as u32;
        let count = values::integer(words, "a number of instructions", 1..=most)?;
        cx.draft.global.tune.lua.forced_yield = count;
        words.finish("`tune.lua.forced-yield`")
    }),
    ..PLAIN
};

pub(super) static MAXMEM: Keyword = Keyword {
    name: "tune.lua.maxmem",
    usage: "tune.lua.maxmem <megabytes>",
    sentence: "Limits the memory of scripts; 0: no limit.",
    examples: &["tune.lua.maxmem 100"],
    parse: Parse::Global(|cx, words| {
        let megabytes: u32 = values::integer(words, "a number of megabytes", 0..=i32::MAX as u32)?;
        cx.draft.global.tune.lua.maxmem = (megabytes as usize) << 20;
        words.finish("`tune.lua.maxmem`")
    }),
    ..PLAIN
};

/// Declares a time limit.
macro_rules! limit {
    ($name:literal, $place:ident, $sentence:literal) => {
        Keyword {
            name: $name,
            usage: concat!($name, " <time>"),
            sentence: $sentence,
            examples: &[concat!($name, " 1s"), concat!($name, " 0")],
            parse: Parse::Global(|cx, words| {
                cx.draft.global.tune.lua.$place = values::ms(words, "a time")?;
                words.finish("the time")
            }),
            ..PLAIN
        }
    };
}

pub(super) static SESSION_TIMEOUT: Keyword = limit!(
    "tune.lua.session-timeout",
    session_timeout,
    "Limits how long actions, fetches and converters of scripts may compute; 0: no limit."
);
pub(super) static TASK_TIMEOUT: Keyword = limit!(
    "tune.lua.task-timeout",
    task_timeout,
    "Limits how long tasks of scripts may compute; 0: no limit."
);
pub(super) static SERVICE_TIMEOUT: Keyword = limit!(
    "tune.lua.service-timeout",
    service_timeout,
    "Limits how long services of scripts may compute; 0: no limit."
);
pub(super) static BURST_TIMEOUT: Keyword = limit!(
    "tune.lua.burst-timeout",
    burst_timeout,
    "Limits how long a script may compute without letting other work run; 0: no limit."
);

pub(super) static LOG_LOGGERS: Keyword = Keyword {
    name: "tune.lua.log.loggers",
    usage: "tune.lua.log.loggers { on | off }",
    sentence: "Says whether messages of scripts go to the logs.",
    examples: &["tune.lua.log.loggers off"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.tune.lua.log_loggers = values::on_off(words)?;
        words.finish("`tune.lua.log.loggers`")
    }),
    ..PLAIN
};

pub(super) static LOG_STDERR: Keyword = Keyword {
    name: "tune.lua.log.stderr",
    usage: "tune.lua.log.stderr { on | auto | off }",
    sentence: "Says whether messages of scripts go to standard error: `auto`, if no log takes them.",
    examples: &["tune.lua.log.stderr auto"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.tune.lua.log_stderr = values::choice(
            words,
            "a choice",
            &[("on", LuaStderr::On), ("auto", LuaStderr::Auto), ("off", LuaStderr::Off)],
        )?;
        words.finish("`tune.lua.log.stderr`")
    }),
    ..PLAIN
};
