//! Services of scripts: they answer in a server's place (`use-service lua.name`).

use super::fault::report;
use super::waiting::Waiting;
use crate::declaration::Context;
use crate::handler::Handler;
use crate::host::Shared;
use crate::raw::slice::{Allowance, Outcome};
use crate::raw::{Slot, Vm};
use moongate_http::Version;
use moongate_rules::{Service, ServiceIo, ServiceRun};
use moongate_state::Txn;
use std::sync::{Arc, Weak};
use std::task::{Context as TaskContext, Poll};

/// A script's function as a service.
#[derive(Debug)]
pub(crate) struct LuaService {
    pub(crate) shared: Weak<Shared>,
    pub(crate) handler: Handler,
    /// Speaks HTTP: the script gets an `AppletHTTP` and not an `AppletTCP`.
    pub(crate) http: bool,
    /// `lua.` and its name.
    pub(crate) name: Arc<str>,
}

impl Service for LuaService {
    fn start(&self, txn: &mut Txn) -> Box<dyn ServiceRun> {
        if self.http {
            txn.response.clear();
            txn.response.set_status_line(200, b"OK", Version::Http11);
        }
        let name = Arc::clone(&self.name);
        let (shared, handler) = (self.shared.upgrade(), self.handler.clone());
        Box::new(Serving::new(shared, handler, self.http, name, Vec::new()))
    }
}

/// One run of a service.
pub(super) struct Serving {
    shared: Option<Arc<Shared>>,
    handler: Handler,
    http: bool,
    name: Arc<str>,
    /// What the function gets behind its applet.
    args: Vec<String>,
    waiting: Option<Waiting>,
    /// Bytes of input when it began to wait.
    input: usize,
    /// The head is whole.
    started: bool,
}

impl ServiceRun for Serving {
    fn name(&self) -> Option<Arc<str>> {
        Some(Arc::clone(&self.name))
    }

    fn poll(&mut self, io: &mut ServiceIo<'_>, task: &mut TaskContext<'_>) -> Poll<bool> {
        let Some(shared) = self.shared.clone() else {
            return Poll::Ready(false);
        };
        loop {
            let step = match &mut self.waiting {
                None => self.begin(&shared, io),
                Some(waiting) => {
                    let (before, req) = (self.input, &io.txn.req);
                    let (now, eof) = (req.input.len(), req.eof);
                    let output = io.txn.res.output.len();
                    let room = output < io.room || io.txn.res.closed;
                    std::task::ready!(waiting.poll(task, || now != before || eof, || room));
                    Self::go_on(self.handler.number, waiting, io, &mut self.started)
                }
            };
            io.head_ready |= self.started;
            match step {
                // An HTTP service that never began an answer has failed, as in HAProxy.
                Some((Outcome::Done(_), _)) => return Poll::Ready(self.started || !self.http),
                Some((Outcome::Failed(failure), _)) => {
                    report(&shared, &self.handler, &failure, Some(io.txn), None);
                    return Poll::Ready(false);
                }
                Some((Outcome::Wait(wait), begun)) => {
                    self.input = io.txn.req.input.len();
                    match (&mut self.waiting, begun) {
                        (Some(waiting), _) => waiting.wait(wait),
                        (None, Some(waiting)) => self.waiting = Some(waiting),
                        (None, None) => return Poll::Ready(false),
                    }
                }
                None => return Poll::Ready(false),
            }
        }
    }
}

/// Counts how a slice ended.
fn note(vm: &Vm, number: usize, outcome: &Outcome) {
    match outcome {
        Outcome::Done(_) => {}
        Outcome::Wait(_) => vm.run_waits(number),
        Outcome::Failed(_) => vm.run_failed(number),
    }
}

/// How a slice ended, and the run if it waits for the first time.
type Step = Option<(Outcome, Option<Waiting>)>;

impl Serving {
    pub(super) fn new(
        shared: Option<Arc<Shared>>,
        handler: Handler,
        http: bool,
        name: Arc<str>,
        args: Vec<String>,
    ) -> Self {
        Self { shared, handler, http, name, args, waiting: None, input: 0, started: false }
    }

    fn begin(&mut self, shared: &Arc<Shared>, io: &mut ServiceIo<'_>) -> Step {
        let vm = shared.machine(self.handler.per_thread)?.enter();
        let run = vm.prepare(vm.function(self.handler.number)?);
        let stack = vm.stack_of(run);
        vm.classes().push_applet(&stack, io.txn.number, self.http);
        if !stack.reserve(self.args.len()) {
            vm.release(run);
            return None;
        }
        self.args.iter().for_each(|arg| stack.push_bytes(arg.as_bytes()));
        let args = 1 + self.args.len() as i32;
        let mut allowance = Allowance::new(vm.limits().service);
        let slot = Some(Slot::service(io, &mut self.started));
        let number = self.handler.number;
        let begun = vm.run_begins(number);
        let outcome = vm.resume(run, args, slot, Context::Service, &mut allowance);
        vm.run_paused(number, begun);
        note(&vm, number, &outcome);
        let waiting = match outcome {
            Outcome::Wait(wait) => {
                Some(Waiting::new(Arc::clone(shared), vm.thread, run, allowance, wait))
            }
            _ => {
                vm.release(run);
                None
            }
        };
        Some((outcome, waiting))
    }

    fn go_on(
        number: usize,
        waiting: &mut Waiting,
        io: &mut ServiceIo<'_>,
        started: &mut bool,
    ) -> Step {
        let shared = Arc::clone(&waiting.shared);
        let vm = shared.machine_of(waiting.thread)?.enter();
        let run = waiting.take()?;
        let slot = Some(Slot::service(io, started));
        vm.timed_out.set(waiting.timed_out());
        let before = waiting.allowance.spent;
        let outcome = vm.resume(run, 0, slot, Context::Service, &mut waiting.allowance);
        vm.run_went_on(number, before, &waiting.allowance);
        note(&vm, number, &outcome);
        match outcome {
            Outcome::Wait(_) => waiting.give(run),
            _ => vm.release(run),
        }
        Some((outcome, None))
    }
}
