//! A safe view of one Lua stack: values are pushed and read, never taken away from under a reader.
//!
//! Nothing here can raise a Lua error, because only raw accesses are used (no metamethods) and
//! memory doesn't fail while Rust code runs (see [`super::memory`]).

use super::table::Table;
use super::vm::Vm;
use mlua::ffi::{self, lua_Integer, lua_State};
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::ptr;

/// The types of Lua values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    None,
    Nil,
    Boolean,
    Number,
    String,
    Table,
    Function,
    Other,
}

/// An object that stands for something of the running transaction: a word that no script can
/// make up by accident, the transaction's number, and which of several things it is.
#[repr(C)]
#[derive(Clone, Copy)]
struct Handle {
    magic: *const u8,
    number: u64,
    which: u64,
}

static MAGIC: u8 = 0;

/// A stack of `vm`. Values up to where it was when the view was made stay where they are for `'v`.
#[derive(Clone, Copy)]
pub(crate) struct Stack<'v> {
    pub(super) l: *mut lua_State,
    pub(super) vm: &'v Vm,
    _stack: PhantomData<*mut lua_State>,
}

impl<'v> Stack<'v> {
    /// # Safety
    /// `l` is a live thread of `vm`, nothing pops values below its present top during `'v`, and Rust
    /// code is noted as running in the state's memory.
    pub(super) unsafe fn new(l: *mut lua_State, vm: &'v Vm) -> Self {
        Self { l, vm, _stack: PhantomData }
    }

    /// The machine.
    pub(crate) fn vm(&self) -> &'v Vm {
        self.vm
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> c_int {
        // SAFETY: `l` is live.
        unsafe { ffi::lua_gettop(self.l) }
    }

    /// Makes sure of room for `count` more values; C functions begin with room for 20.
    pub(crate) fn reserve(&self, count: usize) -> bool {
        let count = c_int::try_from(count).unwrap_or(c_int::MAX);
        // SAFETY: `l` is live; the call fails with 0, it doesn't raise.
        unsafe { ffi::lua_checkstack(self.l, count) != 0 }
    }

    /// The type of the value at `index`.
    pub(crate) fn kind(&self, index: c_int) -> Kind {
        // SAFETY: an index behind the top is acceptable to `lua_type`.
        match unsafe { ffi::lua_type(self.l, index) } {
            ffi::LUA_TNONE => Kind::None,
            ffi::LUA_TNIL => Kind::Nil,
            ffi::LUA_TBOOLEAN => Kind::Boolean,
            ffi::LUA_TNUMBER => Kind::Number,
            ffi::LUA_TSTRING => Kind::String,
            ffi::LUA_TTABLE => Kind::Table,
            ffi::LUA_TFUNCTION => Kind::Function,
            _ => Kind::Other,
        }
    }

