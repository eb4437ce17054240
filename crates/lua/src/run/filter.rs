//! Filters of scripts: what `filter lua.name …` calls while a stream passes.

use super::fault::report;
use super::waiting::Waiting;
use crate::class::filter::{CALLBACKS, FLT_CFG_FL_HTX};
use crate::declaration::Context;
use crate::handler::{Handler, Kind};
use crate::host::Shared;
use crate::raw::slice::{Allowance, CoId, Failure, Outcome};
use crate::raw::slot::FilterState;
use crate::raw::vm::Dropped;
use crate::raw::{self, Ref, Slot, Vm};
use moongate_rules::{FilterEvent, FilterFlow, FilterIo, FilterRun, FilterSpec};
use moongate_state::Txn;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// How soon a callback that isn't about data and says `filter.WAIT` is called again.
const AGAIN: Duration = Duration::from_millis(20);

/// A `filter` line that names a script's filter.
#[derive(Debug)]
struct LuaFilter {
    shared: Arc<Shared>,
    handler: Handler,
    name: String,
    args: Vec<String>,
    http: bool,
    /// Its object in each machine; none where the script wanted no part.
    made: Mutex<HashMap<usize, Option<Ref>>>,
}

/// Makes the filter of a line.
pub(crate) fn filter(
    shared: &Arc<Shared>,
    name: &str,
    args: &[String],
    http: bool,
) -> Result<Option<Arc<dyn FilterSpec>>, String> {
    let plain = name.strip_prefix("lua.").unwrap_or(name);
    let handler = shared.handlers.lock().get(Kind::Filter, plain).cloned();
    let handler = handler.ok_or_else(|| format!("no script registered the filter `{plain}`"))?;
    let thread = usize::from(handler.per_thread);
    let line = LuaFilter {
        shared: Arc::clone(shared),
        handler,
        name: name.to_owned(),
        args: args.to_vec(),
        http,
        made: Mutex::default(),
    };
    let machine = shared.machine_of(thread).ok_or("the script's machine is gone")?;
    let made = line.object(&machine.enter())?;
    Ok(made.map(|_| Arc::new(line) as Arc<dyn FilterSpec>))
}

impl LuaFilter {
    /// The line's object in a machine, made when it is first needed.
    fn object(&self, vm: &Vm) -> Result<Option<Ref>, String> {
        if let Some(made) = self.made.lock().get(&vm.thread) {
            return Ok(*made);
        }
        let entry = vm.function(self.handler.number).ok_or("the filter isn't registered here")?;
        let glue = vm.classes().glue;
        let called = vm.call(
            glue.make,
            None,
            Context::Body,
            Duration::ZERO,
            |stack| {
                stack.push_ref(entry);
                // Few words fit without asking for room.
                let fits = stack.reserve(self.args.len() + 4);
                let args = if fits { self.args.as_slice() } else { &[] };
                args.iter().for_each(|arg| stack.push_bytes(arg.as_bytes()));
                1 + args.len() as i32
            },
            |stack, count| {
                let first = stack.len() - count + 1;
                let flags = if count > 1 { stack.integer(first + 1) } else { None };
                let found = count > 0 && stack.kind(first) == raw::Kind::Table;
                (found.then(|| stack.keep(first)), flags.unwrap_or(0))
            },
        );
        let (made, flags) = called
            .map_err(|failure| format!("the filter `{}` failed: {}", self.name, failure.message))?;
        if made.is_some() && self.http && flags & FLT_CFG_FL_HTX == 0 {
            return Err(format!(
                "the filter `{}` can't be used in HTTP mode: its `flags` haven't \
                 `filter.FLT_CFG_FL_HTX`",
                self.name
            ));
        }
        self.made.lock().insert(vm.thread, made);
        Ok(made)
    }
}

impl FilterSpec for LuaFilter {
    fn name(&self) -> &str {
        &self.name
    }

