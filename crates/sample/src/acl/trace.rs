//! Evaluates a condition and keeps what each test saw and matched, for `moongate eval`.

use super::{Condition, Outcome, Test, prepared};
use crate::pattern::{Entry, How, Method};
use crate::trace::Stage;
use crate::{Cx, Sample};
use std::ops::ControlFlow;

/// An ACL of a condition.
#[derive(Debug)]
pub struct TermTrace<'a> {
    /// Its name; empty for one in braces.
    pub name: &'a str,
    /// With a `!` before it.
    pub negated: bool,
    /// What it says, before the `!` turns it round.
    pub outcome: Outcome,
    /// Its tests, of which one is enough.
    pub tests: Vec<TestTrace<'a>>,
}

/// A test of an ACL.
#[derive(Debug)]
pub struct TestTrace<'a> {
    /// The steps of its expression.
    pub stages: Vec<Stage<'a>>,
    /// How it matches.
    pub method: Method,
    /// What it says.
    pub outcome: Outcome,
    /// The value and the pattern that matched, and how.
    pub matched: Option<(Sample<'a>, Entry, How)>,
}

impl Condition {
    /// Its ACLs in their order: one of the lists has to hold as a whole.
    pub fn trace<'a>(&'a self, cx: &Cx<'a>) -> Vec<Vec<TermTrace<'a>>> {
        let term = |term: &'a super::condition::Term| {
            let (mut tests, mut link) = (Vec::new(), Some(&term.acl.first));
            while let Some(here) = link {
                tests.push(here.test.trace(cx));
                link = here.next.get();
            }
            let (name, outcome) = (term.acl.name(), term.acl.eval(cx));
            TermTrace { name, negated: term.negated, outcome, tests }
        };
        self.any.iter().map(|all| all.iter().map(term).collect()).collect()
    }

    /// Whether it is written with `unless`.
    pub fn is_negated(&self) -> bool {
        self.unless
    }
}

impl Test {
    fn trace<'a>(&'a self, cx: &Cx<'a>) -> TestTrace<'a> {
        let mut matched = None;
        // What has no value matches nothing.
        let _ = self.expr.each(cx, &mut |value| {
            let ready = prepared(value.clone(), self.method);
            matched = ready.and_then(|ready| {
                let found = |view: &std::sync::Arc<crate::pattern::View>| {
                    Some((value.clone(), view.find(ready.clone())?, view.how()))
                };
                self.views.iter().find_map(found)
            });
            if matched.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let stages = self.expr.trace(cx);
        TestTrace { stages, method: self.method, outcome: self.eval(cx), matched }
    }
}
