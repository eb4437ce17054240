//! A run of a script that waits, and when it can go on.

use crate::host::Shared;
use crate::raw::slice::{Allowance, CoId, Wait};
use crate::raw::wakeup::Wakeup;
use crate::raw::work::{Finished, Work};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::time::{Instant, Sleep, sleep_until};

/// A run between two slices. Dropping it ends the script where it waits.
pub(super) struct Waiting {
    pub(super) shared: Arc<Shared>,
    /// The machine's number.
    pub(super) thread: usize,
    run: Option<CoId>,
    pub(super) allowance: Allowance,
    wait: Wait,
    /// When it ends at the latest; a timer is made of it when it is polled first.
    until: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
    /// Others have had their turn.
    turned: bool,
    /// What wakes it, looked up when it is polled first.
    bell: Option<Arc<Wakeup>>,
    /// What it waits for, and its number.
    work: Option<(u64, Work)>,
    /// What came of it.
    finished: Option<(u64, Finished)>,
}

impl Waiting {
    pub(super) fn new(
        shared: Arc<Shared>,
        thread: usize,
        run: CoId,
        allowance: Allowance,
        wait: Wait,
    ) -> Self {
        let mut this = Self {
            shared,
            thread,
            run: Some(run),
            allowance,
            wait,
            until: None,
            timer: None,
            turned: false,
            bell: None,
            work: None,
            finished: None,
        };
        this.wait(wait);
        this
    }

    /// Waits for something else now.
    pub(super) fn wait(&mut self, wait: Wait) {
        self.wait = wait;
        self.turned = false;
        self.timer = None;
        self.until = match wait {
            Wait::Sleep(time) | Wait::Input(Some(time)) | Wait::Wake(Some(time)) => {
                Instant::now().checked_add(time)
            }
            _ => None,
        };
        self.bell = None;
        self.work = None;
        if let Wait::Work(number) = wait
            && let Some(machine) = self.shared.machine_of(self.thread)
        {
            self.work = machine.enter().works.take(number).map(|work| (number, work));
        }
    }

    /// The run, which isn't this value's any more. What its work came to is the machine's then.
    pub(super) fn take(&mut self) -> Option<CoId> {
        if let Some((number, finished)) = self.finished.take()
            && let Some(machine) = self.shared.machine_of(self.thread)
        {
            machine.enter().works.finish(number, finished);
        }
        self.run.take()
    }

    /// Gives the run back.
    pub(super) fn give(&mut self, run: CoId) {
        self.run = Some(run);
    }

    /// Ready when the run can go on. `input` and `room`: whether bytes, or their end, may have come,
    /// and whether there is room for output; asked only where they matter.
    pub(super) fn poll(
        &mut self,
        task: &mut Context<'_>,
        input: impl FnOnce() -> bool,
        room: impl FnOnce() -> bool,
    ) -> Poll<()> {
        if let Some(until) = self.until.take() {
            self.timer = Some(Box::pin(sleep_until(until)));
        }
        if let Some(timer) = &mut self.timer
            && timer.as_mut().poll(task).is_ready()
        {
            return Poll::Ready(());
        }
        if let Wait::Wake(_) = self.wait {
            if self.bell.is_none() {
                self.bell = self.own_bell();
            }
            return if self.bell.as_ref().is_none_or(|bell| bell.has_rung(task)) {
                Poll::Ready(())
            } else {
                Poll::Pending
            };
        }
        let ready = match self.wait {
            Wait::Sleep(_) | Wait::Wake(_) => false,
            Wait::Turn | Wait::Interrupted => {
                if !self.turned {
                    self.turned = true;
                    task.waker().wake_by_ref();
                    return Poll::Pending;
                }
                true
            }
            Wait::Input(_) => input(),
            Wait::Room => room(),
            Wait::Work(_) => self.poll_work(task),
        };
        if ready { Poll::Ready(()) } else { Poll::Pending }
    }

    /// What wakes the run, if it waits for that.
    fn own_bell(&self) -> Option<Arc<Wakeup>> {
        Some(self.shared.machine_of(self.thread)?.enter().wakeup_of(self.run?))
    }

    /// Whether the work is done.
    fn poll_work(&mut self, task: &mut Context<'_>) -> bool {
        let Some((number, work)) = &mut self.work else { return true };
        let Poll::Ready(finished) = work.as_mut().poll(task) else { return false };
        self.finished = Some((*number, finished));
        self.work = None;
        true
    }

    /// Whether the timer was what ended the wait.
    pub(super) fn timed_out(&self) -> bool {
        self.timer.as_ref().is_some_and(|timer| timer.is_elapsed())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let (Some(run), Some(machine)) = (self.run, self.shared.machine_of(self.thread)) {
            machine.enter().abandon(run);
        }
    }
}
