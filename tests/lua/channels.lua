-- Channels of a TCP connection.
core.register_action("shout", { "tcp-req" }, function(txn)
    local text = txn.req:dup()
    txn:set_var("txn.saw", text)
    txn.req:append("!")
end)

core.register_action("answer", { "tcp-req" }, function(txn)
    txn.res:send("from lua: " .. tostring(txn.req:dup()))
end)
