//! The memory of Lua states: counted, and held under one limit for the process.

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error, realloc};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A state takes from the common budget in steps, so that it touches it rarely.
const STEP: usize = 128 * 1024;

/// Lua asks for nothing stricter (its `LUAI_MAXALIGN`).
const ALIGN: usize = 8;

/// What all states of a process may use together (`tune.lua.maxmem`).
#[derive(Debug, Default)]
pub(crate) struct Budget {
    limit: AtomicUsize,
    taken: AtomicUsize,
}

impl Budget {
    /// Sets the limit in bytes; 0: none.
    pub(crate) fn set_limit(&self, limit: usize) {
        self.limit.store(limit, Relaxed);
    }

    fn take(&self, bytes: usize, force: bool) -> bool {
        let limit = self.limit.load(Relaxed);
        let taken = self.taken.fetch_add(bytes, Relaxed).saturating_add(bytes);
        let fits = limit == 0 || taken <= limit || force;
        if !fits {
            self.taken.fetch_sub(bytes, Relaxed);
        }
        fits
    }
}

/// One state's part.
#[derive(Debug)]
pub(crate) struct Memory {
    budget: Arc<Budget>,
    /// Bytes in use.
    used: Cell<usize>,
    /// Bytes taken from the budget.
    granted: Cell<usize>,
    /// Rust code runs. Then an allocation never fails for the limit: the failure would be a jump over
    /// Rust frames. The limit holds again as soon as Lua code goes on.
    in_rust: Cell<bool>,
}

impl Memory {
    pub(crate) fn new(budget: Arc<Budget>) -> Box<Self> {
        Box::new(Self {
            budget,
            used: Cell::new(0),
            granted: Cell::new(0),
            in_rust: Cell::new(true),
        })
    }

    /// Bytes in use.
    pub(crate) fn used(&self) -> usize {
        self.used.get()
    }

    /// Notes who runs; gives who did before.
    #[inline(always)]
    pub(crate) fn set_in_rust(&self, now: bool) -> bool {
        self.in_rust.replace(now)
    }

    #[inline]
    fn grow(&self, by: usize) -> bool {
        let used = self.used.get() + by;
        if used > self.granted.get() && !self.take(used) {
            return false;
        }
        self.used.set(used);
        true
    }

    #[cold]
    fn take(&self, used: usize) -> bool {
        let granted = self.granted.get();
        let in_rust = self.in_rust.get();
        let step = used - granted;
        // Near the limit the last bytes are taken one by one.
        for bytes in [step.next_multiple_of(STEP), step] {
            if self.budget.take(bytes, in_rust && bytes == step) {
                self.granted.set(granted + bytes);
                return true;
            }
        }
        false
    }

    #[inline]
    fn shrink(&self, by: usize) {
        let used = self.used.get() - by;
        self.used.set(used);
        let spare = self.granted.get() - used;
        if spare > 4 * STEP {
            let back = spare - STEP;
            self.granted.set(self.granted.get() - back);
            self.budget.taken.fetch_sub(back, Relaxed);
        }
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.budget.taken.fetch_sub(self.granted.get(), Relaxed);
    }
}

/// Lua's allocation function; `data` is the state's [`Memory`].
///
/// # Safety
/// As the Lua manual demands of callers of a `lua_Alloc`; `data` is a live `Memory`.
pub(crate) unsafe extern "C" fn allocate(
    data: *mut c_void,
    old: *mut c_void,
    old_size: usize,
    size: usize,
) -> *mut c_void {
    // SAFETY: `data` is the `Memory` that the state was made with, which outlives the state.
    let memory = unsafe { &*data.cast::<Memory>() };
    // Without a block `old_size` is a kind of object, not a size.
    let old_size = if old.is_null() { 0 } else { old_size };
    let layout = |size| {
        // SAFETY: the alignment is a power of two, and no size near `isize::MAX` is ever granted.
        unsafe { Layout::from_size_align_unchecked(size, ALIGN) }
    };
    if size == 0 {
        if old_size != 0 {
            memory.shrink(old_size);
            // SAFETY: the block came from below, with this very size.
            unsafe { dealloc(old.cast(), layout(old_size)) };
        }
        return ptr::null_mut();
    }
    if size > isize::MAX as usize - ALIGN {
        return ptr::null_mut();
    }
    if size > old_size && !memory.grow(size - old_size) {
        return ptr::null_mut();
    }
    let new = if old_size == 0 {
        // SAFETY: the size isn't zero.
        unsafe { alloc(layout(size)) }
    } else {
        // SAFETY: the block came from here with that size; the new size is neither zero nor huge.
        unsafe { realloc(old.cast(), layout(old_size), size) }
    };
    if new.is_null() {
        if memory.in_rust.get() {
            handle_alloc_error(layout(size));
        }
        if size > old_size {
            memory.shrink(size - old_size);
        }
        return ptr::null_mut();
    }
    if size < old_size {
        memory.shrink(old_size - size);
    }
    new.cast()
}
