//! Gives memory that was freed back to the system, on a thread of its own.
//!
//! The allocator (mimalloc) keeps freed memory for a second, and then gives it back in the middle of the next
//! allocation that comes along. After a map of a million entries was replaced this held a worker up for ten
//! milliseconds and more. A thread that gives it back before that second is over leaves workers nothing to do.

use std::io;
use std::time::Duration;

/// Shorter than the second after which the allocator does it by itself (its option `purge_delay`).
const EVERY: Duration = Duration::from_millis(800);

/// Starts the thread; it ends with the process.
///
/// # Errors
/// The system gives no thread.
pub fn start_giving_back() -> io::Result<()> {
    std::thread::Builder::new()
        .name("memory".into())
        .spawn(|| {
            loop {
                std::thread::sleep(EVERY);
                // SAFETY: it may be called at any time and on any thread; what it collects is this thread's
                // own heap, and what no thread's heap has.
                unsafe { libmimalloc_sys::mi_collect(true) };
            }
        })
        .map(drop)
}
