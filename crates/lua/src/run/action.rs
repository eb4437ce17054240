//! Actions of scripts: `http-request lua.name …` and `http-request lua function`.

use super::fault::report;
use super::waiting::Waiting;
use crate::class::txn::Ending;
use crate::declaration::Context;
use crate::handler::Handler;
use crate::host::Shared;
use crate::raw::slice::{Allowance, CoId, Outcome};
use crate::raw::{Kind, Slot, Vm};
use moongate_lang::{Diagnostic, Words};
use moongate_rules::action::ParseCx;
use moongate_rules::errors;
use moongate_rules::{Action, ActionCx, ActionSpec, Pending, ReplyBody, Rulesets, Verdict};
use std::ffi::c_int;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};
use std::time::Duration;

/// A script's function as an action.
#[derive(Debug)]
pub(crate) struct LuaAction {
    shared: Arc<Shared>,
    handler: Handler,
    args: Vec<String>,
}

impl LuaAction {
    pub(crate) fn new(shared: Arc<Shared>, handler: Handler, args: Vec<String>) -> Self {
        Self { shared, handler, args }
    }

    /// Logs a failure. The rule then counts as done, as in HAProxy.
    #[cold]
    fn failed(&self, failure: &crate::raw::slice::Failure, cx: &ActionCx<'_>) -> Verdict {
        report(&self.shared, &self.handler, failure, Some(cx.txn), cx.span);
        Verdict::Continue
    }

    fn waiting(&self, wait: Waiting) -> Verdict {
        Verdict::Wait(Box::new(Paused { action: self.copy(), waiting: wait, input: 0 }))
    }

    fn copy(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            handler: self.handler.clone(),
            args: self.args.clone(),
        }
    }

    /// The action is to run again when more bytes have come (`act.YIELD`), or after the time that it
    /// set with `act:wake_time`.
    fn again(&self, vm: &Vm, cx: &ActionCx<'_>) -> Verdict {
        let Some(time) = vm.wake_time.take() else { return Verdict::MoreData };
        let (action, input) = (self.copy(), arrived(cx));
        Verdict::Wait(Box::new(Again { action, time, timer: None, input, next: None }))
    }
}

impl Action for LuaAction {
    fn run(&self, cx: &mut ActionCx<'_>) -> Verdict {
        let Some(machine) = self.shared.machine(self.handler.per_thread) else {
            return Verdict::Fault;
        };
        let vm = machine.enter();
        vm.wake_time.set(None);
        let Some(function) = vm.function(self.handler.number) else {
            return Verdict::Fault;
        };
        let run = vm.prepare(function);
        let stack = vm.stack_of(run);
        vm.classes().push_txn(&stack, cx.txn.number);
        if !self.args.is_empty() {
            if !stack.reserve(self.args.len()) {
                vm.release(run);
                return Verdict::Fault;
            }
            for arg in &self.args {
                stack.push_bytes(arg.as_bytes());
            }
        }
        let mut allowance = Allowance::new(vm.limits().session);
        let args = 1 + self.args.len() as c_int;
        let number = self.handler.number;
        let begun = vm.run_begins(number);
        let slot = Some(Slot::action(cx).patient());
        let outcome = vm.resume(run, args, slot, Context::Action, &mut allowance);
        vm.run_paused(number, begun);
        match outcome {
            Outcome::Done(count) => match verdict(&vm, run, count, cx) {
                Verdict::MoreData => self.again(&vm, cx),
                decided => decided,
            },
            Outcome::Failed(failure) => {
                vm.run_failed(number);
                vm.release(run);
                self.failed(&failure, cx)
            }
            Outcome::Wait(wait) => {
                vm.run_waits(number);
                let shared = Arc::clone(&self.shared);
                self.waiting(Waiting::new(shared, vm.thread, run, allowance, wait))
            }
        }
    }
}

/// Bytes that have come, of both sides.
fn arrived(cx: &ActionCx<'_>) -> usize {
    cx.txn.req.input.len() + cx.txn.res.input.len()
}

/// An action that runs once more, when something has come or at a time.
struct Again {
    action: LuaAction,
    time: Duration,
    /// Begins when it is polled first.
    timer: Option<Pin<Box<tokio::time::Sleep>>>,
    input: usize,
    /// It runs, and waits.
    next: Option<Box<dyn Pending>>,
}

impl Pending for Again {
    fn poll(&mut self, cx: &mut ActionCx<'_>, task: &mut task::Context<'_>) -> Poll<Verdict> {
        loop {
            if let Some(next) = &mut self.next {
                return next.poll(cx, task);
            }
            let time = self.time;
            let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep(time)));
            let over = timer.as_mut().poll(task).is_ready();
            if !over && arrived(cx) == self.input {
                return Poll::Pending;
            }
            match self.action.run(cx) {
                Verdict::Wait(next) => self.next = Some(next),
                decided => return Poll::Ready(decided),
            }
        }
    }
}

