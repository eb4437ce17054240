//! How Lua code enters a function of the API, and how that returns, waits or fails.

use super::slice::Wait;
use super::slot::Lent;
use super::stack::{Kind, Stack};
use super::vm::Vm;
use crate::declaration::{Context, Declaration, LuaFn};
use mlua::ffi::{self, lua_CFunction, lua_KContext, lua_State};
use std::borrow::Cow;
use std::ffi::c_int;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A function of the API.
pub(crate) trait Function {
    /// Its facts.
    const DECLARATION: Declaration;

    /// Does it. When it asked to wait it is called again with the same arguments.
    fn call(call: &Call<'_>) -> Result<Done, Fault>;
}

/// The declared function as a value, for the lists of classes.
pub(crate) const fn function<F: Function>() -> LuaFn {
    LuaFn { declaration: F::DECLARATION, entry: enter::<F> }
}

/// The same for an `__index` that carries the table of methods: those are found without more ado, so
/// that a call of a method costs little more than one of a plain function.
pub(crate) const fn index<F: Function>() -> LuaFn {
    LuaFn { declaration: F::DECLARATION, entry: enter_index::<F> }
}

/// How a call ended.
pub(crate) enum Done {
    /// So many values on top are the results.
    Values(c_int),
    /// It has to wait; then it is called again and finds this number in [`Call::progress`].
    Wait(Wait, isize),
}

/// Why a call failed: an error in the script.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A sentence.
    Text(Cow<'static, str>),
    /// An argument isn't what it has to be: which (1 is the first one, or the object), and what.
    Argument(c_int, &'static str),
    /// Not a failure: the script is done (`core.done`). The value is on top.
    Finish,
}

impl Fault {
    /// A sentence.
    pub(crate) fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Text(text.into())
    }
}

/// One call by Lua code. Arguments are at 1, 2, …; of a method the object is at 1.
pub(crate) struct Call<'v> {
    stack: Stack<'v>,
    progress: isize,
}

impl<'v> Deref for Call<'v> {
    type Target = Stack<'v>;
    fn deref(&self) -> &Stack<'v> {
        &self.stack
    }
}

impl<'v> Call<'v> {
    /// 0 at the first time, later what was given with [`Done::Wait`].
    pub(crate) fn progress(&self) -> isize {
        self.progress
    }

    /// Whether the caller may wait.
    pub(crate) fn may_wait(&self) -> bool {
        // SAFETY: the stack is live.
        self.vm().may_wait() && unsafe { ffi::lua_isyieldable(self.stack.l) != 0 }
    }

    /// Has the script wait.
    ///
    /// # Errors
    /// It can't here.
    pub(crate) fn wait(&self, wait: Wait, progress: isize) -> Result<Done, Fault> {
        if self.may_wait() {
            return Ok(Done::Wait(wait, progress));
        }
        let context = self.vm().context();
        Err(Fault::Text(if context.may_wait() {
            "can't wait inside a function that C code calls (as table.sort does)".into()
        } else {
            format!("can't wait: {} has to answer at once", context.name()).into()
        }))
    }

    /// The transaction of the object at 1.
    ///
    /// # Errors
    /// There is no object, or its transaction isn't the running one.
    pub(crate) fn lent(&self) -> Result<Lent<'v>, Fault> {
        let (number, _) =
            self.object(1).ok_or(Fault::Argument(1, "the object itself (call it with a colon)"))?;
        Lent::take(self.vm(), Some(number))
    }

    /// The running transaction, whichever it is.
    pub(crate) fn running(&self) -> Result<Lent<'v>, Fault> {
        Lent::take(self.vm(), None)
    }

    /// The text at `index`.
    pub(crate) fn text(&self, index: c_int) -> Result<&'v [u8], Fault> {
        self.bytes(index).ok_or(Fault::Argument(index, "a string"))
    }

    /// The text at `index`, which has to be UTF-8.
    pub(crate) fn utf8(&self, index: c_int) -> Result<&'v str, Fault> {
        std::str::from_utf8(self.text(index)?).map_err(|_| Fault::Argument(index, "plain text"))
    }

    /// The integer at `index`.
    pub(crate) fn int(&self, index: c_int) -> Result<i64, Fault> {
        self.integer(index).ok_or(Fault::Argument(index, "an integer"))
    }

    /// Whether there is a value at `index`, not `nil`.
    pub(crate) fn given(&self, index: c_int) -> bool {
        !matches!(self.kind(index), Kind::None | Kind::Nil)
    }

    /// The integer at `index`, if given.
    pub(crate) fn opt_int(&self, index: c_int) -> Result<Option<i64>, Fault> {
        if self.given(index) { self.int(index).map(Some) } else { Ok(None) }
    }

    /// Checks that there is a function at `index`.
    pub(crate) fn function(&self, index: c_int) -> Result<c_int, Fault> {
        match self.kind(index) {
            Kind::Function => Ok(index),
            _ => Err(Fault::Argument(index, "a function")),
        }
    }

    /// The number that a closure of the API carries.
    pub(crate) fn carried(&self) -> i64 {
        self.integer(ffi::lua_upvalueindex(1)).unwrap_or(-1)
    }
}

/// What a trampoline does last; it owns nothing.
#[derive(Clone, Copy)]
enum Last {
    Return(c_int),
    Yield(isize),
    Raise,
}

