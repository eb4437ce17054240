//! `log`, `log-tag`, `log-send-hostname`: logs of the process and of `log global`.

use super::PLAIN;
use crate::keyword::{Keyword, Parse};
use crate::{log, values};
use moongate_lang::{Diagnostic, Negation};

pub(super) static LOG: Keyword = Keyword {
    name: "log",
    negatable: true,
    usage: "log <target> [len <length>] [format <format>] [sample <ranges>:<size>] [profile <name>] <facility> [<level> [<minlevel>]]",
    sentence: "Adds a target for the process's log lines and for proxies with `log global`.",
    examples: &[
        "log stdout format raw local0",
        "log 127.0.0.1:514 local0 notice",
        "log /dev/log daemon",
    ],
    parse: Parse::Global(|cx, words| {
        if let Some(Negation::No(_) | Negation::Default(_)) = cx.negation {
            cx.draft.global.logs.clear();
            return words.finish("`no log`");
        }
        if let Some(word) = words.peek().filter(|word| **word == *"global") {
            return Err(Diagnostic::alert(word.span(), "`log global` belongs to proxies")
                .help("name a target here, such as `log stdout local0`"));
        }
        let target = log::target(words, cx.env, cx.shared)?;
        cx.draft.global.logs.push(target);
        Ok(())
    }),
    ..PLAIN
};

pub(super) static LOG_TAG: Keyword = Keyword {
    name: "log-tag",
    usage: "log-tag <string>",
    sentence: "Sets the tag that log lines bear instead of the program's name.",
    examples: &["log-tag balancer"],
    parse: Parse::Global(|cx, words| {
        cx.draft.global.log_tag = Some(values::text(words, "a tag")?);
        words.finish("the tag")
    }),
    ..PLAIN
};

pub(super) static LOG_SEND_HOSTNAME: Keyword = Keyword {
    name: "log-send-hostname",
    usage: "log-send-hostname [<string>]",
    sentence: "Puts this machine's name, or another one, into log lines.",
    examples: &["log-send-hostname", "log-send-hostname edge1"],
    parse: Parse::Global(|cx, words| {
        let name = match words.peek() {
            Some(_) => values::text(words, "a name")?,
            None => values::hostname(),
        };
        cx.draft.global.log_send_hostname = Some(name);
        words.finish("the name")
    }),
    ..PLAIN
};
