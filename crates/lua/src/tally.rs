//! What the runs of registered functions cost, for `show lua`.

use crate::raw::Vm;
use crate::raw::slice::Allowance;
use std::time::{Duration, Instant};

/// One run in so many is timed from its begin; a clock costs as much as a short function.
const EVERY: u64 = 32;

/// Counts of one function in one machine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) calls: u64,
    pub(crate) errors: u64,
    pub(crate) yields: u64,
    /// Running time in all, as the timed runs tell.
    pub(crate) time: Duration,
    /// The longest slice that was timed.
    pub(crate) longest: Duration,
}

impl Tally {
    /// Both together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            calls: self.calls + other.calls,
            errors: self.errors + other.errors,
            yields: self.yields + other.yields,
            time: self.time + other.time,
            longest: self.longest.max(other.longest),
        }
    }

    /// Begins a run; the time if this one is timed.
    fn begin(&mut self) -> Option<Instant> {
        let timed = self.calls.is_multiple_of(EVERY);
        self.calls += 1;
        timed.then(Instant::now)
    }

    fn first(&mut self, time: Duration) {
        self.time += time * EVERY as u32;
        self.longest = self.longest.max(time);
    }
}

impl Vm {
    #[inline]
    fn tally(&self, number: usize, note: impl FnOnce(&mut Tally)) {
        let mut tallies = self.tallies().borrow_mut();
        if tallies.len() <= number {
            tallies.resize(number + 1, Tally::default());
        }
        note(&mut tallies[number]);
    }

    /// Notes that a run of that handler begins.
    #[inline]
    pub(crate) fn run_begins(&self, number: usize) -> Option<Instant> {
        let mut begun = None;
        self.tally(number, |tally| begun = tally.begin());
        begun
    }

    /// Notes that the first slice of a run is over.
    #[inline]
    pub(crate) fn run_paused(&self, number: usize, begun: Option<Instant>) {
        if let Some(begun) = begun {
            self.tally(number, |tally| tally.first(begun.elapsed()));
        }
    }

    /// Notes that a run failed.
    pub(crate) fn run_failed(&self, number: usize) {
        self.tally(number, |tally| tally.errors += 1);
    }

    /// Notes that a run waits.
    pub(crate) fn run_waits(&self, number: usize) {
        self.tally(number, |tally| tally.yields += 1);
    }

    /// Notes a later slice, which was timed.
    pub(crate) fn run_went_on(&self, number: usize, before: Duration, allowance: &Allowance) {
        let time = allowance.spent.saturating_sub(before);
        self.tally(number, |tally| {
            tally.time += time;
            tally.longest = tally.longest.max(time);
        });
    }

    /// The counts of a handler.
    pub(crate) fn tally_of(&self, number: usize) -> Tally {
        self.tallies().borrow().get(number).copied().unwrap_or_default()
    }
}