/// # Safety
/// Called by Lua.
pub(crate) unsafe extern "C-unwind" fn enter<F: Function>(l: *mut lua_State) -> c_int {
    // SAFETY: as this function.
    unsafe { run::<F>(l, 0) }
}

/// # Safety
/// Called by Lua, as an `__index`.
unsafe extern "C-unwind" fn enter_index<F: Function>(l: *mut lua_State) -> c_int {
    // SAFETY: as this function. The look-up is raw, so it raises nothing; the upvalue is a table
    // unless a script used `debug` on it, which is checked.
    unsafe {
        let methods = ffi::lua_upvalueindex(1);
        if ffi::lua_type(l, methods) == ffi::LUA_TTABLE {
            ffi::lua_pushvalue(l, 2);
            if ffi::lua_rawget(l, methods) != ffi::LUA_TNIL {
                return 1;
            }
            ffi::lua_settop(l, -2);
        }
        run::<F>(l, 0)
    }
}

/// # Safety
/// Called by Lua, when a coroutine that waited in `F` goes on.
unsafe extern "C-unwind" fn go_on<F: Function>(
    l: *mut lua_State,
    _status: c_int,
    progress: lua_KContext,
) -> c_int {
    // SAFETY: as this function.
    unsafe { run::<F>(l, progress) }
}

/// # Safety
/// `l` is the thread that calls.
#[inline(always)]
unsafe fn run<F: Function>(l: *mut lua_State, progress: isize) -> c_int {
    // SAFETY: every thread of a machine carries the address of the machine, which outlives it. What
    // follows `outcome` in this frame owns nothing, so the jumps of `lua_error` and `lua_yieldk` skip
    // no destructor.
    unsafe {
        let vm = Vm::of(l);
        let before = (*vm).memory.set_in_rust(true);
        let last = outcome::<F>(l, &*vm, progress);
        (*vm).memory.set_in_rust(before);
        match last {
            Last::Return(count) => count,
            Last::Yield(progress) => ffi::lua_yieldk(l, 0, progress, Some(go_on::<F>)),
            Last::Raise => ffi::lua_error(l),
        }
    }
}

/// Runs the function, and leaves its results or its error on the stack.
///
/// # Safety
/// `l` is the thread of `vm` that calls, and Rust code is noted as running.
unsafe fn outcome<F: Function>(l: *mut lua_State, vm: &Vm, progress: isize) -> Last {
    // SAFETY: the arguments stay in their places until the trampoline returns.
    let call = Call { stack: unsafe { Stack::new(l, vm) }, progress };
    let contexts = F::DECLARATION.contexts;
    // A fetch that may wait may do what tasks and actions may.
    let as_they = || contexts.has(Context::Task) && contexts.has(Context::Action);
    let done = if contexts.has(vm.context()) || vm.is_tried() && as_they() {
        catch_unwind(AssertUnwindSafe(|| F::call(&call)))
            .unwrap_or_else(|_| Err(Fault::text("an internal fault; please report it")))
    } else {
        Err(Fault::Text(format!("doesn't work in {}", vm.context().name()).into()))
    };
    match done {
        Ok(Done::Values(count)) => Last::Return(count),
        Ok(Done::Wait(wait, progress)) => {
            vm.wait.set(Some(wait));
            Last::Yield(progress)
        }
        Err(fault) => {
            raise(&call, &F::DECLARATION, &fault);
            Last::Raise
        }
    }
}

/// Pushes what is to be raised.
#[cold]
fn raise(call: &Call<'_>, declaration: &Declaration, fault: &Fault) {
    call.reserve(4);
    let method = !declaration.is_static();
    let between = if method { ':' } else { '.' };
    let name = format!("{}{between}{}", declaration.class, declaration.name);
    let message = match fault {
        Fault::Text(text) => format!("{name}: {text}"),
        Fault::Argument(index, expected) => {
            let at = usize::try_from(*index).unwrap_or(0);
            let which = match (method, at) {
                (true, 1) => "the object".to_owned(),
                _ => match declaration.params.get(at - 1 - usize::from(method)) {
                    Some(param) => format!("the argument <{}>", param.name),
                    None => format!("argument {}", at - usize::from(method)),
                },
            };
            format!("{name}: {which} has to be {expected}, not {}", call.kind_name(*index))
        }
        Fault::Finish => {
            call.push_finish();
            return;
        }
    };
    call.push_where();
    let place = call.bytes(call.len()).unwrap_or_default();
    let message = [place, message.as_bytes()].concat();
    call.push_bytes(&message);
}

impl Call<'_> {
    /// Pushes `file:line: ` of the Lua code that called, or nothing.
    fn push_where(&self) {
        // SAFETY: pushes one string; it raises nothing but for memory.
        unsafe { ffi::luaL_where(self.stack.l, 1) }
    }

    /// Pushes the mark of a script that is done; its value is kept by the machine.
    fn push_finish(&self) {
        let value = self.keep(self.len());
        self.vm().finish(self, value);
        // SAFETY: a light userdata is a mere address.
        unsafe { ffi::lua_pushlightuserdata(self.stack.l, super::slice::finish_mark()) }
    }
}

/// A plain function of C, for lists of such.
pub(crate) type Entry = lua_CFunction;
