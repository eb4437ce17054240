//! What this thread and the process use of the processors.

use std::cell::Cell;
use std::time::{Duration, Instant};

thread_local! {
    static THREAD: Cell<Option<Meter>> = const { Cell::new(None) };
    static PROCESS: Cell<Option<Meter>> = const { Cell::new(None) };
}

/// How long a measurement stands: a shorter span tells nothing.
const SPAN: Duration = Duration::from_millis(10);

/// How much of a processor this thread used since somebody last asked on it, in percent.
pub fn thread_usage() -> u32 {
    Meter::read(&THREAD, libc::CLOCK_THREAD_CPUTIME_ID, 1)
}

/// How much of `threads` processors the process used since somebody last asked on this thread.
pub fn process_usage(threads: u32) -> u32 {
    Meter::read(&PROCESS, libc::CLOCK_PROCESS_CPUTIME_ID, threads)
}

/// A measurement, and what it began with.
#[derive(Clone, Copy)]
struct Meter {
    at: Instant,
    used: Duration,
    percent: u32,
}

impl Meter {
    fn read(
        place: &'static std::thread::LocalKey<Cell<Option<Meter>>>,
        clock: libc::clockid_t,
        threads: u32,
    ) -> u32 {
        let now = Instant::now();
        let last = place.get();
        if let Some(last) = last.filter(|last| now.duration_since(last.at) < SPAN) {
            return last.percent;
        }
        let used = used(clock);
        let percent = match last {
            // Since it began.
            None => 0,
            Some(last) => {
                let wall = now.duration_since(last.at) * threads.max(1);
                let busy = used.saturating_sub(last.used);
                u32::try_from(busy.as_micros() * 100 / wall.as_micros().max(1)).unwrap_or(100)
            }
        };
        let percent = percent.min(100);
        place.set(Some(Meter { at: now, used, percent }));
        percent
    }
}

/// The time that this clock of the processor shows.
fn used(clock: libc::clockid_t) -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a live structure that the call fills.
    let done = unsafe { libc::clock_gettime(clock, &raw mut time) };
    if done != 0 {
        return Duration::ZERO;
    }
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_thread_uses_a_processor() {
        assert_eq!(thread_usage(), 0);
        let end = Instant::now() + SPAN * 3;
        let mut spins = 0u64;
        while Instant::now() < end {
            spins += 1;
        }
        assert!(spins > 0 && thread_usage() > 0);
        assert!(process_usage(2) <= 100);
    }
}
