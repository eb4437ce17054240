//! Rule sets: rules in order, and a place in them to come back to.

use crate::{Action, ActionCx, Pending, Verdict};
use moongate_lang::Span;
use moongate_sample::{Condition, Cx, Expr};
use moongate_state::{Place, Txn};

/// An action with the condition under which it is done.
#[derive(Debug)]
pub struct Rule {
    /// What is done.
    pub action: Box<dyn Action>,
    /// When; always if there is none.
    pub condition: Option<Condition>,
    /// Where it stands in the configuration.
    pub span: Span,
    /// Its expressions that call scripts, which may wait: the rule is tried until none does. None: it
    /// calls none.
    pub tried: Option<Box<[Expr]>>,
    /// The same for logs; none for rules that `last_rule_line` doesn't tell.
    pub place: Option<Place>,
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
            if let Some(scripted) = &rule.tried {
                match rule.attempt(scripted, cx) {
                    Attempt::Holds => {}
                    Attempt::Fails => {
                        cursor.0 += 1;
                        continue;
                    }
                    // Afterwards it is tried again.
                    Attempt::Not(verdict) => return verdict,
                }
            } else if let Some(condition) = &rule.condition {
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
            cx.scratch.clear();
            let verdict = run_one(&*rule.action, cx);
            if rule.tried.is_some() {
                cx.txn.script_calls.get_mut().end();
            }
            match verdict {
                Verdict::Continue => cursor.0 += 1,
                Verdict::MoreData => return Verdict::MoreData,
                waits @ Verdict::Wait(_) => {
                    cursor.0 += 1;
                    cx.txn.waiting_rule = rule.place;
                    return waits;
                }
                decided => {
                    cursor.0 += 1;
                    cx.txn.last_rule = rule.place.or(cx.txn.last_rule);
                    return decided;
                }
            }
        }
        Verdict::Continue
    }
}

/// Runs an action. While edits for which there is no room are to be left out (`strict-mode off`),
/// one that made the head too long is taken back.
fn run_one(action: &dyn Action, cx: &mut ActionCx<'_>) -> Verdict {
    if !cx.txn.lenient {
        return action.run(cx);
    }
    let response = cx.point.is_response();
    let before = if response { cx.txn.response.clone() } else { cx.txn.request.clone() };
    let verdict = action.run(cx);
    let room = cx.txn.head_room[usize::from(response)];
    let head = if response { &mut cx.txn.response } else { &mut cx.txn.request };
    if matches!(verdict, Verdict::Continue) && head.exceeds(room) {
        *head = before;
    }
    verdict
}

/// What came of trying a rule whose expressions call scripts.
enum Attempt {
    /// The action is to be done; what scripts gave is kept for it.
    Holds,
    /// The condition doesn't hold.
    Fails,
    /// Not decided yet.
    Not(Verdict),
}

impl Rule {
    /// Evaluates the condition and the expressions that call scripts, so that the calls which wait do
    /// so before anything is done.
    fn attempt(&self, scripted: &[Expr], cx: &mut ActionCx<'_>) -> Attempt {
        cx.span = Some(self.span);
        let calls = cx.txn.script_calls.get_mut();
        calls.begin();
        calls.place = self.place;
        let at = Cx { txn: cx.txn, point: cx.point, last: cx.last };
        if let Some(condition) = &self.condition
            && !cx.txn.script_calls.borrow().holds
        {
            let holds = condition.eval(&at);
            if let Some(waits) = call_that_waits(cx.txn) {
                return Attempt::Not(waits);
            }
            match holds {
                Ok(true) => cx.txn.script_calls.borrow_mut().hold(),
                Ok(false) => {
                    cx.txn.script_calls.borrow_mut().end();
                    return Attempt::Fails;
                }
                Err(_) => {
                    cx.txn.script_calls.borrow_mut().end();
                    return Attempt::Not(Verdict::MoreData);
                }
            }
        }
        for expr in scripted {
            // What it gives is asked for again by the action.
            let _ = expr.eval(&at);
            if let Some(waits) = call_that_waits(cx.txn) {
                return Attempt::Not(waits);
            }
        }
        let calls = cx.txn.script_calls.get_mut();
        calls.begin();
        // The action takes what was given; what else it calls has to answer at once.
        calls.set_tried(false);
        Attempt::Holds
    }
}

