//! `coroutine.resume`, `coroutine.wrap` and `coroutine.close` for scripts that use coroutines of their
//! own: a wait or an interruption inside such a coroutine passes through to the driver and is not taken
//! for a yield, and the machine knows which coroutine runs.

use super::slice::Wait;
use super::vm::Vm;
use mlua::ffi::{self, lua_KContext, lua_State};
use std::ffi::c_int;

/// How a resume ended.
enum Resumed {
    /// So many values were moved over.
    Values(c_int),
    /// The error was moved over.
    Error,
    /// The driver has to act first.
    Driver,
}

/// Resumes `co` with the `args` values on top of `l`.
///
/// # Safety
/// Both are threads of one machine, and `l` runs. No frame owns anything.
unsafe fn resume(l: *mut lua_State, co: *mut lua_State, args: c_int) -> Resumed {
    // SAFETY: as the Lua library's own; see the manual of `lua_resume`.
    unsafe {
        let vm = &*Vm::of(l);
        if ffi::lua_checkstack(co, args) == 0 {
            ffi::lua_pushstring(l, c"too many arguments to resume".as_ptr());
            return Resumed::Error;
        }
        ffi::lua_xmove(l, co, args);
        let mut args = args;
        let before = vm.running.get();
        loop {
            let mut count = 0;
            vm.running.set(co);
            vm.wait.set(None);
            let status = ffi::lua_resume(co, l, args, &mut count);
            vm.running.set(before);
            if status == ffi::LUA_YIELD && vm.wait.get().is_some() {
                ffi::lua_settop(co, -count - 1);
                if ffi::lua_isyieldable(l) != 0 && before == l {
                    return Resumed::Driver;
                }
                match vm.wait.take() {
                    Some(Wait::Interrupted) => {
                        args = 0;
                        continue;
                    }
                    Some(Wait::Work(number)) => drop(vm.works.take(number)),
                    _ => {}
                }
                ffi::lua_pushstring(l, c"can't wait inside a function that C code calls".as_ptr());
                return Resumed::Error;
            }
            if status == ffi::LUA_OK || status == ffi::LUA_YIELD {
                if ffi::lua_checkstack(l, count + 1) == 0 {
                    ffi::lua_settop(co, -count - 1);
                    ffi::lua_pushstring(l, c"too many results to resume".as_ptr());
                    return Resumed::Error;
                }
                ffi::lua_xmove(co, l, count);
                return Resumed::Values(count);
            }
            ffi::lua_xmove(co, l, 1);
            return Resumed::Error;
        }
    }
}

/// `coroutine.resume(co, …)`
///
/// # Safety
/// Called by Lua.
pub(super) unsafe extern "C-unwind" fn resume_entry(l: *mut lua_State) -> c_int {
    // SAFETY: frames here own nothing.
    unsafe {
        if ffi::lua_tothread(l, 1).is_null() {
            return ffi::luaL_argerror(l, 1, c"coroutine expected".as_ptr());
        }
        resume_step(l, ffi::lua_gettop(l) - 1)
    }
}

unsafe fn resume_step(l: *mut lua_State, args: c_int) -> c_int {
    // SAFETY: as `resume_entry`, which checked the coroutine at 1.
    unsafe {
        match resume(l, ffi::lua_tothread(l, 1), args) {
            Resumed::Values(count) => {
                ffi::lua_pushboolean(l, 1);
                ffi::lua_rotate(l, -(count + 1), 1);
                count + 1
            }
            Resumed::Error => {
                ffi::lua_pushboolean(l, 0);
                ffi::lua_rotate(l, -2, 1);
                2
            }
            Resumed::Driver => ffi::lua_yieldk(l, 0, 0, Some(resume_on)),
        }
    }
}

unsafe extern "C-unwind" fn resume_on(l: *mut lua_State, _status: c_int, _: lua_KContext) -> c_int {
    // SAFETY: as `resume_entry`; the arguments were moved over before the wait.
    unsafe { resume_step(l, 0) }
}

/// `coroutine.wrap(f)`
///
/// # Safety
/// Called by Lua.
pub(super) unsafe extern "C-unwind" fn wrap_entry(l: *mut lua_State) -> c_int {
    // SAFETY: frames here own nothing.
    unsafe {
        ffi::luaL_checktype(l, 1, ffi::LUA_TFUNCTION);
        let co = ffi::lua_newthread(l);
        ffi::lua_pushvalue(l, 1);
        ffi::lua_xmove(l, co, 1);
        ffi::lua_pushcclosure(l, wrapped, 1);
        1
    }
}