    /// The name of that type.
    pub(crate) fn kind_name(&self, index: c_int) -> &'static str {
        match self.kind(index) {
            Kind::None => "nothing",
            Kind::Nil => "nil",
            Kind::Boolean => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::Table => "a table",
            Kind::Function => "a function",
            Kind::Other => "an object",
        }
    }

    /// Whether the value at `index` counts as true.
    pub(crate) fn boolean(&self, index: c_int) -> bool {
        // SAFETY: any acceptable index will do.
        unsafe { ffi::lua_toboolean(self.l, index) != 0 }
    }

    /// The bytes of a string, or of a number, which becomes a string in its place.
    pub(crate) fn bytes(&self, index: c_int) -> Option<&'v [u8]> {
        let mut len = 0;
        // SAFETY: the string stays in its place on the stack for `'v`, thus alive and unmoved.
        unsafe {
            let text = ffi::lua_tolstring(self.l, index, &mut len);
            (!text.is_null()).then(|| std::slice::from_raw_parts(text.cast(), len))
        }
    }

    /// The value as an integer, if it is one or a text or float that is equal to one.
    pub(crate) fn integer(&self, index: c_int) -> Option<i64> {
        let mut is = 0;
        // SAFETY: any acceptable index will do.
        let value = unsafe { ffi::lua_tointegerx(self.l, index, &mut is) };
        (is != 0).then_some(value)
    }

    /// The value as a number, if it is one or a text of one.
    pub(crate) fn number(&self, index: c_int) -> Option<f64> {
        let mut is = 0;
        // SAFETY: any acceptable index will do.
        let value = unsafe { ffi::lua_tonumberx(self.l, index, &mut is) };
        (is != 0).then_some(value)
    }

    /// Pushes `nil`.
    pub(crate) fn push_nil(&self) {
        // SAFETY: there is room: C functions have 20 slots, and more was asked for where needed.
        unsafe { ffi::lua_pushnil(self.l) }
    }

    /// Pushes a boolean.
    pub(crate) fn push_boolean(&self, value: bool) {
        // SAFETY: as `push_nil`.
        unsafe { ffi::lua_pushboolean(self.l, value.into()) }
    }

    /// Pushes an integer.
    pub(crate) fn push_integer(&self, value: i64) {
        // SAFETY: as `push_nil`.
        unsafe { ffi::lua_pushinteger(self.l, value as lua_Integer) }
    }

    /// Pushes a string.
    pub(crate) fn push_bytes(&self, bytes: &[u8]) {
        // SAFETY: as `push_nil`; the bytes are copied.
        unsafe {
            ffi::lua_pushlstring(self.l, bytes.as_ptr().cast(), bytes.len());
        }
    }

    /// Pushes a copy of the value at `index`.
    pub(crate) fn push_copy(&self, index: c_int) {
        // SAFETY: as `push_nil`.
        unsafe { ffi::lua_pushvalue(self.l, index) }
    }

    /// Pushes what a reference of this machine means.
    pub(crate) fn push_ref(&self, reference: Ref) {
        // SAFETY: as `push_nil`; the registry is a table, an unknown key gives nil.
        unsafe {
            ffi::lua_rawgeti(self.l, ffi::LUA_REGISTRYINDEX, reference.0.into());
        }
    }

    /// Pushes a plain function of the API.
    pub(crate) fn push_function(&self, function: ffi::lua_CFunction) {
        // SAFETY: as `push_nil`; `function` is one of the trampolines.
        unsafe { ffi::lua_pushcclosure(self.l, function, 0) }
    }

    /// Pushes a function of the API that carries a number.
    pub(crate) fn push_closure(&self, function: ffi::lua_CFunction, number: i64) {
        self.push_integer(number);
        // SAFETY: as `push_nil`; takes the number as its upvalue.
        unsafe { ffi::lua_pushcclosure(self.l, function, 1) }
    }

    /// Keeps a copy of the value at `index`.
    pub(crate) fn keep(&self, index: c_int) -> Ref {
        // SAFETY: pushes a copy, which `luaL_ref` takes.
        unsafe {
            ffi::lua_pushvalue(self.l, index);
            Ref(ffi::luaL_ref(self.l, ffi::LUA_REGISTRYINDEX))
        }
    }

    /// Forgets a kept value.
    pub(crate) fn forget(&self, reference: Ref) {
        // SAFETY: unknown references are harmless in the registry.
        unsafe { ffi::luaL_unref(self.l, ffi::LUA_REGISTRYINDEX, reference.0) }
    }

    /// Pushes a new table with room for so many items and fields.
    pub(crate) fn push_table(&self, items: usize, fields: usize) -> Table<'v> {
        let room = |n| c_int::try_from(n).unwrap_or(0);
        // SAFETY: as `push_nil`.
        unsafe { ffi::lua_createtable(self.l, room(items), room(fields)) }
        Table { stack: *self, index: self.len() }
    }

    /// The table at `index`.
    pub(crate) fn table(&self, index: c_int) -> Option<Table<'v>> {
        // SAFETY: any acceptable index will do.
        let index = unsafe { ffi::lua_absindex(self.l, index) };
        (self.kind(index) == Kind::Table).then_some(Table { stack: *self, index })
    }

    /// Pushes the table of globals.
    pub(crate) fn push_globals(&self) -> Table<'v> {
        // SAFETY: the registry always has it.
        unsafe {
            ffi::lua_rawgeti(self.l, ffi::LUA_REGISTRYINDEX, ffi::LUA_RIDX_GLOBALS);
        }
        Table { stack: *self, index: self.len() }
    }

    /// Pushes an object for transaction `number`: a table that scripts may add fields to.
    pub(crate) fn push_object(&self, number: u64, metatable: Ref) {
        // SAFETY: as `push_nil`; the pushes and pops are balanced, one table is left.
        unsafe {
            ffi::lua_createtable(self.l, 0, 4);
            ffi::lua_pushinteger(self.l, number as lua_Integer);
            ffi::lua_rawseti(self.l, -2, 0);
            ffi::lua_rawgeti(self.l, ffi::LUA_REGISTRYINDEX, metatable.0.into());
            ffi::lua_setmetatable(self.l, -2);
        }
    }

    /// Pushes a handle for transaction `number`: an object without fields of its own.
    pub(crate) fn push_handle(&self, number: u64, which: u64, metatable: Ref) {
        // SAFETY: as `push_nil`; the block is new, ours, and large enough.
        unsafe {
            let block = ffi::lua_newuserdatauv(self.l, size_of::<Handle>(), 0).cast::<Handle>();
            ptr::write(block, Handle { magic: &raw const MAGIC, number, which });
            ffi::lua_rawgeti(self.l, ffi::LUA_REGISTRYINDEX, metatable.0.into());
            ffi::lua_setmetatable(self.l, -2);
        }
    }

    /// As [`Stack::push_handle`], with an empty table beside.
    pub(super) fn push_handle_beside(&self, number: u64, which: u64, metatable: Ref) {
        // SAFETY: as `push_handle`; the table on top becomes the block's value.
        unsafe {
            let block = ffi::lua_newuserdatauv(self.l, size_of::<Handle>(), 1).cast::<Handle>();
            ptr::write(block, Handle { magic: &raw const MAGIC, number, which });
            ffi::lua_createtable(self.l, 0, 0);
            ffi::lua_setiuservalue(self.l, -2, 1);
            ffi::lua_rawgeti(self.l, ffi::LUA_REGISTRYINDEX, metatable.0.into());
            ffi::lua_setmetatable(self.l, -2);
        }
    }

    /// The transaction's number and the thing of a handle, or the number in an object.
    pub(crate) fn object(&self, index: c_int) -> Option<(u64, u64)> {
        // SAFETY: a block of that size that begins with our word was written by `push_handle`; if a
        // C module forged one, its numbers are only compared.
        unsafe {
            match ffi::lua_type(self.l, index) {
                ffi::LUA_TUSERDATA => {
                    let block = ffi::lua_touserdata(self.l, index).cast::<Handle>();
                    let ours = ffi::lua_rawlen(self.l, index) == size_of::<Handle>()
                        && ptr::read(&raw const (*block).magic) == &raw const MAGIC;
                    ours.then(|| ((*block).number, (*block).which))
                }
                ffi::LUA_TTABLE => {
                    ffi::lua_rawgeti(self.l, index, 0);
                    let number = ffi::lua_tointegerx(self.l, -1, ptr::null_mut());
                    ffi::lua_settop(self.l, -2);
                    Some((number as u64, 0))
                }
                _ => None,
            }
        }
    }

    /// Where each active function of the thread `of` stands, as text.
    pub(crate) fn traceback(&self, of: *mut c_void, level: c_int) -> String {
        let mut len = 0;
        // SAFETY: `of` is a live thread of this machine; one string is pushed, copied and popped.
        unsafe {
            if ffi::lua_checkstack(self.l, 16) == 0 {
                return String::new();
            }
            ffi::luaL_traceback(self.l, of.cast(), ptr::null(), level);
            let text = ffi::lua_tolstring(self.l, -1, &mut len);
            let text = std::slice::from_raw_parts(text.cast::<u8>(), len);
            let text = String::from_utf8_lossy(text).into_owned();
            ffi::lua_settop(self.l, -2);
            text
        }
    }
}

