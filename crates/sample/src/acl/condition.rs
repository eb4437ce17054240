//! Conditions: `if` and `unless` with ACLs, "and", "or" and negation (manual 7.2).

use super::{Acl, Outcome};
use crate::{Cx, Missing};
use std::sync::Arc;

/// A condition, ready to be evaluated.
#[derive(Debug)]
pub struct Condition {
    /// `unless`.
    pub(super) unless: bool,
    /// One of these has to hold, with all of its terms.
    pub(super) any: Box<[Box<[Term]>]>,
}

/// An ACL of a condition.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) negated: bool,
    /// What it looks at doesn't exist where the condition stands: it never matches.
    pub(super) dead: bool,
    pub(super) acl: Arc<Acl>,
}

impl Term {
    fn eval(&self, cx: &Cx<'_>) -> Outcome {
        let outcome = if self.dead { Outcome::Fail } else { self.acl.eval(cx) };
        match (outcome, self.negated) {
            (Outcome::Pass, true) => Outcome::Fail,
            (Outcome::Fail, true) => Outcome::Pass,
            (outcome, _) => outcome,
        }
    }
}

impl Condition {
    /// Whether it holds.
    ///
    /// # Errors
    /// [`Missing::NotYet`]: what came so far doesn't decide it.
    #[inline]
    pub fn eval(&self, cx: &Cx<'_>) -> Result<bool, Missing> {
        match self.outcome(cx) {
            Outcome::Pass => Ok(!self.unless),
            Outcome::Fail => Ok(self.unless),
            Outcome::NotYet => Err(Missing::NotYet),
        }
    }

    fn outcome(&self, cx: &Cx<'_>) -> Outcome {
        let mut best = Outcome::Fail;
        for all in &self.any {
            let mut worst = Outcome::Pass;
            for term in all {
                worst = worst.min(term.eval(cx));
                if worst == Outcome::Fail {
                    break;
                }
            }
            if worst == Outcome::Pass {
                return Outcome::Pass;
            }
            best = best.max(worst);
        }
        // Once nothing more comes, what isn't known is no.
        if cx.last && best == Outcome::NotYet { Outcome::Fail } else { best }
    }
}
