//! Calls of fetches and converters by a rule that is tried: they may wait, and others have their turn
//! while a long one runs.

use super::fault::report;
use super::fetch::{Called, result_of};
use super::waiting::Waiting;
use crate::declaration::Context;
use crate::handler::{Handler, Kind};
use crate::host::Shared;
use crate::raw::slice::{Allowance, CoId, Outcome};
use crate::raw::{Slot, Stack, Vm};
use moongate_rules::{ActionCx, Pending, Verdict};
use moongate_sample::{ArgValue, Args, Cx, Sample};
use moongate_state::Txn;
use std::ffi::c_int;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::task::{self, Poll};

/// Which call it is: the function and what it is called with.
pub(super) fn number(handler: &Handler, input: Option<&Sample<'_>>, args: &Args) -> u64 {
    let mut hasher = DefaultHasher::new();
    handler.number.hash(&mut hasher);
    match input {
        Some(Sample::Str(text) | Sample::Bin(text)) => text.hash(&mut hasher),
        Some(other) => format!("{other:?}").hash(&mut hasher),
        None => {}
    }
    for arg in &args.0 {
        let ArgValue::Str(text) = arg else { break };
        text.hash(&mut hasher);
    }
    hasher.finish()
}

/// What the rule's call gives: from an earlier try, or called now. None if no rule is tried.
pub(super) fn call(
    shared: &Arc<Shared>,
    handler: &Handler,
    cx: &Cx<'_>,
    number: impl FnOnce() -> u64,
    push: impl FnOnce(&Vm, &Stack<'_>) -> c_int,
) -> Called {
    let mut calls = cx.txn.script_calls.borrow_mut();
    let tried = calls.are_tried();
    if !tried && !calls.have_given() {
        return Called::NotTried;
    }
    if calls.wait_now() {
        return Called::Gave(None);
    }
    let number = number();
    if let Some(value) = calls.take(number) {
        return Called::Gave(value);
    }
    if !tried {
        return Called::NotTried;
    }
    drop(calls);
    Called::Gave(begin(shared, handler, cx, number, push))
}

fn begin(
    shared: &Arc<Shared>,
    handler: &Handler,
    cx: &Cx<'_>,
    call: u64,
    push: impl FnOnce(&Vm, &Stack<'_>) -> c_int,
) -> Option<Sample<'static>> {
    let machine = shared.machine(handler.per_thread)?;
    let vm = machine.enter();
    let function = vm.function(handler.number)?;
    let run = vm.prepare(function);
    let stack = vm.stack_of(run);
    if !stack.reserve(16) {
        vm.release(run);
        return None;
    }
    let args = push(&vm, &stack);
    let allowance = Allowance::new(vm.limits().session);
    let begun = vm.run_begins(handler.number);
    let (outcome, allowance) = resume(handler, &vm, (run, args), cx, allowance);
    vm.run_paused(handler.number, begun);
    if let Outcome::Wait(wait) = outcome {
        vm.run_waits(handler.number);
        let waiting = Waiting::new(Arc::clone(shared), vm.thread, run, allowance, wait);
        let pending: Box<dyn Pending> =
            Box::new(TriedCall { handler: handler.clone(), call, waiting });
        cx.txn.script_calls.borrow_mut().wait(Box::new(pending));
        return None;
    }
    let value = ended(handler, shared, &vm, run, outcome, cx.txn);
    cx.txn.script_calls.borrow_mut().give(call, value.clone(), true);
    value
}

fn resume(
    handler: &Handler,
    vm: &Vm,
    (run, args): (CoId, c_int),
    cx: &Cx<'_>,
    mut allowance: Allowance,
) -> (Outcome, Allowance) {
    let fetch = handler.kind == Kind::Fetch;
    let context = if fetch { Context::Fetch } else { Context::Converter };
    // What the script itself evaluates has to answer at once.
    cx.txn.script_calls.borrow_mut().set_tried(false);
    let slot = Some(Slot::sample(cx).that_may_wait());
    let outcome = vm.resume(run, args, slot, context, &mut allowance);
    cx.txn.script_calls.borrow_mut().set_tried(true);
    (outcome, allowance)
}

/// Takes what the run gave, and gives it up.
fn ended(
    handler: &Handler,
    shared: &Shared,
    vm: &Vm,
    run: CoId,
    outcome: Outcome,
    txn: &Txn,
) -> Option<Sample<'static>> {
    let value = match outcome {
        Outcome::Done(count) => result_of(&vm.stack_of(run), count),
        Outcome::Failed(failure) => {
            vm.run_failed(handler.number);
            report(shared, handler, &failure, Some(txn), None);
            None
        }
        Outcome::Wait(_) => None,
    };
    vm.release(run);
    value
}

/// A call that waits.
struct TriedCall {
    handler: Handler,
    call: u64,
    waiting: Waiting,
}

impl Pending for TriedCall {
    fn poll(&mut self, cx: &mut ActionCx<'_>, task: &mut task::Context<'_>) -> Poll<Verdict> {
        loop {
            std::task::ready!(self.waiting.poll(task, || true, || true));
            let shared = Arc::clone(&self.waiting.shared);
            let (Some(run), Some(machine)) =
                (self.waiting.take(), shared.machine_of(self.waiting.thread))
            else {
                return Poll::Ready(Verdict::Fault);
            };
            let vm = machine.enter();
            let before = self.waiting.allowance;
            let at = Cx { txn: cx.txn, point: cx.point, last: cx.last };
            let (outcome, allowance) = resume(&self.handler, &vm, (run, 0), &at, before);
            vm.run_went_on(self.handler.number, before.spent, &allowance);
            if let Outcome::Wait(wait) = outcome {
                vm.run_waits(self.handler.number);
                self.waiting.allowance = allowance;
                self.waiting.give(run);
                self.waiting.wait(wait);
                continue;
            }
            let value = ended(&self.handler, &shared, &vm, run, outcome, cx.txn);
            cx.txn.script_calls.borrow_mut().give(self.call, value, false);
            // The rule is tried again.
            return Poll::Ready(Verdict::Continue);
        }
    }
}
