//! `os.getenv`: what the configuration made of the environment (`setenv` and its kin), which isn't
//! the process's own because that can't be changed safely between threads.

use crate::declaration::{Declaration, LuaFn, param};
use crate::raw::call::function;
use crate::raw::{Call, Done, Fault, Function, Stack};
use std::os::unix::ffi::OsStrExt;

const GETENV: LuaFn = function::<GetEnv>();

/// Puts it in the place of the library's, if that is there.
pub(super) fn install(stack: &Stack<'_>) {
    stack.scoped(|stack| {
        stack.push_globals().with(b"os", |stack, at| {
            if let Some(os) = stack.table(at) {
                os.set(b"getenv", |stack| stack.push_function(GETENV.entry));
            }
        });
    });
}

/// `os.getenv`
struct GetEnv;

impl Function for GetEnv {
    const DECLARATION: Declaration = Declaration::new(
        "os",
        "getenv",
        &[param("name", "string")],
        "string?",
        "A variable of the environment.",
    );

    fn call(call: &Call<'_>) -> Result<Done, Fault> {
        let name = call.text(1)?;
        let host = call.vm().host.upgrade().ok_or(Fault::text("the process ends"))?;
        let known = host.environment().map(|env| env.get(name).map(<[u8]>::to_vec));
        let value = known.unwrap_or_else(|| {
            let name = std::ffi::OsStr::from_bytes(name);
            // A name that can't be one would be a panic.
            let fine = !name.is_empty() && !name.as_bytes().iter().any(|b| b"=\0".contains(b));
            let value = if fine { std::env::var_os(name) } else { None };
            value.map(|value| value.as_bytes().to_vec())
        });
        match value {
            Some(value) => call.push_bytes(&value),
            None => call.push_nil(),
        }
        Ok(Done::Values(1))
    }
}
