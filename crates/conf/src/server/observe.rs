//! `observe` and its kin: traffic says how a server is.

use super::ServerSpec;
use crate::plan::{Observe, OnError};
use crate::values;

pub(super) static OBSERVE: ServerSpec = ServerSpec {
    name: "observe",
    usage: "observe { layer4 | layer7 }",
    sentence: "Counts failures of traffic: connections that fail, or bad answers too.",
    examples: &["check observe layer4", "check observe layer7 error-limit 50"],
    default: true,
    parse: |cx, words| {
        let choices =
            [("none", Observe::None), ("layer4", Observe::Layer4), ("layer7", Observe::Layer7)];
        cx.server.check.observe = values::choice(words, "something to observe", &choices)?;
        Ok(())
    },
};

pub(super) static ERROR_LIMIT: ServerSpec = ServerSpec {
    name: "error-limit",
    usage: "error-limit <count>",
    sentence: "Sets how many failures of traffic in a row bring on what `on-error` says.",
    examples: &["error-limit 20"],
    default: true,
    parse: |cx, words| {
        cx.server.check.error_limit =
            values::integer(words, "a number of failures", 1..=i32::MAX as u32)?;
        Ok(())
    },
};

pub(super) static ON_ERROR: ServerSpec = ServerSpec {
    name: "on-error",
    usage: "on-error { fastinter | fail-check | sudden-death | mark-down }",
    sentence: "Says what too many failures of traffic (`observe`) come to.",
    examples: &["check observe layer4 on-error mark-down"],
    default: true,
    parse: |cx, words| {
        let choices = [
            ("fastinter", OnError::Fastinter),
            ("fail-check", OnError::FailCheck),
            ("sudden-death", OnError::SuddenDeath),
            ("mark-down", OnError::MarkDown),
        ];
        cx.server.check.on_error = values::choice(words, "an answer to errors", &choices)?;
        Ok(())
    },
};