    fn attach(&self, txn: &mut Txn) -> Option<Box<dyn FilterRun>> {
        let vm = self.shared.machine(self.handler.per_thread)?.enter();
        let object = self.object(&vm).ok()??;
        let limit = vm.limits().session;
        let glue = vm.classes().glue;
        let made = vm.call(
            glue.new,
            None,
            Context::Filter,
            limit,
            |stack| {
                stack.push_ref(object);
                1
            },
            |stack, count| {
                if count < 2 {
                    return None;
                }
                let top = stack.len();
                Some((stack.keep(top - 1), stack.integer(top).unwrap_or(0)))
            },
        );
        let (one, callbacks) = made.unwrap_or_else(|failure| {
            report(&self.shared, &self.handler, &failure, Some(txn), None);
            None
        })?;
        Some(Box::new(Run {
            shared: Arc::clone(&self.shared),
            handler: self.handler.clone(),
            http: self.http,
            dropped: Arc::clone(&vm.dropped),
            one,
            callbacks,
            state: FilterState::default(),
            waiting: [None, None],
            wake: [None, None],
        }))
    }
}

/// A filter in one stream.
struct Run {
    shared: Arc<Shared>,
    handler: Handler,
    http: bool,
    dropped: Arc<Dropped>,
    /// Its object.
    one: Ref,
    /// Which callbacks it has, by bits.
    callbacks: i64,
    state: FilterState,
    /// By direction: a callback that waits, and when to call again.
    waiting: [Option<Waiting>; 2],
    wake: [Option<Pin<Box<Sleep>>>; 2],
}

impl Drop for Run {
    fn drop(&mut self) {
        self.dropped.add(self.one);
    }
}

impl Run {
    /// The bit of an event's callback.
    fn callback(&self, event: FilterEvent) -> usize {
        match event {
            FilterEvent::Start => 0,
            FilterEvent::End => 1,
            FilterEvent::Headers => 2,
            FilterEvent::Payload if self.http => 3,
            FilterEvent::HttpEnd => 4,
            FilterEvent::Payload => 5,
        }
    }

    /// Runs slices of the callback until it waits or is done; none if it failed.
    fn slice(
        &mut self,
        event: FilterEvent,
        io: &mut FilterIo<'_>,
        task: &mut TaskContext<'_>,
    ) -> Poll<Option<FilterFlow>> {
        let side = usize::from(io.response);
        let shared = Arc::clone(&self.shared);
        loop {
            self.state.notes = *io.notes;
            let outcome = match &mut self.waiting[side] {
                Some(waiting) => {
                    ready!(waiting.poll(task, || true, || true));
                    self.go_on(&shared, io)
                }
                None => self.begin(&shared, event, io),
            };
            *io.notes = self.state.notes;
            match outcome {
                // Asked again at once, so that what it waits for knows the task.
                Some(Step::Wait) => {}
                Some(Step::Done(flow)) => return Poll::Ready(Some(flow)),
                Some(Step::Failed(failure)) => {
                    report(&self.shared, &self.handler, &failure, Some(io.txn), None);
                    return Poll::Ready(None);
                }
                None => return Poll::Ready(None),
            }
        }
    }

    /// Begins a callback.
    fn begin(
        &mut self,
        shared: &Arc<Shared>,
        event: FilterEvent,
        io: &mut FilterIo<'_>,
    ) -> Option<Step> {
        let vm = shared.machine(self.handler.per_thread)?.enter();
        let classes = vm.classes();
        let run = vm.prepare(classes.glue.call);
        let stack = vm.stack_of(run);
        stack.push_ref(self.one);
        stack.push_bytes(CALLBACKS[self.callback(event)].as_bytes());
        let number = io.txn.number;
        classes.push_txn(&stack, number);
        match self.http && event != FilterEvent::Start && event != FilterEvent::End {
            true => classes.push_message(&stack, number, io.response),
            false => classes.push_channel(&stack, number, io.response),
        }
        let side = usize::from(io.response);
        let mut allowance = Allowance::new(vm.limits().session);
        let slot = Some(Slot::filter(io, &mut self.state));
        let since = vm.run_begins(self.handler.number);
        let outcome = vm.resume(run, 4, slot, Context::Filter, &mut allowance);
        vm.run_paused(self.handler.number, since);
        let step = self.step(&vm, run, &outcome, side);
        if let Outcome::Wait(wait) = outcome {
            let waiting = Waiting::new(Arc::clone(shared), vm.thread, run, allowance, wait);
            self.waiting[side] = Some(waiting);
        }
        Some(step)
    }

