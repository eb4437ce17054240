//! Numbers that nobody needs to foresee but that must not be used as secrets (`rand`, `uuid`).

use std::cell::Cell;
use std::hash::{BuildHasher, RandomState};

thread_local! {
    /// Each worker begins at its own random place.
    static STATE: Cell<u64> = Cell::new(RandomState::new().hash_one(std::thread::current().id()));
}

/// The next number of this thread (SplitMix64).
pub(super) fn next() -> u64 {
    STATE.with(|state| {
        let at = state.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        state.set(at);
        let mixed = (at ^ (at >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    })
}