/// An action that waits.
struct Paused {
    action: LuaAction,
    waiting: Waiting,
    /// Bytes of input when it began to wait.
    input: usize,
}

impl Pending for Paused {
    fn poll(&mut self, cx: &mut ActionCx<'_>, task: &mut task::Context<'_>) -> Poll<Verdict> {
        loop {
            let before = self.input;
            let (req, res) = (&cx.txn.req, &cx.txn.res);
            let now = req.input.len() + res.input.len();
            let last = cx.last || req.eof || res.eof;
            let room = req.output.is_empty() && res.output.is_empty();
            let polled = self.waiting.poll(task, || now != before || last, || room);
            std::task::ready!(polled);
            let shared = Arc::clone(&self.waiting.shared);
            let (Some(run), Some(machine)) =
                (self.waiting.take(), shared.machine_of(self.waiting.thread))
            else {
                return Poll::Ready(Verdict::Fault);
            };
            let vm = machine.enter();
            let slot = Some(Slot::action(cx));
            let allowance = &mut self.waiting.allowance;
            let (number, before) = (self.action.handler.number, allowance.spent);
            let outcome = vm.resume(run, 0, slot, Context::Action, allowance);
            vm.run_went_on(number, before, allowance);
            match outcome {
                Outcome::Done(count) => {
                    return Poll::Ready(match verdict(&vm, run, count, cx) {
                        Verdict::MoreData => self.action.again(&vm, cx),
                        decided => decided,
                    });
                }
                Outcome::Failed(failure) => {
                    vm.run_failed(number);
                    vm.release(run);
                    return Poll::Ready(self.action.failed(&failure, cx));
                }
                Outcome::Wait(wait) => {
                    vm.run_waits(number);
                    self.input = cx.txn.req.input.len() + cx.txn.res.input.len();
                    self.waiting.give(run);
                    self.waiting.wait(wait);
                }
            }
        }
    }
}

/// What a finished action decided: `TXN:done`, or the number that it returned (class `act`).
fn verdict(vm: &Vm, run: CoId, count: c_int, cx: &mut ActionCx<'_>) -> Verdict {
    let mut code = 0;
    if count > 0 {
        let stack = vm.stack_of(run);
        let first = stack.len() - count + 1;
        if stack.kind(first) == Kind::Number {
            code = stack.integer(first).unwrap_or(0);
        }
    }
    vm.release(run);
    if vm.ending.borrow().is_some()
        && let Some(ending) = vm.ending.take()
    {
        return match ending {
            Ending::Close => Verdict::Close,
            Ending::Reply(body) => Verdict::Reply(ReplyBody::Own(body)),
        };
    }
    match code {
        1 => Verdict::Accept,
        2 => Verdict::MoreData,
        3 => Verdict::Fault,
        4 | 6 => Verdict::Close,
        5 => refuse(cx, 403),
        7 => refuse(cx, 400),
        _ => Verdict::Continue,
    }
}

/// An answer that refuses a request, or 502 in a response's place.
fn refuse(cx: &mut ActionCx<'_>, status: u16) -> Verdict {
    let status = if cx.point.is_response() { 502 } else { status };
    Verdict::Reply(errors::reply(status, &mut cx.txn.response))
}

/// The declaration of a registered action, for the catalogue.
pub(crate) fn spec(name: &str, rulesets: Rulesets, args: usize) -> &'static ActionSpec {
    // A declaration lives as long as the process, like those that are written in the source.
    let usage: Vec<String> = (1..=args).map(|at| format!("<arg{at}>")).collect();
    Box::leak(Box::new(ActionSpec {
        name: Box::leak(format!("lua.{name}").into_boxed_str()),
        rulesets,
        usage: Box::leak(usage.join(" ").into_boxed_str()),
        sentence: "Calls a function of a Lua script.",
        examples: &[],
        parse,
    }))
}

fn parse(
    cx: &mut ParseCx<'_, '_>,
    words: &mut Words<'_, '_>,
) -> Result<Box<dyn Action>, Diagnostic> {
    let span = cx.keyword.span();
    let Some(scripts) = cx.scripts else {
        return Err(Diagnostic::alert(span, "no Lua script is loaded"));
    };
    let mut next = || {
        // A condition begins behind the last argument.
        let word = words.peek().filter(|word| !matches!(word.str(), "if" | "unless"))?;
        let text = word.str().to_owned();
        words.next();
        Some(text)
    };
    let here = Rulesets::of(&[cx.ruleset]);
    let action = scripts.action(here, cx.keyword.str(), &mut next);
    action.map_err(|message| Diagnostic::alert(span, message))
}
