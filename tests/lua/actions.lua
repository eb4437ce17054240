-- Actions of all kinds.
core.register_action("mark", { "http-req" }, function(txn)
    txn.http:req_set_header("x-lua", "marked")
    txn.http:req_add_header("x-lua", "twice")
    txn.http:req_del_header("x-remove")
    txn.http:req_set_path("/lua" .. txn.f:path())
end)

core.register_action("with_args", { "http-req" }, function(txn, first, second)
    txn.http:req_set_header("x-args", first .. "+" .. second)
end, 2)

core.register_action("vars", { "http-req" }, function(txn)
    txn:set_priv({ secret = "kept" })
    txn:set_var("txn.lua", 41 + 1)
    txn:set_var("txn.before", (txn:get_var("txn.set") or "nothing") .. "!")
end)

core.register_action("priv", { "http-res" }, function(txn)
    txn.http:res_set_header("x-priv", txn:get_priv().secret)
    txn.http:res_add_header("x-status", tostring(txn.sf:status()))
end)

core.register_action("sleep", { "http-req" }, function(txn)
    core.msleep(1000)
end)

core.register_action("refuse", { "http-req" }, function(txn)
    local reply = txn:reply({ status = 418, reason = "Teapot", body = "short and stout" })
    reply:add_header("content-type", "text/plain")
    txn:done(reply)
end)

core.register_action("loop", { "http-req" }, function(txn)
    while true do
    end
end)

core.register_action("boom", { "http-req" }, function(txn)
    local function deeper()
        error("boom in lua")
    end
    deeper()
end)

core.register_action("eat", { "http-req" }, function(txn)
    local parts = {}
    for number = 1, 1000000 do
        parts[number] = string.rep("x", 1000) .. number
    end
end)

core.register_action("long", { "http-req" }, function(txn)
    local sum = 0
    for number = 1, 3000000 do
        sum = sum + number
    end
    txn.http:req_set_header("x-sum", string.format("%d", sum))
end)
