-- What real scripts do: one name for several rule sets, settings from the environment, modules.
local from_body = os.getenv("SCRIPT_MODE")

core.register_action("both", { "http-req" }, function(txn, first, second)
    txn:set_priv(first .. second)
    txn.http:req_set_header("x-both", first .. second)
end, 2)

core.register_action("both", { "http-res" }, function(txn)
    txn.http:res_set_header("x-both", "answer to " .. txn:get_priv())
end)

core.register_action("env", { "http-req" }, function(txn)
    local list = { from_body or "nil", os.getenv("SCRIPT_MODE"), os.getenv("SCRIPT_LATER"),
        os.getenv("SCRIPT_NONE") or "nil" }
    txn:done(txn:reply({ body = table.concat(list, " ") }))
end)

core.register_action("paths", { "http-req" }, function(txn)
    txn:done(txn:reply({ body = package.path .. "\n" .. package.cpath }))
end)

-- Fails behind its head: the head is sent all the same.
core.register_service("half", "http", function(applet)
    applet:set_status(302)
    applet:add_header("location", "http://elsewhere/")
    applet:start_response()
    applet:send()
end)

core.register_service("bye", "tcp", function(applet)
    applet:send("bye\n")
end)
