//! Finds slices that run for long, so that short ones need no count hook.
//!
//! While a count hook is set Lua asks at every instruction whether it is due, which doubles what a
//! script costs. So a worker's slices begin without one. A thread looks every [`TICK`] which workers
//! are in the same slice as the last time, and signals those; the handler, on the worker itself, sets
//! the hook on the coroutine that runs. Lua allows that: `lua_sethook` may be called by a signal
//! handler (its own interpreter does so on SIGINT).
//!
//! The thread sleeps without an end while no script runs.

use super::hook;
use super::vm::Vm;
use mlua::ffi;
use parking_lot::{Condvar, Mutex};
use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Arc, Once};
use std::time::Duration;

/// How often slices are looked at: one that goes on for two of these is interrupted.
const TICK: Duration = Duration::from_millis(2);

/// Ticks without a slice after which the thread sleeps.
const QUIET: u32 = 10;

/// Ignored unless somebody handles it, and used by nobody else.
const SIGNAL: c_int = libc::SIGURG;

/// What one worker tells of itself.
#[derive(Debug)]
struct Beat {
    /// Odd while a slice runs; no two slices have the same number.
    slice: AtomicU64,
    /// The machine that runs, the innermost one; null between slices.
    vm: AtomicPtr<Vm>,
    /// The kernel's number of the thread.
    thread: libc::pid_t,
}

/// All workers, and the number of the slice that each was in at the last look.
static BEATS: Mutex<Vec<(Arc<Beat>, u64)>> = Mutex::new(Vec::new());
/// The thread sleeps: who begins a slice wakes it.
static ASLEEP: AtomicBool = AtomicBool::new(false);
/// Goes with [`BEATS`].
static WAKE: Condvar = Condvar::new();

thread_local! {
    /// This worker's beat, owned by [`ENLISTED`]; null on other threads. The handler reads it, so it
    /// needs neither making nor dropping.
    static BEAT: Cell<*const Beat> = const { Cell::new(ptr::null()) };
    static ENLISTED: RefCell<Option<Enlisted>> = const { RefCell::new(None) };
}

/// A worker that is watched, until its thread ends.
struct Enlisted(Arc<Beat>);

impl Drop for Enlisted {
    fn drop(&mut self) {
        BEAT.set(ptr::null());
        BEATS.lock().retain(|(beat, _)| !Arc::ptr_eq(beat, &self.0));
    }
}

/// Has this thread watched from now on. If the system doesn't let it, all slices have a count hook.
pub(crate) fn enlist() {
    static START: Once = Once::new();
    START.call_once(start);
    if !WATCHING.load(Relaxed) || !BEAT.get().is_null() {
        return;
    }
    let beat = Arc::new(Beat {
        slice: AtomicU64::new(0),
        vm: AtomicPtr::new(ptr::null_mut()),
        // SAFETY: asks for a number.
        thread: unsafe { libc::gettid() },
    });
    BEATS.lock().push((Arc::clone(&beat), 0));
    BEAT.set(Arc::as_ptr(&beat));
    ENLISTED.with(|enlisted| enlisted.replace(Some(Enlisted(beat))));
}

/// The thread and the handler are there.
static WATCHING: AtomicBool = AtomicBool::new(false);

fn start() {
    // SAFETY: an action of zeros with a handler is a valid one. The handler touches nothing but what
    // its own thread owns.
    let handled = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_signal as extern "C" fn(c_int) as usize;
        action.sa_flags = libc::SA_RESTART | libc::SA_ONSTACK;
        libc::sigemptyset(&raw mut action.sa_mask);
        libc::sigaction(SIGNAL, &raw const action, ptr::null_mut()) == 0
    };
    let thread = std::thread::Builder::new().name("lua-watch".into()).stack_size(128 * 1024);
    WATCHING.store(handled && thread.spawn(watch).is_ok(), Relaxed);
}

/// Whether this thread is watched.
#[inline]
pub(super) fn is_watched() -> bool {
    !BEAT.get().is_null()
}

/// A slice of this machine begins, maybe inside another one; gives the machine of that.
#[inline]
pub(super) fn begin(vm: &Vm) -> *mut Vm {
    let beat = BEAT.get();
    if beat.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: `ENLISTED` keeps it until it sets the pointer to null.
    let beat = unsafe { &*beat };
    let outer = beat.vm.load(Relaxed);
    beat.vm.store(ptr::from_ref(vm).cast_mut(), Relaxed);
    if outer.is_null() {
        // Before the look at `ASLEEP`, as the other thread sets that before it looks at this: one of
        // them sees the other.
        beat.slice.fetch_add(1, SeqCst);
        if ASLEEP.load(SeqCst) {
            wake();
        }
    }
    outer
}

/// It ended; `outer` is what [`begin`] gave.
#[inline]
pub(super) fn end(outer: *mut Vm) {
    let beat = BEAT.get();
    if beat.is_null() {
        return;
    }
    // SAFETY: as in `begin`.
    let beat = unsafe { &*beat };
    beat.vm.store(outer, Relaxed);
    if outer.is_null() {
        // Only this thread writes it.
        beat.slice.store(beat.slice.load(Relaxed) + 1, Relaxed);
    }
}

#[cold]
fn wake() {
    let _beats = BEATS.lock();
    ASLEEP.store(false, SeqCst);
    WAKE.notify_one();
}

fn watch() {
    let mut quiet = 0;
    loop {
        std::thread::sleep(TICK);
        let mut beats = BEATS.lock();
        if look(&mut beats) {
            quiet = 0;
            continue;
        }
        quiet += 1;
        if quiet < QUIET {
            continue;
        }
        ASLEEP.store(true, SeqCst);
        // A slice that began just before didn't see that nobody watches.
        let missed = beats.iter().any(|(beat, seen)| beat.slice.load(SeqCst) != *seen);
        while !missed && ASLEEP.load(SeqCst) {
            WAKE.wait(&mut beats);
        }
        ASLEEP.store(false, SeqCst);
        quiet = 0;
    }
}

/// Signals the workers whose slice goes on and on; whether anything ran since the last look.
fn look(beats: &mut [(Arc<Beat>, u64)]) -> bool {
    let mut active = false;
    for (beat, seen) in beats {
        let slice = beat.slice.load(SeqCst);
        let same = std::mem::replace(seen, slice) == slice;
        active |= !same || slice % 2 == 1;
        if same && slice % 2 == 1 {
            // SAFETY: sends a signal to a thread of this process; one that has ended is an error of
            // the call. The worker may have ended the slice meanwhile: the handler looks.
            unsafe { libc::syscall(libc::SYS_tgkill, libc::getpid(), beat.thread, SIGNAL) };
        }
    }
    active
}

/// Sets the hook on what runs. On the worker's own thread, between two of its instructions.
extern "C" fn on_signal(_: c_int) {
    let beat = BEAT.get();
    if beat.is_null() {
        return;
    }
    // SAFETY: the beat as in `begin`. A machine that is noted there is inside a slice of this thread,
    // so it lives and its lock is this thread's; `running` is null or a live coroutine of it, which
    // `lua_sethook` may be called for at any moment: it stores four fields and a flag in each frame
    // of the call chain, which Lua keeps consistent for this very purpose.
    unsafe {
        let vm = (*beat).vm.load(Relaxed);
        if vm.is_null() {
            return;
        }
        let running = (*vm).running.get();
        let l = if running.is_null() { (*vm).main } else { running };
        let interval = (*vm).limits.get().interval;
        ffi::lua_sethook(l, Some(hook::count), ffi::LUA_MASKCOUNT, interval);
    }
}
