//! Milliseconds of the monotonic clock, precise or cheap.

/// The step of the coarse clock in milliseconds, rounded up: it ticks 250 times a second on most
/// systems; a slower tick makes timers fire by so much early at worst.
pub(super) const COARSE_STEP: u64 = 4;

/// The coarse clock: at most [`COARSE_STEP`] behind the precise one.
pub(super) fn coarse() -> u64 {
    read(libc::CLOCK_MONOTONIC_COARSE)
}

/// The precise clock, rounded down.
pub(super) fn precise() -> u64 {
    read(libc::CLOCK_MONOTONIC)
}

fn read(clock: libc::clockid_t) -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a live structure of the type that the call fills. Both clocks exist
    // on every Linux; were one missing, the time would stay zero.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    time.tv_sec as u64 * 1000 + time.tv_nsec as u64 / 1_000_000
}
