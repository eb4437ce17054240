//! Running Lua: coroutines that may wait, and calls that have to answer at once.

use super::hook;
use super::slot::Slot;
use super::stack::{Ref, Stack};
use super::vm::{Clock, Coroutine, Vm};
use super::watchdog;
use crate::declaration::Context;
use mlua::ffi::{self, lua_State};
use std::ffi::{CStr, c_int, c_void};
use std::ptr;
use std::time::{Duration, Instant};

/// Runs nested in each other: a fetch in an action, and so on.
const DEEPEST: u32 = 40;

/// Coroutines kept for use again.
const KEEP: usize = 256;

/// A coroutine of a machine; a mere number outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CoId(pub(super) u32);

/// Limits of a machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Instructions between two interruptions.
    pub(crate) interval: c_int,
    /// Whether they count from the first instruction of a run (`tune.lua.forced-yield` is set), and
    /// not from when the run is found to be long.
    pub(crate) strict: bool,
    /// Time without a wait or an interruption; zero: no limit, here and below.
    pub(crate) burst: Duration,
    /// Time of actions, fetches and converters.
    pub(crate) session: Duration,
    /// Time of services.
    pub(crate) service: Duration,
    /// Time of tasks.
    pub(crate) task: Duration,
    /// Bytes of all machines together, for messages.
    pub(crate) memory: usize,
}

/// What a script waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Time to pass.
    Sleep(Duration),
    /// Others to have had their turn.
    Turn,
    /// As `Turn`, not of its own will.
    Interrupted,
    /// More bytes to come in, or the end; at most for so long.
    Input(Option<Duration>),
    /// Bytes to go out.
    Room,
    /// Work of that number, which was handed over (see `Works`).
    Work(u64),
    /// Somebody to wake the run (see `Wakeup`); at most for so long.
    Wake(Option<Duration>),
}

/// A script that failed.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// What went wrong, with the script's file and line.
    pub(crate) message: String,
    /// Which functions were active, innermost first, a line each.
    pub(crate) traceback: String,
}

/// How a slice ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The function returned so many values, which are on top of the coroutine's stack.
    Done(c_int),
    /// It waits.
    Wait(Wait),
    /// It failed; the coroutine is fit for use again.
    Failed(Failure),
}

/// How long a run has taken and may take, without its waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    pub(crate) spent: Duration,
    pub(crate) limit: Duration,
    first: bool,
}

impl Allowance {
    /// A new run's; a limit of zero is none.
    pub(crate) fn new(limit: Duration) -> Self {
        Self { spent: Duration::ZERO, limit, first: true }
    }
}

/// The address that marks the end of a script by `core.done`, in an error's place.
static FINISH: u8 = 0;

/// See [`FINISH`].
pub(super) fn finish_mark() -> *mut c_void {
    (&raw const FINISH).cast_mut().cast()
}

/// What a slice changes in its machine, put back at its end.
struct Entered<'v> {
    vm: &'v Vm,
    slot: Option<Slot>,
    context: Context,
    running: *mut lua_State,
    clock: Clock,
    /// The machine that the slice is inside of, for the watchdog.
    outer: *mut Vm,
}

impl<'v> Entered<'v> {
    fn new(
        vm: &'v Vm,
        slot: Option<Slot>,
        context: Context,
        running: *mut lua_State,
        clock: Clock,
    ) -> Option<Self> {
        if vm.depth.get() >= DEEPEST {
            return None;
        }
        vm.depth.set(vm.depth.get() + 1);
        vm.sweep();
        Some(Self {
            vm,
            slot: vm.slot.replace(slot),
            context: vm.context.replace(context),
            running: vm.running.replace(running),
            clock: vm.clock.replace(clock),
            outer: watchdog::begin(vm),
        })
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        watchdog::end(self.outer);
        self.vm.slot.set(self.slot);
        self.vm.context.set(self.context);
        self.vm.running.set(self.running);
        self.vm.clock.set(self.clock);
        self.vm.depth.set(self.vm.depth.get() - 1);
    }
}

