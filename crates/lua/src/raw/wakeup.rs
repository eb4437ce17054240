//! Waking a run that waits for something to happen elsewhere, perhaps on another thread.

use super::slice::CoId;
use super::vm::Vm;
use parking_lot::Mutex;
use std::sync::Arc;
use std::task::{Context, Waker};

/// One run's bell.
#[derive(Debug, Default)]
pub(crate) struct Wakeup(Mutex<Bell>);

#[derive(Debug, Default)]
struct Bell {
    rung: bool,
    waker: Option<Waker>,
}

impl Wakeup {
    /// Wakes the run, or keeps it from its next wait.
    pub(crate) fn ring(&self) {
        let waker = {
            let mut bell = self.0.lock();
            bell.rung = true;
            bell.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Whether it has rung; if not, it wakes `task` when it does.
    pub(crate) fn has_rung(&self, task: &Context<'_>) -> bool {
        let mut bell = self.0.lock();
        if std::mem::take(&mut bell.rung) {
            return true;
        }
        bell.waker = Some(task.waker().clone());
        false
    }
}

impl Vm {
    /// The bell of the run whose slice this is.
    pub(crate) fn own_wakeup(&self) -> Option<Arc<Wakeup>> {
        Some(self.wakeup_of(self.current.get()?))
    }

    /// The bell of a run.
    pub(crate) fn wakeup_of(&self, run: CoId) -> Arc<Wakeup> {
        let coroutine = &mut self.coroutines.borrow_mut()[run.0 as usize];
        Arc::clone(coroutine.wakeup.get_or_insert_default())
    }
}
