//! What Lua 5.3 has and 5.4 hasn't: scripts for HAProxy were written with it for years.

use crate::declaration::Context;
use crate::raw::Vm;
use crate::raw::slice::Allowance;
use std::time::Duration;

const SOURCE: &[u8] = b"
local math, select, type = math, select, type
if math then
    local floor, seed, kind, exp, log = math.floor, math.randomseed, math.type, math.exp, math.log
    -- A number with a fraction will do.
    math.randomseed = function(...)
        local number = ...
        if kind(number) ~= 'float' then return seed(...) end
        return seed(math.tointeger(floor(number % 0x1p62)) or 0, select(2, ...))
    end
    math.pow = math.pow or function(x, y) return x ^ y end
    math.log10 = math.log10 or function(x) return log(x, 10) end
    math.cosh = math.cosh or function(x) return (exp(x) + exp(-x)) / 2 end
    math.sinh = math.sinh or function(x) return (exp(x) - exp(-x)) / 2 end
    math.tanh = math.tanh or function(x)
        local e = exp(2 * x)
        return e == math.huge and 1.0 or (e - 1) / (e + 1)
    end
    math.ldexp = math.ldexp or function(x, e) return x * 2.0 ^ e end
end
if bit32 or not math then return end
local ALL = 0xffffffff
local function whole(number)
    if type(number) == 'string' then number = tonumber(number) or error('bit32: a number is expected', 3) end
    return math.tointeger(math.floor(number)) & ALL
end
local bit32 = {}
_G.bit32 = bit32
local function fold(first, step)
    return function(...)
        local result = first
        for at = 1, select('#', ...) do result = step(result, whole((select(at, ...)))) end
        return result
    end
end
bit32.band = fold(ALL, function(a, b) return a & b end)
bit32.bor = fold(0, function(a, b) return a | b end)
bit32.bxor = fold(0, function(a, b) return a ~ b end)
bit32.btest = function(...) return bit32.band(...) ~= 0 end
bit32.bnot = function(a) return ~whole(a) & ALL end
bit32.lshift = function(a, by)
    if by < 0 then return bit32.rshift(a, -by) end
    return by > 31 and 0 or whole(a) << by & ALL
end
bit32.rshift = function(a, by)
    if by < 0 then return bit32.lshift(a, -by) end
    return by > 31 and 0 or whole(a) >> by
end
bit32.arshift = function(a, by)
    a = whole(a)
    if by < 0 then return bit32.lshift(a, -by) end
    if a & 0x80000000 == 0 then return bit32.rshift(a, by) end
    return by > 31 and ALL or (a >> by | ~(ALL >> by)) & ALL
end
bit32.lrotate = function(a, by)
    a, by = whole(a), by % 32
    return (a << by | a >> (32 - by)) & ALL
end
bit32.rrotate = function(a, by) return bit32.lrotate(a, -by) end
bit32.extract = function(a, field, width)
    return whole(a) >> field & ((1 << (width or 1)) - 1)
end
bit32.replace = function(a, value, field, width)
    local mask = (1 << (width or 1)) - 1
    return (whole(a) & ~(mask << field) | (whole(value) & mask) << field) & ALL
end
";

/// Adds it to a machine that was just made.
pub(super) fn install(vm: &Vm) {
    // Without memory for this nothing else will run either.
    let Ok(run) = vm.load("Lua 5.3", SOURCE) else { return };
    let mut allowance = Allowance::new(Duration::ZERO);
    let _ = vm.resume(run, 0, None, Context::Body, &mut allowance);
    vm.release(run);
}
