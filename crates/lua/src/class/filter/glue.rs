//! The little that calls of filters need in Lua itself: their objects are found through metatables,
//! which Rust code doesn't follow.

use crate::declaration::Context;
use crate::raw::slice::{Allowance, Outcome};
use crate::raw::{Ref, Vm};
use std::time::Duration;

const SOURCE: &[u8] = b"
local setmetatable, type, ipairs, error = setmetatable, type, ipairs, error
local names = {'start_analyze', 'end_analyze', 'http_headers', 'http_payload', 'http_end', 'tcp_payload'}

-- The object of a `filter` line, and its flags; nothing if the script wants no part in it.
local function make(entry, ...)
    local made = entry[2](setmetatable({}, {__index = entry[1]}), {...})
    if made == nil then return end
    if type(made) ~= 'table' then error('the function of a filter has to return a table or nil', 0) end
    return made.new ~= nil and made or nil, made.flags
end

-- The object of one stream, and which callbacks it has.
local function new(made)
    local one = made:new()
    if one == nil then return end
    if type(one) ~= 'table' then error('`new` of a filter has to return a table or nil', 0) end
    local mask = 0
    for at, name in ipairs(names) do
        if one[name] ~= nil then mask = mask | 1 << (at - 1) end
    end
    return one, mask
end

local function call(one, name, txn, what)
    return one[name](one, txn, what)
end

return make, new, call
";

/// The three functions of the source, in a machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glue {
    pub(crate) make: Ref,
    pub(crate) new: Ref,
    pub(crate) call: Ref,
}

/// The callbacks in the order of their bits.
pub(crate) const CALLBACKS: [&str; 6] =
    ["start_analyze", "end_analyze", "http_headers", "http_payload", "http_end", "tcp_payload"];

impl Glue {
    /// Reads the source into a machine that was just made.
    pub(in crate::class) fn load(vm: &Vm) -> Self {
        let none = Self { make: Ref::NONE, new: Ref::NONE, call: Ref::NONE };
        // Without memory for this nothing else will run either.
        let Ok(run) = vm.load("filter", SOURCE) else { return none };
        let mut allowance = Allowance::new(Duration::ZERO);
        let done = vm.resume(run, 0, None, Context::Body, &mut allowance);
        let glue = match done {
            Outcome::Done(3) => {
                let stack = vm.stack_of(run);
                let top = stack.len();
                Self { make: stack.keep(top - 2), new: stack.keep(top - 1), call: stack.keep(top) }
            }
            _ => none,
        };
        vm.release(run);
        glue
    }
}
