-- Plays with the Lua API as the bytes of one input say: calls every declared function with whatever
-- comes, wrapped in whatever Lua has. `API`, `SAMPLES` and `WORDS` stand before this text; the argument
-- is the input in hexadecimal digits.
local hex = ...
local data = (hex:gsub("..", function(two) return string.char(tonumber(two, 16)) end))
local at, dice = 0, #data

-- The input's bytes, and behind them some that follow from it, so that a short input plays long.
for place = 1, #data do dice = dice * 31 + data:byte(place) end
local function byte()
  at = at + 1
  if at <= #data then return data:byte(at) end
  dice = dice * 6364136223846793005 + 1442695040888963407
  return dice >> 33 & 255
end
local function over() return at >= #data + 2000 end
local function pick(list) return list[byte() % #list + 1] end

-- Everything that was ever seen, by class: objects of transactions that are over stay here.
local all, classes = {}, {}

local function class_of(v)
  local kind = type(v)
  if kind ~= "table" and kind ~= "userdata" then return kind end
  local ok, meta = pcall(getmetatable, v)
  local name = ok and type(meta) == "table" and rawget(meta, "__name")
  return type(name) == "string" and name or kind
end

local function keep(list, v)
  if #list < 48 then list[#list + 1] = v else list[byte() % 48 + 1] = v end
end

local function learn(v, ...)
  if v ~= nil and v ~= true and v ~= false then
    keep(all, v)
    local name = class_of(v)
    if not classes[name] then classes[name] = {} end
    keep(classes[name], v)
  end
  if select("#", ...) > 0 then return learn(...) end
end

local value, step
local depth = 0

local NUMBERS = {
  0, 1, -1, 2, 7, 255, 65535, 65536, 2147483647, 2147483648, -2147483648, 4294967296,
  math.maxinteger, math.mininteger, 0.5, -0.5, 1e15, 2^53, 1e308, -1e308, 0/0, 1/0, -1/0, -0.0,
}

local function text()
  local which = byte() % 10
  if which < 5 then return pick(WORDS) end
  if which == 5 then return "" end
  if which == 6 then return string.rep(string.char(byte()), 1 + byte() * 300) end
  if which == 7 then return pick(WORDS) .. "\0\255\r\n" .. pick(WORDS) end
  local count = byte() % 12
  local bytes = {}
  for place = 1, count do bytes[place] = byte() end
  -- What a random text looks like mustn't be the name of a host.
  return "\1" .. string.char(table.unpack(bytes))
end

local function raises() error(value(3), byte() % 3) end
local function yields(...) return coroutine.yield(value(3), ...) end
local function answers() return value(3) end
local function plays(...) learn(...) step() return value(3) end
local function callback() return pick { raises, yields, answers, plays, plays, answers }  end

local EVENTS = {
  "__index", "__newindex", "__len", "__tostring", "__gc", "__close", "__call", "__eq", "__lt", "__le",
  "__concat", "__unm", "__pairs", "__name", "__metatable", "__mode", "__add",
}

local function hostile()
  local meta = {}
  for _ = 0, byte() % 4 do
    meta[pick(EVENTS)] = (byte() % 4 == 0) and value(3) or callback()
  end
  local object = { value(3), [0] = value(3) }
  local ok, made = pcall(setmetatable, object, meta)
  return ok and made or object
end

local function tabled(level)
  local t = {}
  for _ = 1, byte() % 5 do
    local key = (byte() % 2 == 0) and (#t + 1) or value(level + 1)
    if key == nil or key ~= key then key = 1 end
    t[key] = value(level + 1)
  end
  if byte() % 8 == 0 then t[pick(WORDS)] = t end
  return t
end

local routines = {}

local function routine()
  local made = coroutine.create(function(...) learn(...) step() coroutine.yield(value(3)) step() return value(3) end)
  keep(routines, made)
  return made
end

function value(level)
  local which = byte() % 20
  if which < 5 then return text() end
  if which < 9 then return pick(NUMBERS) end
  if which == 9 then return nil end
  if which == 10 then return byte() % 2 == 0 end
  if which == 11 then return tostring(pick(NUMBERS)) end
  if which < 15 and #all > 0 then return pick(all) end
  if level >= 3 then return byte() end
  if which == 15 then return tabled(level) end
  if which == 16 then return hostile() end
  if which == 17 then return callback() end
  if which == 18 then return routine() end
  return tabled(level)
end

-- A value as a declaration wants it, mostly.
local function typed(kind)
  if byte() % 5 == 0 then return value(0) end
  if kind:find("string", 1, true) and byte() % 3 > 0 then return text() end
  if kind:find("integer", 1, true) or kind:find("number", 1, true) then return pick(NUMBERS) end
  if kind:find("boolean", 1, true) then return byte() % 2 == 0 end
  if kind:find("function", 1, true) or kind:find("fun(", 1, true) then return callback() end
  local name = kind:match("^[%w_]+")
  if name and classes[name] and #classes[name] > 0 then return pick(classes[name]) end
  if kind:find("table", 1, true) or kind:find("[{%[]") then return tabled(1) end
  if kind:find("string", 1, true) then return text() end
  return value(0)
end

-- Nobody outside of this machine is to be talked to.
local PLACES = {
  "127.0.0.1:1", "127.0.0.1", "[::1]:1", "/no/such/socket", "unix@/no/such/socket", "", ":", ":1", "fd@3",
  "abns@moongate-fuzz", "127.0.0.1:1-5", "\0", 1, -1, 0, 65536, 443, math.maxinteger, 0.5, true, {},
}
local URLS = {
  "http://127.0.0.1:1/", "https://127.0.0.1:1/x?y#z", "http://127.0.0.1", "https://[::1]:1", "http://", "ftp://x",
  "http://127.0.0.1:1/a b", "http://a@127.0.0.1/", "", "\0", 7, {},
}

local function request()
  if byte() % 6 == 0 then return pick { nil, 1, "x", {}, callback() } end
  local t = { url = pick(URLS), timeout = pick { nil, 10, 0, -1, 1e300, 0/0, "5", {} } }
  if byte() % 2 == 0 then t.dst = pick(PLACES) end
  if byte() % 2 == 0 then t.body = value(0) end
  if byte() % 2 == 0 then t.headers = byte() % 2 == 0 and { [text()] = { text(), text() } } or value(0) end
  if byte() % 8 == 0 then t[text()] = value(1) end
  return t
end

local function arguments(one)
  local args = { n = 0 }
  local function add(v) args.n = args.n + 1 args[args.n] = v end
  for at = 3, #one do
    if one[1] == "HTTPClient" then add(request())
    elseif one[1] == "Socket" and one[2]:find("connect", 1, true) then add(pick(PLACES))
    else add(typed(one[at])) end
  end
  local more = byte() % 8
  if more == 0 and args.n > 0 then args.n = args.n - 1 end
  if more == 1 then add(value(0)) end
  if more == 2 and one[1] ~= "HTTPClient" and one[1] ~= "Socket" then for _ = 1, byte() do add(value(3)) end end
  return args
end

-- The function, and the object that it belongs to.
local function found(one)
  local name = one[2]
  local static = rawget(_G, one[1])
  if type(static) == "table" and (one.static or byte() % 16 == 0) then return static[name] end
  local list = classes[one[1]]
  local owner = list and #list > 0 and pick(list) or nil
  local f
  if owner ~= nil then
    local ok, got = pcall(function() return owner[name] end)
    f = ok and got or nil
  end
  if byte() % 12 == 0 then owner = value(0) end
  return f, owner, true
end

local function once(f, ...)
  local how = byte() % 14
  if how < 7 then learn(select(2, pcall(f, ...))) return end
  local args = table.pack(...)
  local function go() return f(table.unpack(args, 1, args.n)) end
  if how == 7 then learn(coroutine.wrap(go)())
  elseif how == 8 then
    local made = coroutine.create(go)
    learn(select(2, coroutine.resume(made)))
    keep(routines, made)
  elseif how == 9 then xpcall(go, callback(), value(3))
  elseif how == 10 then
    local ok = pcall(function()
      local closed <close> = setmetatable({}, { __close = go })
      if byte() % 2 == 0 then error(value(3)) end
    end)
  elseif how == 11 then
    setmetatable({}, { __gc = go })
    collectgarbage()
  elseif how == 12 then
    local proxy = setmetatable({}, { __index = go, __len = go, __tostring = go })
    learn(proxy.x) learn(#proxy) learn(tostring(proxy))
  else
    if byte() % 2 == 0 then table.sort({ 3, 1, 2 }, go) else string.gsub("abc", ".", go) end
  end
end

-- The process isn't there yet, and a long wait keeps it from coming.
local SLOW = { sleep = true, msleep = true, wait = true }
local loading = true

local function call_declared()
  local one = pick(API)
  if loading and one[1] == "core" and SLOW[one[2]] then return end
  local f, owner, method = found(one)
  if f == nil then return end
  local args = arguments(one)
  if method then return once(f, owner, table.unpack(args, 1, args.n)) end
  return once(f, table.unpack(args, 1, args.n))
end

local function call_sample()
  local one = SAMPLES[(byte() * 256 + byte()) % #SAMPLES + 1]
  local txn = pick { classes.TXN or all, classes.AppletHTTP or all, classes.AppletTCP or all }
  local owner = txn and #txn > 0 and pick(txn)
  local ok, table_of = pcall(function() return owner[pick(one.kinds)] end)
  if not ok or table_of == nil then return end
  local ok, f = pcall(function() return table_of[one[1]] end)
  if not ok or f == nil then return end
  local args = { n = 0 }
  if one.converts then args = { n = 1, value(0) } end
  for _ = 1, byte() % 4 do args.n = args.n + 1 args[args.n] = value(2) end
  return once(f, table_of, table.unpack(args, 1, args.n))
end

local function touch()
  local object = #all > 0 and pick(all) or core
  local which = byte() % 12
  if which < 4 then learn(object[pick(WORDS)])
  elseif which == 4 then learn(object[value(1)])
  elseif which == 5 and object ~= core and object ~= _G then object[value(1)] = value(1)
  elseif which == 6 then learn(tostring(object), #object)
  elseif which == 7 then return object == value(1), object < value(1)
  elseif which == 8 then learn(object .. value(1))
  elseif which == 9 then for k, v in pairs(object) do learn(k, v) if byte() % 4 == 0 then break end end
  elseif which == 10 then learn(object(value(1)))
  else learn(next(object), rawlen(object)) end
end

local function routine_games()
  local which = byte() % 5
  if which == 0 or #routines == 0 then learn(routine())
  elseif which < 3 then learn(select(2, coroutine.resume(pick(routines), value(2))))
  elseif which == 3 then learn(select(2, coroutine.close(pick(routines))))
  else learn(coroutine.running(), coroutine.isyieldable(), coroutine.status(pick(routines))) end
end

function step()
  if depth > 5 or over() then return end
  depth = depth + 1
  local which = byte() % 20
  local f = call_declared
  if which >= 12 and which < 15 then f = call_sample
  elseif which >= 15 and which < 18 then f = touch
  elseif which == 18 then f = routine_games
  elseif which == 19 then f = function() collectgarbage(pick { "collect", "step", "generational", "incremental" }) end end
  pcall(f)
  depth = depth - 1
end

-- So many steps with these objects; then whatever a function may end with.
local function play(count, where, ...)
  depth = 0
  learn(...)
  loading = where == "loading"
  for _ = 1, count do
    if over() then break end
    step()
  end
  local which = byte() % 8
  if which == 0 then error(value(1)) end
  if which == 1 then coroutine.yield(value(1)) end
  return value(1)
end

local function plays_for(count, where) return function(...) return play(count, where, ...) end end

core.register_action("p", { "tcp-req", "tcp-res", "http-req", "http-res", "http-after-res" }, plays_for(16))
core.register_fetches("p", plays_for(8))
core.register_converters("p", plays_for(8))
core.register_service("h", "http", function(applet)
  play(12, "service", applet)
  pcall(function() applet:set_status(200) applet:start_response() end)
  return play(6, "service", applet)
end)
core.register_service("t", "tcp", plays_for(16))
core.register_cli({ "fuzz", "it" }, "plays", plays_for(12))
core.register_task(plays_for(12), value(1))
core.register_init(plays_for(6, "loading"))

local F = { id = "f", flags = filter.FLT_CFG_FL_HTX }
F.__index = F
function F:new()
  local one = setmetatable({}, F)
  learn(one)
  if byte() % 16 == 0 then return play(3) end
  return one
end
for _, name in ipairs { "start_analyze", "end_analyze", "http_headers", "http_payload", "http_end", "tcp_payload" } do
  F[name] = function(self, txn, chn)
    learn(self, txn, chn)
    if name == "start_analyze" then pcall(filter.register_data_filter, self, chn) end
    play(5)
    return pick { filter.CONTINUE, filter.WAIT, filter.ERROR, filter.CONTINUE, value(1) }
  end
end
core.register_filter("p", F, function(flt, args) learn(flt, args) return flt end)

learn(core, _G, Map, Regex, filter, act)
pcall(function() learn(core.tcp(), core.httpclient(), core.queue(), core.concat()) end)
pcall(function() learn(core.get_patref(ACL), core.get_patref(MAP), Map.new(MAP, Map._str), select(2, Regex.new("a(b*)", true))) end)
play(8, "loading")
