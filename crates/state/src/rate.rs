//! How often something happens: events of the last second, sliding.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Events a second. Times are those since the process started ([`crate::World::started`]).
#[derive(Debug, Default)]
pub struct Rate {
    /// Which second [`Rate::now`] counts.
    second: AtomicU64,
    now: AtomicU64,
    /// The count of the second before it.
    before: AtomicU64,
}

impl Rate {
    /// One event in that second of the process ([`crate::World::second`]). Relaxed: when two threads
    /// begin a second at once, an event may be counted in the second before.
    pub fn add(&self, second: u64) {
        let known = self.second.load(Relaxed);
        if known < second && self.second.compare_exchange(known, second, Relaxed, Relaxed).is_ok() {
            let count = self.now.swap(0, Relaxed);
            self.before.store(if known + 1 == second { count } else { 0 }, Relaxed);
        }
        self.now.fetch_add(1, Relaxed);
    }

    /// Events in the second before `at`: the part of the last whole second that is within it is
    /// taken as even.
    pub fn get(&self, started: Instant, at: Instant) -> u64 {
        let since: Duration = at.saturating_duration_since(started);
        let left = u64::from(1_000_000_000 - since.subsec_nanos());
        let part = |count: u64| count.saturating_mul(left) / 1_000_000_000;
        let (known, now) = (self.second.load(Relaxed), self.now.load(Relaxed));
        match since.as_secs().saturating_sub(known) {
            0 => now + part(self.before.load(Relaxed)),
            1 => part(now),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_slides() {
        let rate = Rate::default();
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        for ms in 0..100 {
            rate.add(at(ms).duration_since(start).as_secs());
        }
        assert_eq!(rate.get(start, at(500)), 100);
        assert_eq!(rate.get(start, at(1000)), 100);
        assert_eq!(rate.get(start, at(1500)), 50);
        rate.add(1);
        assert_eq!(rate.get(start, at(1750)), 26);
        assert_eq!(rate.get(start, at(2500)), 0);
        assert_eq!(rate.get(start, at(9000)), 0);
        rate.add(9);
        assert_eq!(rate.get(start, at(9001)), 1);
    }
}
