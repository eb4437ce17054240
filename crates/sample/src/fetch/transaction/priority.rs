//! `prio_class` and `prio_offset`: the priority in queues.

use crate::fetch::prelude::*;

const SINT: Fetch =
    Fetch { output: Type::Sint, scope: Scope::table("YYYYYYYYYYYYYYYYYYYY.Y"), ..Fetch::PLAIN };

/// `prio_class`
pub static CLASS: Fetch = Fetch {
    name: "prio_class",
    sentence: "The class in queues, as `set-priority-class` set it.",
    examples: &[Example::plain("prio_class", "0"), Example::plain("prio_class,add(1)", "1")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.priority.0.into()))),
    ..SINT
};

/// `prio_offset`
pub static OFFSET: Fetch = Fetch {
    name: "prio_offset",
    sentence: "The milliseconds by which the request counts as later in queues, as `set-priority-offset` set them.",
    examples: &[Example::plain("prio_offset", "0"), Example::plain("prio_offset,add(1)", "1")],
    eval: Eval::Fn(|cx, _| Ok(Sample::Sint(cx.txn.priority.1.into()))),
    ..SINT
};
