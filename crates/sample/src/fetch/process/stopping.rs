//! `stopping` and `quic_enabled`: the state of the process.

use crate::fetch::prelude::*;
use std::sync::atomic::Ordering::Relaxed;

/// `stopping`
pub static STOPPING: Fetch = Fetch {
    name: "stopping",
    output: Type::Bool,
    scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"),
    sentence: "Whether the process accepts no more connections and finishes what runs.",
    examples: &[Example::plain("stopping", "0"), Example::plain("stopping,not", "1")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Bool(cx.session().world.stopping.load(Relaxed)))),
    ..Fetch::PLAIN
};

/// `quic_enabled`
pub static QUIC_ENABLED: Fetch = Fetch {
    name: "quic_enabled",
    output: Type::Bool,
    scope: Scope::ANYWHERE,
    sentence: "Whether QUIC can be used: it can't.",
    examples: &[Example::plain("quic_enabled", "0"), Example::plain("quic_enabled,not", "1")],
    eval: Eval::Fn(|_, _| Ok(Sample::Bool(false))),
    ..Fetch::PLAIN
};
