//! `disabled` and `enabled`: whether a proxy runs.

use super::PLAIN;
use crate::keyword::{Keyword, Parse, Sections};

pub(super) static DISABLED: Keyword = Keyword {
    name: "disabled",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    usage: "disabled",
    sentence: "Keeps the proxy from running; its section is checked all the same.",
    examples: &["disabled"],
    parse: Parse::Early(|cx, words| {
        cx.draft.settings.disabled = true;
        words.finish("`disabled`")
    }),
    ..PLAIN
};

pub(super) static ENABLED: Keyword = Keyword {
    name: "enabled",
    sections: Sections::DEFAULTS.and(Sections::PROXIES),
    usage: "enabled",
    sentence: "Lets the proxy run although its `defaults` section says `disabled`.",
    examples: &["enabled"],
    parse: Parse::Early(|cx, words| {
        cx.draft.settings.disabled = false;
        words.finish("`enabled`")
    }),
    ..PLAIN
};
