//! Making a state, opening libraries and running files.

use super::coroutine_library;
use super::memory::{Budget, Memory};
use super::slice::{CoId, Failure, Limits};
use super::vm::{Vm, VmBox};
use crate::host::Shared;
use crate::settings::{Libraries, Settings};
use mlua::ffi;
use std::ffi::CStr;
use std::sync::{Arc, Weak};

/// The libraries in the order in which they are opened, by their names in [`Libraries`].
const LIBRARIES: [(&CStr, ffi::lua_CFunction); 8] = [
    (c"package", ffi::luaopen_package),
    (c"table", ffi::luaopen_table),
    (c"io", ffi::luaopen_io),
    (c"os", ffi::luaopen_os),
    (c"string", ffi::luaopen_string),
    (c"math", ffi::luaopen_math),
    (c"utf8", ffi::luaopen_utf8),
    (c"debug", ffi::luaopen_debug),
];

/// The last of Lua's own places but the working directory, in `package.path`.
const LUA_PLACES: &str = "/usr/local/lib/lua/5.4/?/init.lua;";

/// The same in `package.cpath`.
const C_PLACES: &str = "/usr/local/lib/lua/5.4/?.so;";

impl VmBox {
    /// A machine with its libraries and classes. `thread` is 0 for the shared one.
    pub(crate) fn create(
        settings: &Settings,
        budget: &Arc<Budget>,
        host: Weak<Shared>,
        thread: usize,
    ) -> Option<Self> {
        let limits = Limits::of(settings, thread);
        let vm = Self::new(Memory::new(Arc::clone(budget)), limits, host, thread)?;
        vm.open(settings.libraries);
        vm.widen_paths();
        vm.set_classes(crate::class::install(&vm, settings));
        Some(vm)
    }
}

impl Limits {
    pub(crate) fn of(settings: &Settings, thread: usize) -> Self {
        Self {
            interval: i32::try_from(settings.interval(thread == 0)).unwrap_or(i32::MAX).max(1),
            strict: settings.forced_yield.is_some(),
            burst: settings.burst_timeout,
            session: settings.session_timeout,
            service: settings.service_timeout,
            task: settings.task_timeout,
            memory: settings.max_memory,
        }
    }
}

impl Vm {
    /// Takes over limits that were set after the machine was made.
    pub(crate) fn set_limits(&self, limits: Limits) {
        self.limits.set(limits);
    }

    fn open(&self, libraries: Libraries) {
        // SAFETY: Rust code is noted as running, so opening libraries can't fail for memory, and it
        // can fail for nothing else. Pauses of the collector follow below.
        unsafe {
            let open = |name: &CStr, entry| {
                ffi::luaL_requiref(self.main, name.as_ptr(), entry, 1);
                ffi::lua_settop(self.main, -2);
            };
            open(c"_G", ffi::luaopen_base);
            open(c"coroutine", ffi::luaopen_coroutine);
            for (name, entry) in LIBRARIES {
                if name.to_str().is_ok_and(|name| libraries.has(name)) {
                    open(name, entry);
                }
            }
            coroutine_library::install(self.main);
        }
    }

    /// Has `require` look where distributions install modules, as their own Lua does. Modules that are
    /// written in Lua are found for 5.3 too, which HAProxy was built with for long.
    fn widen_paths(&self) {
        let arch = std::env::consts::ARCH;
        let modules: String =
            ["/usr/share/lua/5.4", "/usr/local/share/lua/5.3", "/usr/share/lua/5.3"]
                .iter()
                .map(|folder| format!("{folder}/?.lua;{folder}/?/init.lua;"))
                .collect();
        let compiled: String = [&format!("/usr/lib/{arch}-linux-gnu"), "/usr/lib64", "/usr/lib"]
            .iter()
            .map(|folder| format!("{folder}/lua/5.4/?.so;"))
            .collect();
        // Behind Lua's own places; they are missing if LUA_PATH or LUA_CPATH doesn't want them.
        self.edit_path(b"path", |old| {
            old.replacen(LUA_PLACES, &format!("{LUA_PLACES}{modules}"), 1)
        });
        self.edit_path(b"cpath", |old| old.replacen(C_PLACES, &format!("{C_PLACES}{compiled}"), 1));
    }

    /// Collects rarely while little is in use: a cycle looks at all that lives, so its cost for one
    /// request is the smaller the more requests share it.
    pub(crate) fn tune_collector(&self) {
        const MIB: usize = 1 << 20;
        let pause = match self.used_memory() {
            0..MIB => 1000,
            MIB..8388608 => 400,
            _ => 200,
        };
        // SAFETY: the state is live; this only sets parameters.
        unsafe {
            ffi::lua_gc(self.main, ffi::LUA_GCINC, pause, 200, 13);
        }
    }

    /// Adds a path for `require`: to `package.path`, or to `package.cpath`.
    pub(crate) fn prepend_path(&self, path: &str, c_modules: bool) {
        let field: &[u8] = if c_modules { b"cpath" } else { b"path" };
        self.edit_path(field, |old| format!("{path};{old}"));
    }

    fn edit_path(&self, field: &[u8], edit: impl FnOnce(&str) -> String) {
        let stack = self.stack();
        let top = stack.len();
        let globals = stack.push_globals();
        globals.with(b"package", |stack, at| {
            if let Some(package) = stack.table(at) {
                let before = package.with(field, |stack, at| stack.bytes(at).map(<[u8]>::to_vec));
                let after = edit(&String::from_utf8_lossy(&before.unwrap_or_default()));
                package.set(field, |stack| stack.push_bytes(after.as_bytes()));
            }
        });
        // SAFETY: takes the globals away again.
        unsafe { ffi::lua_settop(self.main, top) };
    }

    /// Reads a chunk and makes a coroutine of it, with the chunk's function pushed.
    pub(crate) fn load(&self, name: &str, source: &[u8]) -> Result<CoId, Failure> {
        let id = self.prepare(super::stack::Ref::NONE);
        let stack = self.stack_of(id);
        // A chunk's name is a C string; `@` says that it is a file.
        let name: Vec<u8> = [b"@", name.as_bytes(), b"\0"].concat();
        let before = self.memory.set_in_rust(false);
        // SAFETY: reading a chunk runs protected; it leaves a function or a message on top.
        let status = unsafe {
            ffi::lua_settop(stack.l, 0);
            ffi::luaL_loadbufferx(
                stack.l,
                source.as_ptr().cast(),
                source.len(),
                name.as_ptr().cast(),
                std::ptr::null(),
            )
        };
        self.memory.set_in_rust(before);
        if status == ffi::LUA_OK {
            return Ok(id);
        }
        let text = stack.bytes(stack.len()).unwrap_or(b"not enough memory");
        let message = String::from_utf8_lossy(text).into_owned();
        self.release(id);
        Err(Failure { message, traceback: String::new() })
    }
}

impl Vm {
    /// A global function of the scripts.
    pub(crate) fn global_function(&self, name: &str) -> Option<super::stack::Ref> {
        let stack = self.stack();
        let top = stack.len();
        let function = stack.push_globals().with(name.as_bytes(), |stack, at| {
            (stack.kind(at) == super::stack::Kind::Function).then(|| stack.keep(at))
        });
        // SAFETY: takes the globals away again.
        unsafe { ffi::lua_settop(self.main, top) };
        function
    }
}
