//! What functions of scripts gave while a rule is tried. A rule whose expressions call scripts is tried
//! until none of them has to wait any more, and then done with what they gave: so they may wait,
//! though expressions can't.

use crate::{Place, Sample};
use std::any::Any;

/// The calls of the rule that is tried.
#[derive(Default)]
pub struct ScriptCalls {
    tried: bool,
    /// The rule's condition holds: what it took to find out is forgotten.
    pub holds: bool,
    /// Where the rule stands.
    pub place: Option<Place>,
    given: Vec<Given>,
    waiting: Option<Box<dyn Any>>,
}

struct Given {
    /// Which call: a hash of the function and what it was called with.
    call: u64,
    value: Option<Sample<'static>>,
    /// By this try.
    used: bool,
}

impl ScriptCalls {
    /// Begins a try: every value may be used again, once.
    pub fn begin(&mut self) {
        self.tried = true;
        for given in &mut self.given {
            given.used = false;
        }
    }

    /// The condition holds.
    pub fn hold(&mut self) {
        self.holds = true;
        self.given.clear();
    }

    /// The rule is done, or passed over.
    pub fn end(&mut self) {
        self.tried = false;
        self.holds = false;
        self.place = None;
        self.given.clear();
        self.waiting = None;
    }

    /// Whether a rule is tried, so that a call may wait.
    pub fn are_tried(&self) -> bool {
        self.tried
    }

    /// Whether an earlier try left anything.
    pub fn have_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// While a call runs, what it calls can't wait; later it may again.
    pub fn set_tried(&mut self, tried: bool) {
        self.tried = tried;
    }

    /// What that call gave in an earlier try.
    pub fn take(&mut self, call: u64) -> Option<Option<Sample<'static>>> {
        let given = self.given.iter_mut().find(|given| given.call == call && !given.used)?;
        given.used = true;
        Some(given.value.clone())
    }

    /// Notes what a call gave; `used`: to whom asked just now.
    pub fn give(&mut self, call: u64, value: Option<Sample<'static>>, used: bool) {
        self.given.push(Given { call, value, used });
    }

    /// A call waits. Nothing else of the rule is called before it is done.
    pub fn wait(&mut self, call: Box<dyn Any>) {
        self.waiting = Some(call);
    }

    /// Whether a call waits.
    pub fn wait_now(&self) -> bool {
        self.waiting.is_some()
    }

    /// The call that waits.
    pub fn take_waiting(&mut self) -> Option<Box<dyn Any>> {
        self.waiting.take()
    }
}

impl std::fmt::Debug for ScriptCalls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScriptCalls")
            .field("tried", &self.tried)
            .field("given", &self.given.len())
            .finish_non_exhaustive()
    }
}
