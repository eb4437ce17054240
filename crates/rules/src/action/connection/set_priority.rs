//! `set-priority-class` and `set-priority-offset`: who goes first when requests wait for a server.

use crate::action::prelude::*;
use moongate_sample::{Sample, Type};

const RULESETS: Rulesets = REQUEST.and(Rulesets::of(&[Ruleset::TcpContent]));

/// `set-priority-class`
pub static SET_PRIORITY_CLASS: ActionSpec = ActionSpec {
    name: "set-priority-class",
    rulesets: RULESETS,
    usage: "<expression>",
    sentence: "Sets the class in queues, from -2047 to 2047: a lower one goes first.",
    examples: &[
        ActionExample::shows("http-request set-priority-class int(-5)", "", "prio_class", "-5"),
        ActionExample::shows("http-request set-priority-class int(9999)", "", "prio_class", "2047"),
    ],
    parse: |cx, words| parse(cx, words, 2047, |txn, class| txn.priority.0 = class),
};

/// `set-priority-offset`
pub static SET_PRIORITY_OFFSET: ActionSpec = ActionSpec {
    name: "set-priority-offset",
    rulesets: RULESETS,
    usage: "<expression>",
    sentence: "Sets by how many milliseconds the request counts as later in queues, from -524287 to 524287.",
    examples: &[
        ActionExample::shows("http-request set-priority-offset int(250)", "", "prio_offset", "250"),
        ActionExample::shows(
            "tcp-request content set-priority-offset int(-999999)",
            "",
            "prio_offset",
            "-524287",
        ),
    ],
    parse: |cx, words| parse(cx, words, 524_287, |txn, offset| txn.priority.1 = offset),
};

#[derive(Debug)]
struct SetPriority {
    value: Expr,
    most: i32,
    set: fn(&mut Txn, i32),
}

fn parse(
    cx: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
    most: i32,
    set: fn(&mut Txn, i32),
) -> Parsed {
    Ok(Box::new(SetPriority { value: cx.compiler.expr(words, cx.point)?, most, set }))
}

impl Action for SetPriority {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        if let Ok(Sample::Sint(value)) = self.value.eval_as(&cx.cx(), Type::Sint) {
            let most = i64::from(self.most);
            let value = i32::try_from(value.clamp(-most, most)).unwrap_or(0);
            (self.set)(cx.txn, value);
        }
        Verdict::Continue
    }
}