fn too_deep() -> Failure {
    let message = format!(
        "Lua functions call each other through fetches and converters more than {DEEPEST} deep"
    );
    Failure { message, traceback: String::new() }
}

impl Vm {
    /// Takes an idle coroutine, or makes one.
    fn coroutine(&self) -> (CoId, *mut lua_State) {
        if let Some(id) = self.idle.borrow_mut().pop() {
            return (id, self.thread_of(id));
        }
        // SAFETY: the main thread is live; the new one is anchored and popped.
        let l = unsafe { ffi::lua_newthread(self.main) };
        let stack = self.stack();
        let anchor = stack.keep(stack.len());
        // SAFETY: pops the thread, which is anchored now.
        unsafe { ffi::lua_settop(self.main, -2) };
        let mut all = self.coroutines.borrow_mut();
        let free = all.iter().position(|co| co.l.is_null());
        let at = free.unwrap_or(all.len());
        let coroutine = Coroutine { l, anchor, failed: false, wakeup: None };
        if at == all.len() {
            all.push(coroutine)
        } else {
            all[at] = coroutine
        }
        (CoId(at as u32), l)
    }

    fn thread_of(&self, id: CoId) -> *mut lua_State {
        self.coroutines.borrow()[id.0 as usize].l
    }

    /// The stack of a coroutine that doesn't run.
    pub(crate) fn stack_of(&self, id: CoId) -> Stack<'_> {
        // SAFETY: the coroutine is anchored; only `release` pops, when its values were read.
        unsafe { Stack::new(self.thread_of(id), self) }
    }

    /// Gives a finished coroutine back.
    pub(crate) fn release(&self, id: CoId) {
        let l = self.thread_of(id);
        // SAFETY: it is at its base; what is left are results.
        unsafe { ffi::lua_settop(l, 0) };
        let failed = {
            let coroutine = &mut self.coroutines.borrow_mut()[id.0 as usize];
            coroutine.wakeup = None;
            coroutine.failed
        };
        if !failed && self.idle.borrow().len() < KEEP {
            self.idle.borrow_mut().push(id);
            return;
        }
        let anchor = {
            let coroutine = &mut self.coroutines.borrow_mut()[id.0 as usize];
            coroutine.l = ptr::null_mut();
            coroutine.anchor
        };
        self.stack().forget(anchor);
    }

    fn spoil(&self, id: CoId) {
        self.coroutines.borrow_mut()[id.0 as usize].failed = true;
    }

    /// Ends a coroutine wherever it waits.
    pub(crate) fn abandon(&self, id: CoId) {
        let entered =
            Entered::new(self, None, Context::Converter, ptr::null_mut(), Clock::default());
        self.reset(self.thread_of(id));
        drop(entered);
        self.release(id);
    }

    /// Goes a step on with the collection of garbage; whether a round is done.
    pub(crate) fn collect_some(&self) -> bool {
        self.collecting(|l| {
            // SAFETY: the main thread is live. Zeros leave the parameters as they are.
            unsafe {
                if ffi::lua_gc(l, ffi::LUA_GCINC, 0 as c_int, 0 as c_int, 0 as c_int)
                    != ffi::LUA_GCGEN
                {
                    return ffi::lua_gc(l, ffi::LUA_GCSTEP, 0 as c_int) != 0;
                }
                // A script chose the generational collector, whose steps have no end; going back to it
                // begins with a whole round.
                ffi::lua_gc(l, ffi::LUA_GCGEN, 0 as c_int, 0 as c_int);
                true
            }
        })
        .unwrap_or(true)
    }

    /// Collects all garbage.
    pub(crate) fn collect_all(&self) {
        // SAFETY: the main thread is live.
        self.collecting(|l| unsafe { ffi::lua_gc(l, ffi::LUA_GCCOLLECT, 0 as c_int) });
    }

    /// Finalizers of scripts may run: they can't wait, and there is no transaction.
    fn collecting<R>(&self, work: impl FnOnce(*mut lua_State) -> R) -> Option<R> {
        let running = self.running.get();
        let entered = Entered::new(self, None, Context::Converter, running, Clock::default())?;
        // Finalizers run protected.
        let result = work(self.main);
        drop(entered);
        Some(result)
    }

    /// Unwinds a thread; variables to be closed are.
    fn reset(&self, l: *mut lua_State) {
        let before = self.memory.set_in_rust(false);
        let running = self.running.replace(l);
        // SAFETY: the thread doesn't run; what it closes runs protected.
        unsafe { ffi::lua_closethread(l, running) };
        self.running.set(running);
        self.memory.set_in_rust(before);
        // SAFETY: it is at its base now.
        unsafe { ffi::lua_settop(l, 0) };
    }

    /// Prepares a run: a coroutine with its function pushed. Arguments go on its stack next.
    pub(crate) fn prepare(&self, function: Ref) -> CoId {
        let (id, _) = self.coroutine();
        self.stack_of(id).push_ref(function);
        id
    }

    /// Runs a coroutine until it is done, waits or fails.
    pub(crate) fn resume(
        &self,
        id: CoId,
        args: c_int,
        slot: Option<Slot>,
        context: Context,
        allowance: &mut Allowance,
    ) -> Outcome {
        let l = self.thread_of(id);
        let outer = self.running.get();
        let started = (!allowance.first).then(Instant::now);
        let clock = Clock { started, spent: allowance.spent, limit: allowance.limit };
        let Some(entered) = Entered::new(self, slot, context, l, clock) else {
            self.reset(l);
            return Outcome::Failed(too_deep());
        };
        if allowance.first {
            allowance.first = false;
            self.set_hook(l);
        }
        self.wait.set(None);
        let current = self.current.replace(Some(id));
        let mut count = 0;
        let before = self.memory.set_in_rust(false);
        // SAFETY: the function and its arguments are on the thread's stack, or it waits. Errors and
        // yields inside end at this call.
        let status = unsafe { ffi::lua_resume(l, outer, args, &mut count) };
        self.memory.set_in_rust(before);
        self.current.set(current);
        if let Some(started) = self.clock.get().started {
            allowance.spent += started.elapsed();
        }
        let outcome = match status {
            ffi::LUA_OK => Outcome::Done(count),
            ffi::LUA_YIELD => {
                // SAFETY: what a script's own `coroutine.yield` handed out is of no use here.
                unsafe { ffi::lua_settop(l, -count - 1) };
                Outcome::Wait(self.wait.take().unwrap_or(Wait::Turn))
            }
            _ => self.failed(id, l, status),
        };
        drop(entered);
        outcome
    }

    /// A run begins: with a count hook where nobody watches for long slices.
    fn set_hook(&self, l: *mut lua_State) {
        let limits = self.limits.get();
        // SAFETY: the thread is live.
        unsafe {
            if limits.strict || !watchdog::is_watched() {
                ffi::lua_sethook(l, Some(hook::count), ffi::LUA_MASKCOUNT, limits.interval);
            } else if ffi::lua_gethookmask(l) != 0 {
                // An earlier run of this coroutine was a long one.
                ffi::lua_sethook(l, None, 0, 0);
            }
        }
    }

    /// What a failed thread has to say; makes it fit for use again.
    #[cold]
    fn failed(&self, id: CoId, l: *mut lua_State, status: c_int) -> Outcome {
        // SAFETY: the thread is live, its error is on top.
        let stack = unsafe { Stack::new(l, self) };
        if self.is_finish(&stack) {
            self.reset(l);
            stack.push_ref(self.finished.replace(Ref::NONE));
            return Outcome::Done(1);
        }
        let message = self.message(&stack, status);
        let traceback = lines(&self.stack().traceback(l.cast(), 0));
        self.reset(l);
        self.spoil(id);
        Outcome::Failed(Failure { message, traceback })
    }

    fn is_finish(&self, stack: &Stack<'_>) -> bool {
        // SAFETY: any index will do.
        unsafe { ffi::lua_touserdata(stack.l, -1) == finish_mark() }
    }

    fn message(&self, stack: &Stack<'_>, status: c_int) -> String {
        if status == ffi::LUA_ERRMEM {
            let bytes = self.limits.get().memory;
            return format!(
                "not enough memory: Lua may use {bytes} bytes in all (tune.lua.maxmem)"
            );
        }
        let top = stack.len();
        match stack.bytes(top) {
            Some(text) => String::from_utf8_lossy(text).into_owned(),
            None => format!("the error value is {}", stack.kind_name(top)),
        }
    }

    /// Calls a function that has to answer at once: `push` pushes its arguments and counts them,
    /// `take` gets the number of its results, which are on top.
    pub(crate) fn call<R>(
        &self,
        function: Ref,
        slot: Option<Slot>,
        context: Context,
        limit: Duration,
        push: impl FnOnce(&Stack<'_>) -> c_int,
        take: impl FnOnce(&Stack<'_>, c_int) -> R,
    ) -> Result<R, Failure> {
        let (id, l) = self.coroutine();
        let clock = Clock { started: None, spent: Duration::ZERO, limit };
        let Some(entered) = Entered::new(self, slot, context, l, clock) else {
            self.release(id);
            return Err(too_deep());
        };
        let stack = self.stack_of(id);
        stack.push_function(explain);
        stack.push_ref(function);
        let args = push(&stack);
        self.set_hook(l);
        let before = self.memory.set_in_rust(false);
        // SAFETY: handler, function and arguments are on the stack; errors end at this call.
        let status = unsafe { ffi::lua_pcall(l, args, ffi::LUA_MULTRET, 1) };
        self.memory.set_in_rust(before);
        let result = if status == ffi::LUA_OK {
            // Below the results is the handler.
            Ok(take(&stack, stack.len() - 1))
        } else if self.is_finish(&stack) {
            stack.push_ref(self.finished.replace(Ref::NONE));
            Ok(take(&stack, 1))
        } else {
            self.spoil(id);
            let text = self.message(&stack, status);
            let (message, traceback) = match text.split_once("\nstack traceback:") {
                Some((message, traceback)) => (message.to_owned(), lines(traceback)),
                None => (text, String::new()),
            };
            Err(Failure { message, traceback })
        };
        drop(entered);
        self.release(id);
        result
    }
}

/// The lines of a traceback without its title and indentation.
fn lines(traceback: &str) -> String {
    let lines = traceback.lines().filter(|line| !line.starts_with("stack traceback"));
    let lines: Vec<&str> = lines.map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Makes a text of an error and of where it happened, before the stack unwinds.
///
/// # Safety
/// Called by Lua, as a message handler.
unsafe extern "C-unwind" fn explain(l: *mut lua_State) -> c_int {
    // SAFETY: this frame owns nothing; errors inside are Lua's affair (`LUA_ERRERR`).
    unsafe {
        if ffi::lua_touserdata(l, 1) == finish_mark() {
            return 1;
        }
        if ffi::lua_type(l, 1) != ffi::LUA_TSTRING {
            if ffi::luaL_callmeta(l, 1, c"__tostring".as_ptr()) == 0 {
                let kind = CStr::from_ptr(ffi::luaL_typename(l, 1));
                ffi::lua_pushfstring(l, c"the error value is a %s".as_ptr(), kind.as_ptr());
            }
            ffi::lua_copy(l, -1, 1);
        }
        let text = ffi::lua_tolstring(l, 1, ptr::null_mut());
        ffi::luaL_traceback(l, l, text, 1);
        1
    }
}

#[cfg(test)]
#[path = "slice_tests.rs"]
mod tests;