unsafe extern "C-unwind" fn wrapped(l: *mut lua_State) -> c_int {
    // SAFETY: as `wrap_entry`.
    unsafe { wrapped_step(l, ffi::lua_gettop(l)) }
}

unsafe extern "C-unwind" fn wrapped_on(
    l: *mut lua_State,
    _status: c_int,
    _: lua_KContext,
) -> c_int {
    // SAFETY: as `wrap_entry`; the arguments were moved over before the wait.
    unsafe { wrapped_step(l, 0) }
}

unsafe fn wrapped_step(l: *mut lua_State, args: c_int) -> c_int {
    // SAFETY: as `wrap_entry`; the upvalue is the coroutine.
    unsafe {
        let co = ffi::lua_tothread(l, ffi::lua_upvalueindex(1));
        if co.is_null() {
            return ffi::luaL_error(l, c"the coroutine is gone".as_ptr());
        }
        match resume(l, co, args) {
            Resumed::Values(count) => count,
            Resumed::Driver => ffi::lua_yieldk(l, 0, 0, Some(wrapped_on)),
            Resumed::Error => {
                let status = ffi::lua_status(co);
                if status != ffi::LUA_OK && status != ffi::LUA_YIELD {
                    close(l, co);
                    ffi::lua_settop(co, 0);
                }
                if ffi::lua_type(l, -1) == ffi::LUA_TSTRING {
                    ffi::luaL_where(l, 1);
                    ffi::lua_rotate(l, -2, 1);
                    ffi::lua_concat(l, 2);
                }
                ffi::lua_error(l)
            }
        }
    }
}

/// Ends `co`, which doesn't run; what it closes runs protected, and can't wait.
///
/// # Safety
/// Both are threads of one machine, and `l` runs.
unsafe fn close(l: *mut lua_State, co: *mut lua_State) -> c_int {
    // SAFETY: as this function.
    unsafe {
        let vm = &*Vm::of(l);
        let before = vm.running.replace(co);
        let status = ffi::lua_closethread(co, l);
        vm.running.set(before);
        status
    }
}

/// `coroutine.close(co)`
///
/// # Safety
/// Called by Lua.
unsafe extern "C-unwind" fn close_entry(l: *mut lua_State) -> c_int {
    // SAFETY: frames here own nothing.
    unsafe {
        let co = ffi::lua_tothread(l, 1);
        if co.is_null() {
            return ffi::luaL_argerror(l, 1, c"coroutine expected".as_ptr());
        }
        let state = if co == l {
            c"running".as_ptr()
        } else if ffi::lua_status(co) == ffi::LUA_OK && is_active(co) {
            c"normal".as_ptr()
        } else if close(l, co) == ffi::LUA_OK {
            ffi::lua_pushboolean(l, 1);
            return 1;
        } else {
            ffi::lua_pushboolean(l, 0);
            ffi::lua_xmove(co, l, 1);
            return 2;
        };
        ffi::luaL_error(l, c"cannot close a %s coroutine".as_ptr(), state)
    }
}

/// Whether functions are active in a thread that has neither failed nor yielded: it resumed another.
///
/// # Safety
/// The thread is live.
unsafe fn is_active(co: *mut lua_State) -> bool {
    let mut info = std::mem::MaybeUninit::uninit();
    // SAFETY: at level 0 there is a frame or not; the structure is only written.
    unsafe { ffi::lua_getstack(co, 0, info.as_mut_ptr()) != 0 }
}

/// Puts them into the library.
///
/// # Safety
/// The library `coroutine` is a global table, and Rust code is noted as running.
pub(super) unsafe fn install(l: *mut lua_State) {
    // SAFETY: one value is pushed and popped; `coroutine` has no metatable.
    unsafe {
        ffi::lua_getglobal(l, c"coroutine".as_ptr());
        for (name, entry) in [
            (c"resume", resume_entry as ffi::lua_CFunction),
            (c"wrap", wrap_entry as ffi::lua_CFunction),
            (c"close", close_entry as ffi::lua_CFunction),
        ] {
            ffi::lua_pushcclosure(l, entry, 0);
            ffi::lua_setfield(l, -2, name.as_ptr());
        }
        ffi::lua_settop(l, -2);
    }
}
