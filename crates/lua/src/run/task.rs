//! Tasks of scripts: they run beside the traffic (`core.register_task`).

use super::fault::report_task;
use super::subscription;
use super::waiting::Waiting;
use crate::declaration::Context;
use crate::host::Shared;
use crate::raw::slice::{Allowance, CoId, Outcome};
use moongate_net::turn::Turns;
use std::ffi::c_int;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

/// A task that was registered: a coroutine with its function and arguments pushed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewTask {
    pub(crate) run: CoId,
    pub(crate) args: c_int,
}

/// Starts the tasks of one machine as they are registered.
pub(crate) async fn tasks(shared: Arc<Shared>, thread: usize) {
    while let Some(machine) = shared.machine_of(thread) {
        let (new, subscriptions) = {
            let vm = machine.enter();
            (vm.take_tasks(), vm.take_subscriptions())
        };
        for subscription in subscriptions {
            tokio::task::spawn_local(subscription::serve(Arc::clone(&shared), subscription));
        }
        for task in new {
            let mut running = Running::new(&shared, thread, task);
            let mut turns = Turns::new(0);
            tokio::task::spawn_local(poll_fn(move |task| {
                turns.take(task, |task| Pin::new(&mut running).poll(task))
            }));
        }
        machine.tasks.notified().await;
    }
}

/// A task's run.
pub(super) struct Running {
    waiting: Option<Waiting>,
    new: Option<NewTask>,
    shared: Arc<Shared>,
    thread: usize,
}

impl Running {
    pub(super) fn new(shared: &Arc<Shared>, thread: usize, new: NewTask) -> Self {
        Self { waiting: None, new: Some(new), shared: Arc::clone(shared), thread }
    }
}

impl Future for Running {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut task::Context<'_>) -> Poll<()> {
        let this = &mut *self;
        loop {
            let Some(machine) = this.shared.machine_of(this.thread) else {
                return Poll::Ready(());
            };
            let mut fresh = Allowance::new(machine.enter().limits().task);
            let (run, args, allowance) = match (&mut this.waiting, this.new.take()) {
                (None, Some(new)) => (new.run, new.args, &mut fresh),
                (Some(waiting), _) => {
                    // A task has no buffers to wait for.
                    std::task::ready!(waiting.poll(task, || true, || true));
                    match waiting.take() {
                        Some(run) => (run, 0, &mut waiting.allowance),
                        None => return Poll::Ready(()),
                    }
                }
                (None, None) => return Poll::Ready(()),
            };
            let vm = machine.enter();
            match vm.resume(run, args, None, Context::Task, allowance) {
                Outcome::Done(_) => {
                    vm.release(run);
                    return Poll::Ready(());
                }
                Outcome::Failed(failure) => {
                    vm.release(run);
                    report_task(&this.shared, &failure);
                    return Poll::Ready(());
                }
                Outcome::Wait(wait) => match &mut this.waiting {
                    Some(waiting) => {
                        waiting.give(run);
                        waiting.wait(wait);
                    }
                    None => {
                        let shared = Arc::clone(&this.shared);
                        let waiting = Waiting::new(shared, this.thread, run, fresh, wait);
                        this.waiting = Some(waiting);
                    }
                },
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let (Some(new), Some(machine)) = (self.new, self.shared.machine_of(self.thread)) {
            machine.enter().abandon(new.run);
        }
    }
}
