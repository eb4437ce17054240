//! Tables on a stack.

use super::stack::Stack;
use mlua::ffi;
use std::ffi::c_int;

/// A table at its place on a stack. All accesses are raw and leave the stack as it was.
#[derive(Clone, Copy)]
pub(crate) struct Table<'v> {
    pub(super) stack: Stack<'v>,
    pub(super) index: c_int,
}

impl Table<'_> {
    /// Sets a field to what `value` pushes (one value).
    pub(crate) fn set(&self, name: &[u8], value: impl FnOnce(&Stack<'_>)) {
        self.stack.push_bytes(name);
        value(&self.stack);
        // SAFETY: key and value are on top; the key isn't nil.
        unsafe { ffi::lua_rawset(self.stack.l, self.index) }
    }

    /// Sets an item to what `value` pushes (one value).
    pub(crate) fn set_item(&self, item: i64, value: impl FnOnce(&Stack<'_>)) {
        value(&self.stack);
        // SAFETY: the value is on top.
        unsafe { ffi::lua_rawseti(self.stack.l, self.index, item) }
    }

    /// Sets a field to an integer.
    pub(crate) fn set_integer(&self, name: &str, value: i64) {
        self.set(name.as_bytes(), |stack| stack.push_integer(value));
    }

    /// Pushes a field's value, hands its place to `look`, and takes it away.
    pub(crate) fn with<R>(&self, name: &[u8], look: impl FnOnce(&Stack<'_>, c_int) -> R) -> R {
        self.stack.push_bytes(name);
        // SAFETY: the key on top is replaced by the value, which is popped at the end.
        unsafe { ffi::lua_rawget(self.stack.l, self.index) };
        let result = look(&self.stack, self.stack.len());
        // SAFETY: `look` left the stack as it was.
        unsafe { ffi::lua_settop(self.stack.l, -2) };
        result
    }

    /// As [`Table::with`] for an item.
    pub(crate) fn with_item<R>(&self, item: i64, look: impl FnOnce(&Stack<'_>, c_int) -> R) -> R {
        // SAFETY: pushes one value, which is popped at the end.
        unsafe { ffi::lua_rawgeti(self.stack.l, self.index, item) };
        let result = look(&self.stack, self.stack.len());
        // SAFETY: `look` left the stack as it was.
        unsafe { ffi::lua_settop(self.stack.l, -2) };
        result
    }

    /// Its length, without metamethods.
    pub(crate) fn len(&self) -> usize {
        // SAFETY: there is a table at the index.
        unsafe { ffi::lua_rawlen(self.stack.l, self.index) }
    }

    /// Hands the places of every key and value to `each`, in no order.
    pub(crate) fn each(&self, mut each: impl FnMut(&Stack<'_>, c_int, c_int)) {
        self.stack.push_nil();
        // SAFETY: `lua_next` gets keys that came from it; values are popped, keys stay for it. The
        // table isn't changed meanwhile by `each`, which only reads.
        unsafe {
            while ffi::lua_next(self.stack.l, self.index) != 0 {
                // A copy of the key: reading a number as bytes would change the key itself.
                ffi::lua_pushvalue(self.stack.l, -2);
                let top = self.stack.len();
                each(&self.stack, top, top - 1);
                ffi::lua_settop(self.stack.l, -3);
            }
        }
    }

    /// Gives it the metatable at `index`.
    pub(crate) fn set_metatable(&self, metatable: &Table<'_>) {
        self.stack.push_copy(metatable.index);
        // SAFETY: a table is on top.
        unsafe {
            ffi::lua_setmetatable(self.stack.l, self.index);
        }
    }

    /// Where it stands on its stack.
    pub(crate) fn index(&self) -> c_int {
        self.index
    }
}
