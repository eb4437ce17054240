-- Scripts that don't end by themselves, each in another way.
local function forever()
    while true do
    end
end

local ways = {
    plain = forever,
    recursive = function()
        local function down()
            return down()
        end
        return down()
    end,
    coroutine = function()
        coroutine.wrap(forever)()
    end,
    nested = function()
        coroutine.wrap(function()
            coroutine.wrap(forever)()
        end)()
    end,
    after_coroutine = function()
        -- A long computation in a coroutine, then a loop in the function that resumed it.
        coroutine.wrap(function()
            for _ = 1, 3000000 do
            end
        end)()
        forever()
    end,
    caught = function()
        while true do
            pcall(forever)
        end
    end,
    closed = function()
        local co = coroutine.create(function()
            local _ <close> = setmetatable({}, { __close = forever })
            coroutine.yield()
        end)
        coroutine.resume(co)
        coroutine.close(co)
    end,
    sorted = function()
        table.sort({ 1, 2, 3 }, function()
            forever()
        end)
    end,
    allocating = function()
        while true do
            local _ = {}
        end
    end,
}

local function way(txn)
    return ways[string.sub(txn.sf:path(), 2)]
end

core.register_action("loop", { "http-req" }, function(txn)
    way(txn)()
end)

core.register_fetches("loop", function(txn)
    way(txn)()
    return "done"
end)

core.register_converters("loop", function(path)
    ways[string.sub(path, 2)]()
    return "done"
end)

core.register_service("loop", "http", function(applet)
    ways[string.sub(applet.path, 2)]()
end)
