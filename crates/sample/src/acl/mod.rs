//! Tests of values against patterns, and the conditions made of them (manual 7.1 and 7.2).

mod condition;
mod criterion;
mod flags;
mod keyword;
mod parse;
mod predefined;
mod trace;

pub use condition::Condition;
pub use trace::{TermTrace, TestTrace};

use crate::pattern::{Method, View, prepared};
use crate::{Cx, Expr, Missing, Sample, Scope};
use moongate_lang::Span;
use smallvec::SmallVec;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

/// Criteria that name a fetch and a way of matching at once (`path_beg`), with both.
pub fn criteria() -> impl Iterator<Item = (String, &'static str, Method)> {
    keyword::all()
}

/// Whether an ACL of that name needs no declaration.
pub fn is_predefined(name: &str) -> bool {
    predefined::criterion(name).is_some()
}

/// What a test says: yes, no, or not yet. Ordered so that "and" is the least and "or" the
/// greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// No.
    Fail,
    /// More bytes have to come.
    NotYet,
    /// Yes.
    Pass,
}

/// One test: an expression, a way of matching, and the patterns.
#[derive(Debug)]
pub struct Test {
    expr: Expr,
    method: Method,
    views: SmallVec<[Arc<View>; 1]>,
    /// The value may change while more bytes come.
    grows: bool,
    /// But once there is one, it doesn't.
    settles: bool,
}

impl Test {
    /// Evaluates it; with several values (as of `req.hdr`) one that matches is enough.
    pub fn eval(&self, cx: &Cx<'_>) -> Outcome {
        let mut pass = false;
        let seen = if self.expr.fetch.each.is_some() {
            self.expr.each(cx, &mut |value| {
                pass = self.matches(value);
                if pass { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        } else {
            self.expr.eval(cx).map(|value| pass = self.matches(value))
        };
        match seen {
            _ if pass => Outcome::Pass,
            Err(Missing::NotYet) => Outcome::NotYet,
            Ok(()) if self.settles => Outcome::Fail,
            _ if self.grows && !cx.last => Outcome::NotYet,
            _ => Outcome::Fail,
        }
    }

    fn matches(&self, value: Sample<'_>) -> bool {
        if self.method == Method::Found {
            return true;
        }
        let Some(value) = prepared(value, self.method) else { return false };
        match (self.method, &value) {
            (Method::Bool, Sample::Sint(n)) => *n != 0,
            _ => self.views.iter().any(|view| view.is_match_prepared(&value)),
        }
    }
}

/// A test, and those that further lines add to the same name. A condition that was compiled before
/// such a line sees what it adds.
#[derive(Debug)]
struct Link {
    test: Test,
    next: OnceLock<Arc<Link>>,
}

/// A named or anonymous ACL: its tests, of which one is enough.
#[derive(Debug)]
pub struct Acl {
    name: Box<str>,
    first: Arc<Link>,
}

impl Acl {
    fn new(name: &str, test: Test) -> Self {
        Self { name: name.into(), first: Arc::new(Link { test, next: OnceLock::new() }) }
    }

    /// Its name; empty for an anonymous one.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Evaluates it.
    pub fn eval(&self, cx: &Cx<'_>) -> Outcome {
        let mut worst = Outcome::Fail;
        let mut link = Some(&self.first);
        while let Some(here) = link {
            match here.test.eval(cx) {
                Outcome::Pass => return Outcome::Pass,
                outcome => worst = worst.max(outcome),
            }
            link = here.next.get();
        }
        worst
    }

    /// Where at least one of its tests has data.
    pub fn scope(&self) -> Scope {
        let mut scope = Scope(0);
        let mut link = Some(&self.first);
        while let Some(here) = link {
            scope = scope.or(here.test.expr.scope());
            link = here.next.get();
        }
        scope
    }
}

/// An ACL that an argument names.
#[derive(Clone, Debug)]
pub(crate) struct AclArg {
    /// With a `!` before it.
    pub(crate) negated: bool,
    pub(crate) acl: Arc<Acl>,
}

impl AclArg {
    /// Evaluates it.
    pub(crate) fn eval(&self, cx: &Cx<'_>) -> Outcome {
        match (self.acl.eval(cx), self.negated) {
            (Outcome::Pass, true) => Outcome::Fail,
            (Outcome::Fail, true) => Outcome::Pass,
            (outcome, _) => outcome,
        }
    }
}

/// The named ACLs of one section.
#[derive(Debug, Default)]
pub struct AclTable {
    named: HashMap<Box<str>, Named>,
}

#[derive(Debug)]
struct Named {
    acl: Arc<Acl>,
    last: Arc<Link>,
    span: Option<Span>,
}

impl AclTable {
    /// The ACL of that name.
    pub fn get(&self, name: &str) -> Option<&Arc<Acl>> {
        self.named.get(name).map(|named| &named.acl)
    }

    /// Every name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(|name| &**name)
    }

    /// Where the ACL was first declared; nowhere for a predefined one.
    pub fn declared(&self, name: &str) -> Option<Span> {
        self.named.get(name)?.span
    }

    /// Adds a test to a name.
    fn add(&mut self, name: &str, test: Test, span: Option<Span>) {
        let Some(named) = self.named.get_mut(name) else {
            let acl = Arc::new(Acl::new(name, test));
            let last = acl.first.clone();
            self.named.insert(name.into(), Named { acl, last, span });
            return;
        };
        let link = Arc::new(Link { test, next: OnceLock::new() });
        // `last` is the link that nothing follows yet, so this always sets it.
        if named.last.next.set(link.clone()).is_ok() {
            named.last = link;
        }
    }
}

#[cfg(test)]
mod tests;
