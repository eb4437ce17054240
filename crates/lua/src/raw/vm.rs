//! One Lua state with all that belongs to it.

use super::memory::Memory;
use super::objects::Objects;
use super::slice::{CoId, Limits, Wait};
use super::slot::Slot;
use super::stack::{Ref, Stack};
use super::wakeup::Wakeup;
use super::work::Works;
use crate::class::Classes;
use crate::declaration::Context;
use crate::host::Shared;
use crate::run::{NewTask, Subscription};
use crate::tally::Tally;
use mlua::ffi::{self, lua_State};
use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// How long the running slice has taken, and how long it may.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    /// Since when; noted at the first interruption, as most slices end long before.
    pub(super) started: Option<Instant>,
    /// What earlier slices of the same run took.
    pub(super) spent: Duration,
    /// What the run may take; zero: no limit.
    pub(super) limit: Duration,
}

/// A thread of Lua, kept alive by a reference.
#[derive(Debug)]
pub(super) struct Coroutine {
    pub(super) l: *mut lua_State,
    pub(super) anchor: Ref,
    /// It failed: not to be used again. A thread that fails in its hook never has hooks again.
    pub(super) failed: bool,
    /// How it is woken from a wait without an end.
    pub(super) wakeup: Option<Arc<Wakeup>>,
}

/// A machine.
pub(crate) struct Vm {
    pub(super) main: *mut lua_State,
    pub(super) memory: Box<Memory>,
    pub(super) slot: Cell<Option<Slot>>,
    pub(super) context: Cell<Context>,
    pub(super) running: Cell<*mut lua_State>,
    pub(super) wait: Cell<Option<Wait>>,
    pub(super) clock: Cell<Clock>,
    pub(super) depth: Cell<u32>,
    pub(super) finished: Cell<Ref>,
    pub(super) limits: Cell<Limits>,
    pub(super) coroutines: RefCell<Vec<Coroutine>>,
    pub(super) idle: RefCell<Vec<CoId>>,
    functions: RefCell<Vec<Ref>>,
    inits: RefCell<Vec<Ref>>,
    tasks: RefCell<Vec<NewTask>>,
    classes: OnceCell<Classes>,
    /// What handles of scripts stand for.
    pub(super) objects: Objects,
    /// What runs wait for that goes on outside of the machine.
    pub(crate) works: Works,
    /// The run whose slice this is.
    pub(super) current: Cell<Option<CoId>>,
    /// What each handler's runs cost, by its number.
    pub(super) tallies: RefCell<Vec<Tally>>,
    /// Subscriptions to be started.
    subscriptions: RefCell<Vec<Arc<Subscription>>>,
    /// When an action that asks for more data is to run again at the latest (`act:wake_time`).
    pub(crate) wake_time: Cell<Option<Duration>>,
    /// Its host; gone only while the process ends.
    pub(crate) host: Weak<Shared>,
    /// 0: shared by all workers; otherwise a worker's own, counted from 1 (`core.thread`).
    pub(crate) thread: usize,
    /// Kept values whose owner is gone; owners may go on any thread.
    pub(crate) dropped: Arc<Dropped>,
    /// The wait that just ended did so by its time limit.
    pub(crate) timed_out: Cell<bool>,
    /// An action's request to end the transaction (`TXN:done`).
    pub(crate) ending: RefCell<Option<crate::class::txn::Ending>>,
}

/// Values to be forgotten when the machine is entered next.
#[derive(Debug, Default)]
pub(crate) struct Dropped(parking_lot::Mutex<Vec<Ref>>, std::sync::atomic::AtomicBool);

impl Dropped {
    /// Says that nobody needs the value any more.
    pub(crate) fn add(&self, reference: Ref) {
        self.0.lock().push(reference);
        self.1.store(true, std::sync::atomic::Ordering::Release);
    }
}

impl Vm {
    /// The machine of a thread.
    ///
    /// # Safety
    /// `l` is a thread of a machine that was set up completely.
    #[inline(always)]
    pub(super) unsafe fn of(l: *mut lua_State) -> *const Vm {
        // SAFETY: `VmBox::new` wrote the address there, and Lua copies it to every new thread.
        unsafe { *ffi::lua_getextraspace(l).cast::<*const Vm>() }
    }

    /// Where the running code runs.
    pub(crate) fn context(&self) -> Context {
        self.context.get()
    }

    /// Whether the running code may wait.
    pub(crate) fn may_wait(&self) -> bool {
        self.context().may_wait() || self.is_tried()
    }

    /// Whether the running code is a fetch or a converter that may wait.
    pub(crate) fn is_tried(&self) -> bool {
        self.slot.get().is_some_and(|slot| slot.waits())
    }

    /// Gives it its classes, once.
    pub(super) fn set_classes(&self, classes: Classes) {
        let _ = self.classes.set(classes);
    }

