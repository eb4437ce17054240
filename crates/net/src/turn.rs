//! Whose turn it is among the tasks of a worker that could go on (niceness: configuration manual 4.2,
//! `set-nice`, and 5.1, `nice`).
//!
//! Tasks that are ready have their turns one after the other. A nice one lets everybody go first, once for each
//! [`STEP`] of its niceness. One that is less nice than usual makes the others nicer for as long as it lives.

use std::cell::{Cell, RefCell};
use std::task::{Context, Poll};

/// The nicest, and, negative, the most important.
pub const MOST: i32 = 1024;

/// So much niceness is one more round that a task lets pass.
const STEP: i32 = 128;

thread_local! {
    /// Niceness and number of the turn that is taken now.
    static NICE: Cell<i32> = const { Cell::new(0) };
    static CALLS: Cell<u32> = const { Cell::new(0) };
    /// The niceness of tasks here that have less than usual, and the least of it.
    static KEEN: RefCell<Vec<i32>> = const { RefCell::new(Vec::new()) };
    static LEAST: Cell<i32> = const { Cell::new(0) };
}

/// How often the task that runs now was run.
pub fn calls() -> u32 {
    CALLS.get()
}

/// Makes the task that runs now so nice, from -1024 to 1024; what is beyond counts as the end.
pub fn set_nice(nice: i64) {
    // The range fits.
    NICE.set(nice.clamp(-i64::from(MOST), MOST.into()) as i32);
}

/// A task's turns.
#[derive(Debug)]
pub struct Turns {
    nice: i32,
    /// Rounds that it let pass since its last turn.
    passed: i32,
    calls: u32,
}

impl Turns {
    /// None yet, of a task that is so nice.
    pub fn new(nice: i32) -> Self {
        let mut turns = Self { nice: 0, passed: 0, calls: 0 };
        turns.become_nice(nice);
        turns
    }

    /// A turn: polls the work, or lets others go first.
    pub fn take<T>(
        &mut self,
        cx: &mut Context<'_>,
        work: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let above = self.nice - LEAST.get();
        if above > self.passed * STEP {
            self.passed += 1;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.passed = 0;
        self.calls = self.calls.wrapping_add(1);
        NICE.set(self.nice);
        CALLS.set(self.calls);
        let done = work(cx);
        self.become_nice(NICE.get());
        done
    }

    fn become_nice(&mut self, nice: i32) {
        let before = std::mem::replace(&mut self.nice, nice);
        if before == nice || before.min(nice) >= 0 {
            return;
        }
        // A thread that ends has no turns to give.
        let _ = KEEN.try_with(|keen| {
            let mut keen = keen.borrow_mut();
            if let Some(place) = keen.iter().position(|one| *one == before) {
                keen.swap_remove(place);
            }
            if nice < 0 {
                keen.push(nice);
            }
            LEAST.set(keen.iter().copied().min().unwrap_or(0));
        });
    }
}

impl Drop for Turns {
    fn drop(&mut self) {
        self.become_nice(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Waker;

    /// The rounds until the task has its turn.
    fn rounds(turns: &mut Turns, nice: i64) -> u32 {
        let mut cx = Context::from_waker(Waker::noop());
        let mut rounds = 0;
        loop {
            rounds += 1;
            let work = |_: &mut Context<'_>| {
                set_nice(nice);
                Poll::Ready(())
            };
            if turns.take(&mut cx, work).is_ready() {
                return rounds;
            }
        }
    }

    #[test]
    fn who_is_nice_lets_others_go_first() {
        let mut usual = Turns::new(0);
        let mut nice = Turns::new(0);
        assert_eq!(rounds(&mut nice, 2000), 1);
        assert_eq!(rounds(&mut nice, 2000), 9);
        assert_eq!(rounds(&mut usual, 0), 1);
        let keen = Turns::new(-200);
        assert_eq!(rounds(&mut usual, 0), 3);
        assert_eq!(rounds(&mut nice, 1), 11);
        let keener = Turns::new(-1024);
        assert_eq!(rounds(&mut usual, 0), 9);
        assert_eq!(rounds(&mut nice, 0), 10);
        drop(keener);
        assert_eq!(rounds(&mut usual, 0), 3);
        drop(keen);
        assert_eq!(rounds(&mut usual, 0), 1);
        assert_eq!(rounds(&mut nice, 0), 1);
    }
}
