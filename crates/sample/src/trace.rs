//! Evaluates an expression step by step and keeps what each step gave, for `moongate eval`.

use crate::chain::chain;
use crate::{Cx, Expr, Fetched, Missing, Type, cast, convert, fetch};

/// A step of an expression: its fetch, or one of its converters.
#[derive(Debug)]
pub struct Stage<'a> {
    /// As it was written.
    pub text: String,
    /// The type that the value before it was taken as, if that was another.
    pub taken_as: Option<Type>,
    /// What it gave.
    pub value: Fetched<'a>,
}

impl Expr {
    /// What each step gives, up to the first that gives nothing.
    pub fn trace<'a>(&'a self, cx: &Cx<'a>) -> Vec<Stage<'a>> {
        let source = self.source.as_bytes();
        let calls = chain(source, 0).map(|(calls, _)| calls).unwrap_or_default();
        let written = |at: usize, name: &str| match calls.get(at) {
            Some(call) => String::from_utf8_lossy(&source[call.range.clone()]).into_owned(),
            // A converter that stood behind a blank.
            None => name.to_owned(),
        };
        let value = match self.fetch.eval {
            fetch::Eval::Fn(eval) => eval(cx, &self.args),
            fetch::Eval::Dyn(it) => it.eval(cx, &self.args),
        };
        let first =
            Stage { text: written(0, self.fetch.name), taken_as: None, value: value.clone() };
        let (mut stages, mut last) = (vec![first], value);
        for (at, step) in self.steps.iter().enumerate() {
            let Ok(value) = last else { break };
            let (input, before) = (step.converter.input, value.kind());
            let taken = cast::cast(value, input);
            let after = taken.as_ref().map_or(input, |value| value.kind());
            let given = taken.and_then(|value| match step.converter.eval {
                convert::Eval::Fn(eval) => eval(value, &step.args, cx),
                convert::Eval::Dyn(it) => it.eval(value, &step.args, cx),
            });
            last = given.ok_or(Missing::Absent);
            stages.push(Stage {
                text: written(at + 1, step.converter.name),
                taken_as: (after != before).then_some(after),
                value: last.clone(),
            });
        }
        stages
    }
}
