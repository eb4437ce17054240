//! The machine room: the only unsafe code of this crate, around the Lua C API.
//!
//! Two facts of C Lua shape it. An error is a long jump to the last protected call, so it must not
//! pass a Rust frame that still has something to drop; and one state must not be entered by two
//! threads at once.
//!
//! - Errors are raised in three places only: [`call`]'s trampolines, which have dropped everything
//!   before, the hook, which never had anything, and Lua itself. All that Rust code uses between are
//!   raw accesses, which can fail for want of memory only; and while Rust code runs memory doesn't
//!   fail (see [`memory`]).
//! - A machine sits in a lock that its owner may take again (a fetch inside an action), and no
//!   pointer of it leaves: outside, functions and coroutines are numbers.
//! - A transaction is lent to a machine for one slice, through a pointer that is taken away at its
//!   end; whoever uses it takes it out of its place meanwhile, so that it is never lent twice.

pub(crate) mod call;
pub(crate) mod coroutine_library;
pub(crate) mod held;
pub(crate) mod hook;
pub(crate) mod memory;
pub(crate) mod objects;
pub(crate) mod setup;
pub(crate) mod slice;
pub(crate) mod slot;
pub(crate) mod stack;
pub(crate) mod table;
pub(crate) mod vm;
pub(crate) mod wakeup;
pub(crate) mod watchdog;
pub(crate) mod work;

pub(crate) use call::{Call, Done, Fault, Function};
pub(crate) use memory::Budget;
pub(crate) use slice::Wait;
pub(crate) use slot::Slot;
pub(crate) use stack::{Kind, Ref, Stack};
pub(crate) use table::Table;
pub(crate) use vm::Vm;