/// A value that is kept in a machine; a mere number outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ref(pub(super) c_int);

impl Ref {
    /// Nothing.
    pub(crate) const NONE: Self = Self(ffi::LUA_NOREF);
}

impl<'v> Stack<'v> {
    /// Takes away what `work` left on the stack.
    pub(crate) fn scoped<R>(&self, work: impl FnOnce(&Stack<'_>) -> R) -> R {
        let top = self.len();
        let result = work(self);
        // SAFETY: only what was pushed meanwhile goes, and `result` can't borrow from it.
        unsafe { ffi::lua_settop(self.l, top) };
        result
    }

    /// Replaces the table on top by a function that carries it.
    pub(crate) fn wrap_table(&self, function: &crate::declaration::LuaFn) {
        // SAFETY: the table on top becomes the function's upvalue.
        unsafe { ffi::lua_pushcclosure(self.l, function.entry, 1) }
    }
}

impl Stack<'_> {
    /// Pushes copies of `count` values from `first` on to another stack of the machine.
    pub(crate) fn move_copies(&self, to: &Stack<'_>, first: c_int, count: c_int) {
        if !self.reserve(count as usize) || !to.reserve(count as usize) {
            return;
        }
        // SAFETY: there is room on both, and both are threads of one machine.
        unsafe {
            for index in first..first + count {
                ffi::lua_pushvalue(self.l, index);
            }
            ffi::lua_xmove(self.l, to.l, count);
        }
    }
}

impl Stack<'_> {
    /// Sets the field of the table at 1, named by the value at `name`, to the value on top, which
    /// stays there.
    #[inline]
    pub(crate) fn cache_field(&self, name: c_int) {
        // SAFETY: `__index` of our objects does this: at 1 is the table, the name isn't nil or NaN
        // because it is a string; the pushes are balanced.
        unsafe {
            if ffi::lua_type(self.l, 1) == ffi::LUA_TTABLE
                && ffi::lua_type(self.l, name) == ffi::LUA_TSTRING
            {
                ffi::lua_pushvalue(self.l, name);
                ffi::lua_pushvalue(self.l, -2);
                ffi::lua_rawset(self.l, 1);
            }
        }
    }

    /// Joins the texts from `first` to the top into one.
    pub(crate) fn concat(&self, first: c_int) {
        let count = self.len() - first + 1;
        if count == 0 {
            return self.push_bytes(b"");
        }
        // SAFETY: callers pushed texts there, so no metamethod is involved.
        unsafe { ffi::lua_concat(self.l, count) }
    }
}
