//! Rule sets: rules in order, and a place in them to come back to.

use crate::{Action, ActionCx, Verdict};
use moongate_lang::Span;
use moongate_sample::{Condition, Cx};
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
            cx.scratch.clear();
            match run_one(&*rule.action, cx) {
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
        Rule { action: Box::new(Note(letter, decide)), condition, span, place: None }
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
