//! Handles of values that the machine keeps for scripts, and what else is kept with them.

use super::call::{Call, Fault};
use super::stack::{Ref, Stack};
use super::table::Table;
use mlua::ffi;
use std::any::Any;
use std::ffi::c_int;
use std::rc::Rc;

impl<'v> Stack<'v> {
    /// Pushes a handle of a value; the class's metatable says what the value is.
    pub(crate) fn push_held<T: Any + Send>(&self, value: T, class: Ref) {
        let (place, age) = self.vm.objects.add(value);
        self.push_handle(place, age, class);
    }

    /// As [`Stack::push_held`], with an empty table for values of Lua (see [`Stack::push_beside`]).
    pub(crate) fn push_held_with_table<T: Any + Send>(&self, value: T, class: Ref) {
        let (place, age) = self.vm.objects.add(value);
        self.push_handle_beside(place, age, class);
    }

    /// Whether the value at `index` has that metatable.
    pub(crate) fn is_of(&self, index: c_int, class: Ref) -> bool {
        // SAFETY: any acceptable index will do; the two pushed values are compared and popped.
        unsafe {
            if ffi::lua_getmetatable(self.l, index) == 0 {
                return false;
            }
            ffi::lua_rawgeti(self.l, ffi::LUA_REGISTRYINDEX, class.0.into());
            let same = ffi::lua_rawequal(self.l, -1, -2) != 0;
            ffi::lua_settop(self.l, -3);
            same
        }
    }

    /// The value of the handle at `index`, if it is of that class and still kept.
    pub(crate) fn held<T: Any>(&self, index: c_int, class: Ref) -> Option<Rc<T>> {
        if !self.is_of(index, class) {
            return None;
        }
        let (place, age) = self.object(index)?;
        self.vm.objects.get(place, age)
    }

    /// Lets the value of the handle at `index` go.
    pub(crate) fn let_go(&self, index: c_int) {
        if self.kind(index) == super::Kind::Other
            && let Some((place, age)) = self.object(index)
        {
            drop(self.vm.objects.remove(place, age));
        }
    }

    /// Pushes the table that belongs to the handle at `index`.
    pub(crate) fn push_beside(&self, index: c_int) -> Option<Table<'v>> {
        // SAFETY: any acceptable index will do; what isn't a full userdata is refused before.
        unsafe {
            if ffi::lua_type(self.l, index) != ffi::LUA_TUSERDATA {
                return None;
            }
            ffi::lua_getiuservalue(self.l, index, 1);
        }
        self.table(self.len())
    }

    /// Pushes an item of the table.
    pub(crate) fn push_item(&self, table: &Table<'_>, item: i64) {
        // SAFETY: there is room for one value.
        unsafe {
            ffi::lua_rawgeti(self.l, table.index(), item);
        }
    }

    /// Pushes a number that isn't whole.
    pub(crate) fn push_number(&self, value: f64) {
        // SAFETY: there is room for one value.
        unsafe { ffi::lua_pushnumber(self.l, value) }
    }
}

impl Call<'_> {
    /// The value of the object at 1.
    ///
    /// # Errors
    /// It isn't an object of that class, or its value is gone.
    pub(crate) fn this<T: Any>(&self, class: Ref) -> Result<Rc<T>, Fault> {
        let it = self.held(1, class);
        it.ok_or(Fault::Argument(1, "the object itself (call it with a colon)"))
    }
}
