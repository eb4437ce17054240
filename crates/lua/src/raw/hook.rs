//! The interruption after every so many instructions: other work gets its turn, and what runs for
//! too long ends.

use super::slice::Wait;
use super::vm::{Clock, Vm};
use mlua::ffi::{self, lua_Debug, lua_State};
use std::ffi::CStr;
use std::time::{Duration, Instant};

const SESSION: &CStr = c"it ran for longer than its time limit (tune.lua.session-timeout, -task-timeout, -service-timeout)";
const BURST: &CStr =
    c"it ran for longer than tune.lua.burst-timeout allows without a wait or an interruption";

/// What has been exceeded.
fn over(clock: &Clock, burst: Duration) -> Option<&'static CStr> {
    let now = clock.started?.elapsed();
    if burst != Duration::ZERO && now > burst {
        return Some(BURST);
    }
    (clock.limit != Duration::ZERO && clock.spent + now > clock.limit).then_some(SESSION)
}

/// # Safety
/// Called by Lua, as a count hook.
pub(super) unsafe extern "C-unwind" fn count(l: *mut lua_State, _event: *mut lua_Debug) {
    // SAFETY: `l` is a thread of a machine. This frame owns nothing, so an error may jump over it;
    // a yield without values is allowed to count hooks.
    unsafe {
        let vm = &*Vm::of(l);
        let mut clock = vm.clock.get();
        if clock.started.is_none() {
            clock.started = Some(Instant::now());
            vm.clock.set(clock);
        }
        if let Some(message) = over(&clock, vm.limits.get().burst) {
            // From now on at every instruction: a script that catches the error doesn't go on.
            ffi::lua_sethook(l, Some(count), ffi::LUA_MASKCOUNT, 1);
            ffi::luaL_where(l, 0);
            ffi::lua_pushstring(l, message.as_ptr());
            ffi::lua_concat(l, 2);
            ffi::lua_error(l);
        }
        // A coroutine that C code resumed by itself wouldn't expect a yield.
        if l == vm.running.get() && vm.may_wait() && ffi::lua_isyieldable(l) != 0 {
            vm.wait.set(Some(Wait::Interrupted));
            ffi::lua_yield(l, 0);
        }
    }
}
