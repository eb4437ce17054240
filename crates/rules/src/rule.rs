//! Rule sets: rules in order, and a place in them to come back to.

use crate::{Action, ActionCx, Verdict};
use moongate_lang::Span;
use moongate_sample::{Condition, Cx};

/// An action with the condition under which it is done.
#[derive(Debug)]
pub struct Rule {
    /// What is done.
    pub action: Box<dyn Action>,
    /// When; always if there is none.
    pub condition: Option<Condition>,
    /// Where it stands in the configuration.
    pub span: Span,
}

/// Rules in order.
#[derive(Debug, Default)]
pub struct Rules(pub Vec<Rule>);

/// A place in a rule set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor(pub usize);

impl Rules {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Runs rules from `cursor` until one decides something other than to go on. Afterwards the
    /// cursor is behind the rule that decided, or on it for [`Verdict::MoreData`].
    pub fn run(&self, cursor: &mut Cursor, cx: &mut ActionCx<'_>) -> Verdict {
        while let Some(rule) = self.0.get(cursor.0) {
            if let Some(condition) = &rule.condition {
                let at = Cx { txn: cx.txn, point: cx.point, last: cx.last };
                match condition.eval(&at) {
                    Ok(true) => {}
                    Ok(false) => {
                        cursor.0 += 1;
                        continue;
                    }
                    Err(_) => return Verdict::MoreData,
                }
            }
            cx.span = Some(rule.span);
            match rule.action.run(cx) {
                Verdict::Continue => cursor.0 += 1,
                Verdict::MoreData => return Verdict::MoreData,
                decided => {
                    cursor.0 += 1;
                    return decided;
                }
            }
        }
        Verdict::Continue
    }
}
