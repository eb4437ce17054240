-- Fetches and converters that wait, and long ones.
core.register_fetches("slow", function(txn, text)
    core.msleep(50)
    return text or "slow"
end)

core.register_fetches("count", function(txn)
    local count = (txn:get_var("txn.count") or 0) + 1
    txn:set_var("txn.count", count)
    core.msleep(5)
    return count
end)

core.register_converters("slowly", function(text, more)
    core.sleep(0)
    core.msleep(20)
    return text .. (more or "")
end)

core.register_fetches("endless", function(txn)
    while true do
    end
end)

core.register_fetches("asks", function(txn, address)
    local socket = core.tcp()
    if not socket:connect(address) then
        return "none"
    end
    socket:send("GET /auth HTTP/1.0\r\n\r\n")
    local line = socket:receive("*l")
    socket:close()
    return line
end)

core.register_fetches("fails", function(txn)
    core.msleep(5)
    error("after a wait")
end)

core.register_fetches("nested", function(txn)
    return txn.sf:lua_slow() .. "!"
end)

core.register_action("quick", { "http-req" }, function(txn)
    txn:done(txn:reply({ body = "quick" }))
end)

-- Sees what has come of a body, and waits for more of it.
core.register_action("body", { "http-req" }, function(txn)
    local begun = txn.sf:req_body()
    for _ = 1, 200 do
        if tonumber(txn.sf:req_body_len()) >= 8 then
            break
        end
        core.msleep(10)
    end
    txn.http:req_set_header("x-body", begun .. "|" .. txn.sf:req_body())
end)

core.register_action("asks_itself", { "http-req" }, function(txn)
    txn:done(txn:reply({ body = "[" .. txn.sf:lua_slow("inner") .. "]" }))
end)