    /// The stack of the main thread, which runs nothing: for keeping and setting things.
    pub(crate) fn stack(&self) -> Stack<'_> {
        // SAFETY: the main thread lives as long as the machine; whoever pushes there pops again, and
        // outside of the trampolines Rust code is noted as running.
        unsafe { Stack::new(self.main, self) }
    }

    /// Notes a function under a number that means the same in all machines.
    pub(crate) fn set_function(&self, number: usize, function: Ref) {
        let mut functions = self.functions.borrow_mut();
        if functions.len() <= number {
            functions.resize(number + 1, Ref::NONE);
        }
        let before = std::mem::replace(&mut functions[number], function);
        if before != Ref::NONE {
            self.stack().forget(before);
        }
    }

    /// The function of that number.
    pub(crate) fn function(&self, number: usize) -> Option<Ref> {
        let found = self.functions.borrow().get(number).copied();
        found.filter(|reference| *reference != Ref::NONE)
    }

    /// Its limits.
    pub(crate) fn limits(&self) -> Limits {
        self.limits.get()
    }

    /// Notes an init function.
    pub(crate) fn add_init(&self, function: Ref) {
        self.inits.borrow_mut().push(function);
    }

    /// Takes the init functions.
    pub(crate) fn take_inits(&self) -> Vec<Ref> {
        self.inits.take()
    }

    /// Notes a task to be started.
    pub(crate) fn add_task(&self, task: NewTask) {
        self.tasks.borrow_mut().push(task);
    }

    /// Takes the tasks to be started.
    pub(crate) fn take_tasks(&self) -> Vec<NewTask> {
        self.tasks.take()
    }

    /// Notes a subscription whose events are to be handled from now on.
    pub(crate) fn add_subscription(&self, subscription: Arc<Subscription>) {
        self.subscriptions.borrow_mut().push(subscription);
    }

    /// Takes the subscriptions to be started.
    pub(crate) fn take_subscriptions(&self) -> Vec<Arc<Subscription>> {
        self.subscriptions.take()
    }

    /// The metatables and methods of its classes.
    pub(crate) fn classes(&self) -> &Classes {
        self.classes.get().expect("`VmBox::create` sets them before anybody gets the machine")
    }

    /// What the runs of each handler cost.
    pub(crate) fn tallies(&self) -> &RefCell<Vec<Tally>> {
        &self.tallies
    }

    /// Bytes in use.
    pub(crate) fn used_memory(&self) -> usize {
        self.memory.used()
    }

    /// Notes the value that a script was done with.
    pub(crate) fn finish(&self, stack: &Stack<'_>, value: Ref) {
        let before = self.finished.replace(value);
        if before != Ref::NONE {
            stack.forget(before);
        }
    }

    /// Forgets what nobody needs any more.
    #[inline]
    pub(crate) fn sweep(&self) {
        use std::sync::atomic::Ordering::{Acquire, Relaxed};
        if self.dropped.1.load(Relaxed) && self.dropped.1.swap(false, Acquire) {
            let stack = self.stack();
            for reference in self.dropped.0.lock().drain(..) {
                stack.forget(reference);
            }
        }
    }
}

impl std::fmt::Debug for Vm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vm").field("thread", &self.thread).finish_non_exhaustive()
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        // SAFETY: nobody else has the state. Finalizers of scripts may run: the context is one in
        // which they can't wait, and there is no transaction.
        unsafe { ffi::lua_close(self.main) }
    }
}

/// A machine at an address that stays.
#[derive(Debug)]
pub(crate) struct VmBox(NonNull<Vm>);

// SAFETY: a `Vm` is reached only through the lock around its `VmBox`, so one thread at a time uses
// it and all that hangs on it. No reference to a value of the state leaves it: others hold numbers,
// and `Dropped`, which has a lock of its own. Lua itself keeps nothing in thread-local storage, nor
// does anything in `Vm`.
unsafe impl Send for VmBox {}

impl VmBox {
    /// An empty state: no libraries, no classes. `None`: no memory.
    pub(super) fn new(
        memory: Box<Memory>,
        limits: Limits,
        host: Weak<Shared>,
        thread: usize,
    ) -> Option<Self> {
        let data = ptr::from_ref::<Memory>(&memory).cast_mut().cast();
        // SAFETY: the memory outlives the state: `Vm` closes the state before its fields go.
        let main = unsafe { ffi::lua_newstate(super::memory::allocate, data) };
        if main.is_null() {
            return None;
        }
        let vm = NonNull::from(Box::leak(Box::new(Vm {
            main,
            memory,
            slot: Cell::new(None),
            context: Cell::new(Context::Body),
            running: Cell::new(ptr::null_mut()),
            wait: Cell::new(None),
            clock: Cell::default(),
            depth: Cell::new(0),
            finished: Cell::new(Ref::NONE),
            limits: Cell::new(limits),
            coroutines: RefCell::default(),
            idle: RefCell::default(),
            functions: RefCell::default(),
            inits: RefCell::default(),
            tasks: RefCell::default(),
            classes: OnceCell::new(),
            objects: Objects::default(),
            works: Works::default(),
            current: Cell::new(None),
            tallies: RefCell::default(),
            subscriptions: RefCell::default(),
            wake_time: Cell::new(None),
            host,
            thread,
            dropped: Arc::default(),
            timed_out: Cell::new(false),
            ending: RefCell::default(),
        })));
        // SAFETY: the extra space is for this; the machine's address doesn't change.
        unsafe { *ffi::lua_getextraspace(main).cast::<*const Vm>() = vm.as_ptr() };
        Some(Self(vm))
    }
}

impl Deref for VmBox {
    type Target = Vm;
    fn deref(&self) -> &Vm {
        // SAFETY: leaked in `new`, freed in `drop`; only shared references are ever made.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for VmBox {
    fn drop(&mut self) {
        // SAFETY: leaked in `new`, and nobody else frees it.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}
