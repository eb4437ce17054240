//! Work that a run waits for and that goes on outside of the machine: connecting, reading, writing.
//!
//! A function of the API hands a future over and waits. The driver takes it along, so that no lock
//! is held over the wait and an abandoned run abandons its work, too; what comes of it is put back
//! before the function is called again.

use super::call::{Call, Done, Fault};
use super::slice::Wait;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;

/// What came of a piece of work.
pub(crate) type Finished = Box<dyn Any + Send>;

/// A piece of work. It may be dropped on another thread than the one where it was made.
pub(crate) type Work = Pin<Box<dyn Future<Output = Finished> + Send>>;

/// Works between a machine and its drivers, by numbers that are never used twice. A driver takes a
/// work at once, and a function its outcome, so there are hardly ever more than one.
#[derive(Default)]
pub(crate) struct Works {
    last: Cell<u64>,
    handed: RefCell<Vec<(u64, Work)>>,
    finished: RefCell<Vec<(u64, Finished)>>,
}

impl Works {
    fn hand_over(&self, work: Work) -> u64 {
        let number = self.last.get() + 1;
        self.last.set(number);
        self.handed.borrow_mut().push((number, work));
        number
    }

    /// Takes the work of that number.
    pub(crate) fn take(&self, number: u64) -> Option<Work> {
        remove(&self.handed, number)
    }

    /// Puts back what came of it.
    pub(crate) fn finish(&self, number: u64, finished: Finished) {
        self.finished.borrow_mut().push((number, finished));
    }
}

fn remove<T>(list: &RefCell<Vec<(u64, T)>>, number: u64) -> Option<T> {
    let mut list = list.borrow_mut();
    let at = list.iter().position(|(of, _)| *of == number)?;
    Some(list.swap_remove(at).1)
}

impl std::fmt::Debug for Works {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Works").field("last", &self.last.get()).finish_non_exhaustive()
    }
}

impl Call<'_> {
    /// Has the script wait for some work; when that is done the function is called again and finds
    /// what came of it in [`Call::outcome`].
    ///
    /// # Errors
    /// It can't wait here.
    pub(crate) fn work<T: Any + Send>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<Done, Fault> {
        if !self.may_wait() {
            return self.wait(Wait::Turn, 0);
        }
        let work = Box::pin(async move { Box::new(work.await) as Finished });
        let number = self.vm().works.hand_over(work);
        self.wait(Wait::Work(number), number as isize)
    }

    /// What came of the work that the function waited for; `None` at the first call.
    pub(crate) fn outcome<T: Any>(&self) -> Option<T> {
        let finished = remove(&self.vm().works.finished, self.progress() as u64)?;
        Some(*finished.downcast().ok()?)
    }
}