    /// Goes on with a callback that has waited.
    fn go_on(&mut self, shared: &Arc<Shared>, io: &mut FilterIo<'_>) -> Option<Step> {
        let side = usize::from(io.response);
        let waiting = self.waiting[side].as_mut()?;
        let vm = shared.machine_of(waiting.thread)?.enter();
        let run = waiting.take()?;
        let (mut allowance, before) = (waiting.allowance, waiting.allowance.spent);
        let slot = Some(Slot::filter(io, &mut self.state));
        let outcome = vm.resume(run, 0, slot, Context::Filter, &mut allowance);
        vm.run_went_on(self.handler.number, before, &allowance);
        if let (Outcome::Wait(wait), Some(waiting)) = (&outcome, &mut self.waiting[side]) {
            waiting.allowance = allowance;
            waiting.give(run);
            waiting.wait(*wait);
        }
        Some(self.step(&vm, run, &outcome, side))
    }

    /// What a slice came to; a run that is over is given back.
    fn step(&mut self, vm: &Vm, run: CoId, outcome: &Outcome, side: usize) -> Step {
        let step = match outcome {
            Outcome::Wait(_) => {
                vm.run_waits(self.handler.number);
                return Step::Wait;
            }
            Outcome::Done(count) => {
                let stack = vm.stack_of(run);
                let first = stack.len() - count + 1;
                let code = if *count > 0 { stack.integer(first) } else { None };
                Step::Done(match code {
                    Some(0) => FilterFlow::Wait,
                    Some(-1) => FilterFlow::Error,
                    _ => FilterFlow::Continue,
                })
            }
            Outcome::Failed(failure) => {
                vm.run_failed(self.handler.number);
                Step::Failed(failure.clone())
            }
        };
        vm.release(run);
        self.waiting[side] = None;
        step
    }
}

/// What a slice of a callback came to.
enum Step {
    Wait,
    Done(FilterFlow),
    Failed(Failure),
}

impl FilterRun for Run {
    fn wants_data(&self, response: bool) -> bool {
        self.state.wants[usize::from(response)]
    }

    fn listens(&self, event: FilterEvent) -> bool {
        self.callbacks & 1 << self.callback(event) != 0
    }

    fn poll(
        &mut self,
        event: FilterEvent,
        io: &mut FilterIo<'_>,
        task: &mut TaskContext<'_>,
    ) -> Poll<FilterFlow> {
        let side = usize::from(io.response);
        loop {
            if event != FilterEvent::Payload
                && let Some(wake) = &mut self.wake[side]
            {
                // It said to wait: not yet again.
                ready!(wake.as_mut().poll(task));
                self.wake[side] = None;
            }
            // A script's failure doesn't stop the traffic.
            let flow = ready!(self.slice(event, io, task)).unwrap_or(FilterFlow::Continue);
            let wake = self.state.wake.take();
            if event == FilterEvent::Payload {
                self.wake[side] = wake.map(|time| Box::pin(sleep(time)));
                return Poll::Ready(flow);
            }
            if flow != FilterFlow::Wait {
                self.wake[side] = wake.map(|time| Box::pin(sleep(time)));
                return Poll::Ready(flow);
            }
            self.wake[side] = Some(Box::pin(sleep(wake.unwrap_or(AGAIN))));
        }
    }

    fn poll_wake(&mut self, response: bool, task: &mut TaskContext<'_>) -> Poll<()> {
        let wake = &mut self.wake[usize::from(response)];
        match wake {
            Some(timer) => {
                ready!(timer.as_mut().poll(task));
                *wake = None;
                Poll::Ready(())
            }
            None => Poll::Pending,
        }
    }
}
