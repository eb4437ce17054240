-- Filters for the tests: each does one thing, so that their order shows.

local function class(name, more)
    local Filter = {id = name, flags = filter.FLT_CFG_FL_HTX}
    Filter.__index = Filter
    function Filter:new()
        return setmetatable({word = self.word}, Filter)
    end
    function Filter:start_analyze(txn, chn)
        if not chn:is_resp() and not Filter.requests then return end
        if chn:is_resp() and not Filter.responses then return end
        filter.register_data_filter(self, chn)
    end
    more(Filter)
    core.register_filter(name, Filter, function(flt, args)
        flt.word = args[1]
        return flt
    end)
end

class("upper", function(Filter)
    Filter.responses = true
    function Filter:http_payload(txn, msg) msg:set((msg:body() or ""):upper()) end
end)

-- Puts its word behind the body.
class("footer", function(Filter)
    Filter.responses = true
    function Filter:http_payload(txn, msg)
        if msg:eom() then msg:append(self.word) end
    end
end)

-- The same to requests.
class("signed", function(Filter)
    Filter.requests = true
    function Filter:http_headers(txn, msg)
        if not msg:is_resp() then msg:add_header("x-length", msg:get_headers()["content-length"][0]) end
    end
    function Filter:http_payload(txn, msg)
        if msg:eom() then msg:append(self.word) end
    end
end)

-- Lets a body pass when all of it is there, and after a while.
class("whole", function(Filter)
    Filter.responses = true
    function Filter:http_payload(txn, msg)
        if not msg:eom() then return filter.WAIT end
        core.msleep(5)
    end
    function Filter:http_end(txn, msg)
        core.msleep(5)
        if msg:is_resp() then msg:append("!") end
    end
end)

-- Takes its time, and makes xyz of abc.
class("slow", function(Filter)
    Filter.responses = true
    function Filter:http_payload(txn, msg)
        msg:set(((msg:body() or ""):gsub("%l", {a = "x", b = "y", c = "z"})))
        core.msleep(3)
    end
end)

class("fails", function(Filter)
    function Filter:http_headers(txn, msg)
        if msg:is_resp() then return filter.ERROR end
    end
end)

-- Only whole lines go to the server; answers come in brackets.
Lines = {}
Lines.__index = Lines
function Lines:new() return setmetatable({}, Lines) end
function Lines:start_analyze(txn, chn) filter.register_data_filter(self, chn) end
function Lines:tcp_payload(txn, chn)
    if chn:is_resp() then
        chn:prepend("[")
        chn:append("]")
        return filter.CONTINUE
    end
    local line = chn:line()
    while line and line:find("\n") do
        chn:forward(#line)
        line = chn:line()
    end
    return filter.WAIT
end
core.register_filter("lines", Lines, function(flt) return flt end)

core.register_service("pieces", "http", function(applet)
    applet:start_response()
    for word in ("one two three"):gmatch("%a+") do
        applet:send(word)
        core.msleep(2)
    end
end)

core.register_cli({"show", "greeting"}, "show greeting: greets", function(applet, ...)
    core.msleep(2)
    applet:send("hello " .. table.concat({...}, " ", 3) .. "\n")
end)

-- Actions that wait for bytes.
core.register_action("tag_request", {"tcp-req"}, function(txn)
    local line = txn.req:getline()
    txn.req:prepend("<" .. line:sub(1, -2) .. " ")
    while txn.req:input() < 8 do
        txn.req:data(0, 8)
    end
end)

core.register_action("tag_response", {"tcp-res"}, function(txn)
    local line = txn.res:line(0, -1)
    txn.res:set("sent:" .. line, 0, #line)
end)