/// The call of a script that has to wait, if there is one: polled until it is done.
pub fn call_that_waits(txn: &Txn) -> Option<Verdict> {
    let call = txn.script_calls.borrow_mut().take_waiting()?;
    call.downcast::<Box<dyn Pending>>().ok().map(|pending| Verdict::Wait(*pending))
}

/// Notes what came of the action of a rule that took time.
pub fn waited(txn: &mut Txn, verdict: &Verdict) {
    let rule = txn.waiting_rule.take();
    if !matches!(verdict, Verdict::Continue | Verdict::MoreData) {
        txn.last_rule = rule.or(txn.last_rule);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use moongate_lang::{FileId, Word, Words};
    use moongate_sample::{Catalogue, Compiler, NoNames, PatternStore, Point};
    use moongate_state::{Mode, Proxy, ProxyId, Session, World};
    use std::rc::Rc;
    use std::sync::Arc;

    /// Notes its letter, and decides.
    #[derive(Debug)]
    struct Note(u8, fn(bool) -> Verdict);

    impl Action for Note {
        fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
            assert!(cx.scratch.is_empty());
            cx.scratch.push(self.0);
            cx.txn.request_line.push(self.0);
            self.1(cx.last)
        }
    }

    fn rule(letter: u8, decide: fn(bool) -> Verdict, condition: &str) -> Rule {
        let span = Span::new(FileId(0), 0, condition.len());
        let words: Vec<_> = condition
            .split_ascii_whitespace()
            .map(|word| Word::plain(word.as_bytes(), span))
            .collect();
        let (catalogue, patterns) = (Catalogue::standard(), PatternStore::default());
        let mut compiler = Compiler::new(&catalogue, &NoNames, &patterns);
        let condition = compiler
            .optional_condition(&mut Words::new(&words, span), Point::FeTcpContent)
            .unwrap();
        Rule { action: Box::new(Note(letter, decide)), condition, span, tried: None, place: None }
    }

    fn run(rules: &Rules, cursor: &mut Cursor, last: bool) -> (String, String) {
        let proxy = Arc::new(Proxy::new(ProxyId(0), "fe", Mode::Tcp, true, true));
        let session = Session::new(Arc::new(World::new(vec![proxy])), ProxyId(0));
        let mut txn = Txn::new(Rc::new(session));
        let mut scratch = Vec::new();
        let mut cx = ActionCx {
            txn: &mut txn,
            point: Point::FeTcpContent,
            last,
            span: None,
            scratch: &mut scratch,
        };
        let verdict = format!("{:?}", rules.run(cursor, &mut cx));
        (verdict, String::from_utf8(txn.request_line).unwrap())
    }

    #[test]
    fn rules_run_in_order_until_one_decides() {
        let go_on = |_| Verdict::Continue;
        let rules = Rules(vec![
            rule(b'a', go_on, ""),
            rule(b'b', go_on, "if FALSE"),
            rule(b'c', go_on, "unless FALSE"),
            rule(b'd', |_| Verdict::Close, "if TRUE"),
            rule(b'e', go_on, ""),
        ]);
        let mut cursor = Cursor::default();
        assert_eq!(run(&rules, &mut cursor, true), ("Close".into(), "acd".into()));
        assert_eq!(cursor, Cursor(4));
        assert_eq!(run(&rules, &mut cursor, true), ("Continue".into(), "e".into()));
        assert_eq!(run(&Rules::default(), &mut Cursor::default(), true).0, "Continue");
    }

    #[test]
    fn a_rule_that_needs_more_data_is_run_again() {
        let patient: fn(bool) -> Verdict =
            |last| if last { Verdict::Accept } else { Verdict::MoreData };
        let rules = Rules(vec![
            rule(b'a', |_| Verdict::Continue, ""),
            rule(b'b', |_| Verdict::Continue, "if { req.len gt 5 } WAIT_END"),
            rule(b'c', patient, ""),
        ]);
        let mut cursor = Cursor::default();
        assert_eq!(run(&rules, &mut cursor, false), ("MoreData".into(), "a".into()));
        assert_eq!(cursor, Cursor(1), "the condition isn't decided yet");
        assert_eq!(run(&rules, &mut cursor, true), ("Accept".into(), "c".into()));
        assert_eq!(cursor, Cursor(3));
    }
}
